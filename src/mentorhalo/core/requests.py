"""The request as our views see it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """With what django-htmx adds to it; true when a part of a page is asked for."""

    htmx: HtmxDetails
