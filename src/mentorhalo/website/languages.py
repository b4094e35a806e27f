"""Which languages a page of the editors can be read in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page


def languages_of(page: Page, request: HttpRequest) -> list[dict[str, Any]]:
    """The page and its published translations, as the header and `hreflang` show them. One query."""
    found = {page.locale.language_code: page}
    for other in page.get_translations().live().public().select_related("locale"):
        found[other.locale.language_code] = other
    return [
        {"code": code, "href": found[code].get_url(request), "current": found[code].pk == page.pk}
        for code, _name in settings.LANGUAGES
        if code in found
    ]
