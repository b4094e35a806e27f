"""Addresses of the room, one namespace; each part has its own file."""

from django.urls import URLPattern

from .methods import urlpatterns as method_urls
from .photos import urlpatterns as photo_urls
from .practices import urlpatterns as practice_urls
from .projects import urlpatterns as project_urls
from .shelves import urlpatterns as shelf_urls
from .wordings import urlpatterns as wording_urls

app_name = "knowledge"

urlpatterns: list[URLPattern] = [
    *photo_urls,
    *shelf_urls,
    *wording_urls,
    *practice_urls,
    *method_urls,
    *project_urls,
]
