"""The house's addresses and an empty room: what a request costs before anything is done."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from mentorhalo.config.urls import urlpatterns as house
from mentorhalo.core.doors import door


@door("core.signed_in")
def empty(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


# First: whatever no room knows is looked for among the pages of the website.
urlpatterns = [path("bench-empty/", empty), *house]
