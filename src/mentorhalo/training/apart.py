"""Learning packages on a host of their own, where there is one (`PACKAGES_URL`).

There the pages of a package are of one origin, and their frames reach each other, which many need. Nothing else of ours is answered
on that host: whatever runs there finds neither a form to sign in by nor a session to use.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

SHUT_IN = "allow-scripts allow-forms"
ANSWERED = ("training:play", "training:play_report")


def is_apart(request: HttpRequest) -> bool:
    return bool(settings.PACKAGES_URL) and request.get_host() == urlsplit(settings.PACKAGES_URL).netloc


def sandbox(*, apart: bool) -> str:
    """What a package may do. Of our own origin it never is."""
    return f"{SHUT_IN} allow-same-origin" if apart else SHUT_IN


def only_packages(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Middleware: on the host of the packages everything else is not there."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        if is_apart(request) and _asked(request) not in ANSWERED:
            return HttpResponse(status=404)
        return get_response(request)

    return answered


def _asked(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
