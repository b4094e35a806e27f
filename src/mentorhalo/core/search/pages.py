"""The page of the search."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorhalo.core.doors import door
from mentorhalo.core.registry import registry

from .results import PAGE_SIZE, Results, search
from .viewers import tokens_of


@dataclass(frozen=True)
class Facet:
    """A way to narrow the results: value, words and number of each choice."""

    name: str
    label: str
    chosen: str
    options: list[tuple[str, str, int]]


@door("core.public")
def search_page(request: HttpRequest) -> HttpResponse:
    """What answers the words, of all that this person may open."""
    asked = request.GET
    chosen = _chosen(asked)
    results = search(
        asked.get("q", ""),
        tokens_of(request.user),
        **chosen,
        language=get_language() or "",
        page=_number(asked.get("page", "")) or 1,
    )
    content = {
        "results": results,
        "kind": chosen["kind"],
        "kinds": _kinds(results, chosen["kind"], asked),
        "facets": _facets(results, chosen),
        "is_narrowed": any(chosen.values()),
        "page": Paginator(range(results.total), PAGE_SIZE).get_page(results.page),
        "first": (results.page - 1) * PAGE_SIZE + 1,
        "advice": [] if results.total else _advice(request, results.text),
    }
    return render(request, "core/search.html", content)


def _chosen(asked: QueryDict) -> dict[str, Any]:
    """What was chosen of each facet; what is no choice narrows nothing."""
    kind = asked.get("kind", "")
    source = registry.search.get(kind)
    county, field = asked.get("county", ""), asked.get("field", "")
    return {
        "kind": kind if source else "",
        "county": county if county in _counties() else "",
        "field": field if source and field in source.fields() else "",
        "year": _number(asked.get("year", "")),
    }


def _kinds(results: Results, kind: str, asked: QueryDict) -> list[tuple[str, str, bool]]:
    counts = results.facets.get("kind", {})
    if len(counts) < 2 and not kind:
        return []
    found = [source for source in registry.search.values() if source.kind in counts]
    ways = [(_("Everything"), _address(asked, ""), not kind)]
    for source in sorted(found, key=lambda source: source.order):
        words = f"{source.label} ({counts[source.kind]})"
        ways.append((words, _address(asked, source.kind), source.kind == kind))
    return ways


def _address(asked: QueryDict, kind: str) -> str:
    """The same search among one kind; its field is another's."""
    query = asked.copy()
    for name in ("kind", "field", "page"):
        query.pop(name, None)
    if kind:
        query["kind"] = kind
    return f"?{query.urlencode()}"


def _facets(results: Results, chosen: dict[str, Any]) -> list[Facet]:
    counts = results.facets
    source = registry.search.get(chosen["kind"])
    years = {year: year for year in sorted(counts.get("year", {}), reverse=True)}
    offered = [
        Facet("county", _("County"), chosen["county"], _options(counts.get("county", {}), _counties())),
        Facet("year", _("Year"), str(chosen["year"] or ""), _options(counts.get("year", {}), years)),
    ]
    if source:
        offered.insert(
            0, Facet("field", _("Field"), chosen["field"], _options(counts.get("field", {}), source.fields()))
        )
    return [facet for facet in offered if facet.options or facet.chosen]


def _options(counts: dict[str, int], words: dict[str, str]) -> list[tuple[str, str, int]]:
    return [(value, said, counts[value]) for value, said in words.items() if value in counts]


def _counties() -> dict[str, str]:
    return dict(registry.choices["county"]()) if "county" in registry.choices else {}


def _advice(request: HttpRequest, text: str) -> list[tuple[str, str]]:
    """What somebody may do who found nothing, as other rooms offer it."""
    return [deed for source in registry.links.get("search", ()) for deed in source(request, text)]


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 4 else None
