"""Wagtail's addresses of pages; a page that is kept is handed out before Wagtail looks which one it is."""

from django.urls import URLPattern, re_path
from wagtail.urls import urlpatterns as wagtail_patterns

from .views import page

PATH = r"^(?P<path>(?:[\w\-]+/)*)$"  # as Wagtail has it


def _ours(pattern: URLPattern) -> URLPattern:
    return re_path(PATH, page, name="wagtail_serve") if pattern.name == "wagtail_serve" else pattern


urlpatterns = [_ours(pattern) for pattern in wagtail_patterns]
