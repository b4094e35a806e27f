"""What every page knows without being told: menus, notices, languages, funding."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorhalo.core import bundles
from mentorhalo.core.registry import MenuEntry, MenuGroup, registry

LAST = 1000


def page(request: HttpRequest) -> dict[str, Any]:
    """Lazy, so that a fragment without header and footer pays nothing."""
    return {
        "main_menu": SimpleLazyObject(lambda: menu(request, "main")),
        "work_menu": SimpleLazyObject(lambda: work_menu(request)),
        "phone_menu": SimpleLazyObject(lambda: menu(request, "phone")),
        "account_menu": SimpleLazyObject(lambda: menu(request, "account")),
        "foot_menu": SimpleLazyObject(lambda: menu(request, "foot")),
        "notices": SimpleLazyObject(lambda: notices(request)),
        "funding": SimpleLazyObject(lambda: registry.funding(request) if registry.funding else None),
        "languages": SimpleLazyObject(lambda: languages(request)),
        "find_url": reverse("core:search"),
        "home_url": SimpleLazyObject(home_url),
        "site_url": settings.SITE_URL,
    }


def menu(request: HttpRequest, place: str) -> list[dict[str, Any]]:
    """The entries of one place that this person may open."""
    user = getattr(request, "user", None)
    if user is None:
        return []
    entries = [entry for entry in registry.menu if entry.place == place and user.has_perm(entry.perm)]
    lines = [_line(request, entry) for entry in entries]
    return registry.arrange_menu(request, place, lines) if registry.arrange_menu else lines


def work_menu(request: HttpRequest) -> list[dict[str, Any]]:
    """One row for the signed in: entries of a group are folded under its word, the tools under the last one.

    A group of which somebody may open one entry is that entry.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    alone: list[tuple[int, dict[str, Any]]] = []
    folded: dict[str, list[dict[str, Any]]] = {}
    for entry in registry.menu:
        if entry.place not in ("desk", "tools") or not user.has_perm(entry.perm):
            continue
        line = _line(request, entry)
        if entry.place == "tools":
            folded.setdefault("", []).append(line)
        elif entry.group in registry.menu_groups:
            folded.setdefault(entry.group, []).append(line)
        else:
            alone.append((entry.order, line))
    row = sorted([*alone, *(_fold(code, lines) for code, lines in folded.items())], key=lambda each: each[0])
    return [line for _order, line in row]


def _fold(code: str, lines: list[dict[str, Any]]) -> tuple[int, dict[str, Any]]:
    group = registry.menu_groups[code] if code else MenuGroup(_("More"), order=LAST)
    if len(lines) == 1:
        return group.order, lines[0]
    return group.order, {
        "label": group.label,
        "lines": lines,
        "current": any(line["current"] for line in lines),
    }


def _line(request: HttpRequest, entry: MenuEntry) -> dict[str, Any]:
    href = reverse(entry.url_name)
    return {"label": entry.label, "href": href, "current": request.path == href, "name": entry.url_name}


def notices(request: HttpRequest) -> list[str]:
    said = [notice(request) for notice in registry.notices]
    if not bundles.is_built():
        said.append(_("The look of these pages is not built yet: run “make setup”."))
    return [words for words in said if words]


def languages(request: HttpRequest) -> list[dict[str, Any]]:
    """The same page in each language."""
    here = request.get_full_path()
    return [
        {"code": code, "href": _translated(here, code), "current": code == get_language()}
        for code, _name in settings.LANGUAGES
    ]


def home_url() -> str:
    language = get_language() or settings.LANGUAGE_CODE
    return get_script_prefix() + ("" if language == settings.LANGUAGE_CODE else f"{language}/")


def _translated(path: str, code: str) -> str:
    translated = translate_url(path, code)
    if translated == path and code != get_language():
        return get_script_prefix() + ("" if code == settings.LANGUAGE_CODE else f"{code}/")
    return translated
