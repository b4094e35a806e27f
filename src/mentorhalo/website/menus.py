"""The menus as the editors arranged them, among the fixed entries that a person may open."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import get_language

from . import queries

KEPT_SECONDS = 60


def arrange(request: HttpRequest, place: str, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The editors' lines in their order, then the fixed ones they did not name. No query while they are kept."""
    if place not in queries.MENU_PLACES:
        return lines
    items = _items().get(place, [])
    fixed = {line["name"]: line for line in lines}
    named = {item["fixed"] for item in items}
    arranged = []
    for item in items:
        line = fixed.get(item["fixed"]) if item["fixed"] else _page_line(item, request)
        if line and not item["is_hidden"]:
            arranged.append({**line, "label": item["label"] or line["label"]})
    return [*arranged, *(line for line in lines if line["name"] not in named)]


def forget() -> None:
    """After an editor changed a menu or published a page."""
    for language in queries.LANGUAGES:
        cache.delete(_key(language))


def _page_line(item: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    return {"label": item["title"], "href": item["href"], "current": request.path == item["href"], "name": ""}


def _items() -> dict[str, list[dict[str, Any]]]:
    language = get_language() or "hu"
    kept: dict[str, list[dict[str, Any]]] | None = cache.get(_key(language))
    if kept is None:
        kept = queries.menu_items(language)
        cache.set(_key(language), kept, KEPT_SECONDS)
    return kept


def _key(language: str) -> str:
    return f"website:menu:{language}"
