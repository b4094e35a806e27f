"""What everybody may read: the figures, each with its rule, rows and history, down to the record."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.core.doors import door
from mentorhalo.core.hungarian import sort_key
from mentorhalo.core.registry import SourceLink
from mentorhalo.evidence.queries import sees_moments
from mentorhalo.indicators import exports, queries
from mentorhalo.indicators.forms import ScopeForm
from mentorhalo.indicators.language import RuleRefused
from mentorhalo.indicators.models import Indicator
from mentorhalo.indicators.queries import Figure, Row, UnitOf
from mentorhalo.indicators.wording import CHANNELS, FACTS, STATES, parameter_name, parameter_value
from mentorhalo.programmes.models import Programme
from mentorhalo.programmes.queries import programme_of
from mentorhalo.territory.choices import SizeType
from mentorhalo.territory.queries import place_on

ROWS_ON_PAGE = 25
FACTS_ON_PAGE = 200
MONTHS_IN_LINE = 36
WHAT_IF = "set_"


@dataclass(frozen=True)
class ShownRow:
    """A row with its words, for this viewer."""

    row: Row
    label: str
    url: str | None
    href: str
    parts: str
    reasons: list[str]


@door("indicators.view")
def figures(request: HttpRequest) -> HttpResponse:
    """All figures for a day; the line of their months, and what was promised."""
    programme = programme_of(request)
    if programme is None:
        return render(request, "indicators/figures.html", {"programme": None})
    form = _scope_form(request, programme)
    asked = form.scope()
    inside = request.user.has_perm("indicators.look_back")
    found = queries.figures(programme=programme, only_public=not inside, **asked)
    days = queries.month_ends(programme, asked["as_of"])[-MONTHS_IN_LINE:]
    is_plain = set(asked) == {"as_of"}
    lines = queries.all_series([each.code for each in found], programme, days) if is_plain else {}
    targets = queries.targets_of(programme)
    content = {
        "programme": programme,
        "form": form,
        "suffix": _suffix(request),
        "shown": [
            {
                "figure": each,
                "href": reverse("indicators:figure", args=[each.code]) + _suffix(request),
                "explain": reverse("indicators:rule", args=[each.code]) + _suffix(request),
                "series": lines.get(each.code),
                "target": queries.target_value(targets.get(each.code, []), asked["as_of"]),
                "value": each.value,
            }
            for each in found
        ],
        "may_inspect": request.user.has_perm("indicators.inspect"),
    }
    return render(request, "indicators/figures.html", content)


@door("indicators.view", get=queries.indicator_coded)
def figure(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    """One figure: value, rule, counted and excluded rows, months, counties, versions, snapshots."""
    programme = _programme(request)
    form = _scope_form(request, programme)
    found, problem = _explained(request, indicator, programme, form)
    counted = _page(request, found, found.counted or [], "page")
    excluded = _page(request, found, found.excluded or [], "left")
    plain = {name: value for name, value in form.scope().items() if name != "as_of"}
    known_at = plain.pop("known_at", None)
    if known_at is not None and not _sees_every_moment(request, found):
        known_at, problem = None, problem or _("Only auditors see what was known of this earlier.")
    return render(
        request,
        "indicators/figure.html",
        {
            **_rule_content(request, indicator, found),
            "related": queries.related(
                indicator.code,
                programme=programme,
                only_public=not request.user.has_perm("indicators.look_back"),
                as_of=found.as_of,
                known_at=known_at,
                **plain,
            ),
            "suffix": _suffix(request),
            "in_place": False,
            "form": form,
            "problem": problem,
            "value": found.value,
            "counted": counted,
            "excluded": excluded,
            "details": _details(request, found),
            "months": queries.series(
                indicator.code,
                programme,
                queries.month_ends(programme, found.as_of),
                known_at=known_at,
                **plain,
            ),
            **_divided(request, found, programme),
            "versions": queries.versions_of(indicator),
            "snapshots": queries.snapshots_of(indicator, programme),
            "targets": queries.targets_of(programme).get(indicator.code, []),
            "trail": _trail(found.name),
            "may": _deeds(request),
            "what_if": _what_if(found),
        },
    )


@door("indicators.view", get=queries.indicator_coded)
def rule(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    """How a figure is counted, to be shown in place beside it."""
    if not request.headers.get("HX-Request"):
        return redirect(reverse("indicators:figure", args=[indicator.code]) + _suffix(request))
    programme = _programme(request)
    found = queries.figure(indicator.code, programme=programme, **_scope_form(request, programme).scope())
    content = {**_rule_content(request, indicator, found), "in_place": True}
    return render(request, "indicators/figure.html#rule", content)


@door("indicators.view_rows", get=queries.unit_of)
def row(request: HttpRequest, address: UnitOf) -> HttpResponse:
    """The facts behind one unit, each with the record it comes from, as far as this viewer may see."""
    programme = _programme(request)
    form = _scope_form(request, programme)
    found, _problem = _explained(request, address.indicator, programme, form)
    rows = [each for each in (*(found.counted or ()), *(found.excluded or ())) if each.unit == address.unit]
    if not rows:
        raise Http404
    (shown,) = _shown_rows(request, found, rows[:1])
    facts = Paginator(queries.facts_behind(rows[0]), FACTS_ON_PAGE).get_page(request.GET.get("page"))
    links = queries.source_links(facts.object_list, request)
    back = reverse("indicators:figure", args=[found.code]) + _suffix(request)
    return render(
        request,
        "indicators/row.html",
        {
            "figure": found,
            "shown": shown,
            "is_counted": not rows[0].reasons,
            "page": facts,
            "facts": [_shown_fact(request, fact, links) for fact in facts.object_list],
            "back": back,
            "trail": [*_trail(found.name, back)[:-1], (found.name, back), (shown.label, "")],
        },
    )


@door("indicators.view_rows", get=queries.indicator_coded)
def download(request: HttpRequest, indicator: Indicator) -> HttpResponse:
    """The counted and excluded rows as a spreadsheet (`?format=xlsx`) or as CSV."""
    programme = _programme(request)
    found, _problem = _explained(request, indicator, programme, _scope_form(request, programme))
    rows = [*(found.counted or ()), *(found.excluded or ())]
    return exports.rows_response(
        found, _shown_rows(request, found, rows), as_workbook=request.GET.get("format") == "xlsx"
    )


# --- what was asked for --------------------------------------------------------------------------


def _programme(request: HttpRequest) -> Programme:
    programme = programme_of(request)
    if programme is None:
        raise Http404
    return programme


def _scope_form(request: HttpRequest, programme: Programme) -> ScopeForm:
    return ScopeForm(
        {name: str(value) for name, value in request.GET.items()},
        day=queries.speaking_day(programme),
        may_look_back=request.user.has_perm("indicators.look_back"),
    )


def _explained(
    request: HttpRequest, indicator: Indicator, programme: Programme, form: ScopeForm
) -> tuple[Figure, str]:
    """The figure with its rows; a what-if that cannot be read is told and left out."""
    overrides = {}
    if request.user.has_perm("indicators.look_back"):
        overrides = {
            name.removeprefix(WHAT_IF): value
            for name, value in request.GET.items()
            if name.startswith(WHAT_IF) and value != ""
        }
    try:
        return _opened(request, indicator, programme, form, overrides), ""
    except RuleRefused as refusal:
        return _opened(request, indicator, programme, form, {}), str(refusal)


def _opened(
    request: HttpRequest,
    indicator: Indicator,
    programme: Programme,
    form: ScopeForm,
    overrides: dict[str, Any],
) -> Figure:
    """Rows whose moments are guarded are opened as they are known now: what came between two looks would tell the moment."""
    scope = form.scope()
    known_at = scope.pop("known_at", None)
    try:
        found = queries.explain(indicator.code, programme=programme, overrides=overrides, **scope)
        if known_at is None or not _sees_every_moment(request, found):
            return found
        scope["known_at"] = known_at
        return queries.explain(indicator.code, programme=programme, overrides=overrides, **scope)
    except queries.UnknownFigure:  # only a draft so far
        raise Http404 from None


def _sees_every_moment(request: HttpRequest, found: Figure) -> bool:
    types = {row.unit.partition(":")[0] for row in (*(found.counted or ()), *(found.excluded or ()))}
    return all(sees_moments(one, request) for one in types)


def _suffix(request: HttpRequest, **changes: str) -> str:
    """The filters of this address, to be carried on, with some set otherwise."""
    query: QueryDict = request.GET.copy()
    for name in ("page", "left", "format"):
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = value
    for name in [name for name, value in query.items() if value == ""]:
        query.pop(name)
    return f"?{query.urlencode()}" if query else ""


# --- what is shown -------------------------------------------------------------------------------


def _trail(name: str, href: str = "") -> list[tuple[str, str]]:
    return [(_("Figures"), reverse("indicators:figures")), (name, href)]


def _deeds(request: HttpRequest) -> dict[str, bool]:
    return {
        name: request.user.has_perm(f"indicators.{name}")
        for name in ("define", "snapshot", "promise", "inspect", "look_back")
    }


def _rule_content(request: HttpRequest, indicator: Indicator, found: Figure) -> dict[str, Any]:
    definition = queries.published()[indicator.code]
    return {
        "indicator": indicator,
        "figure": found,
        "definition": definition,
        "sentence": queries.in_language(definition, "sentence"),
        "parameters": [
            (parameter_name(name), parameter_value(value))
            for name, value in found.parameters.items()
            if not (name.endswith(("at_least", "at_least_days")) and value == 1)
        ],
        "href": reverse("indicators:figure", args=[indicator.code]) + _suffix(request),
    }


def _what_if(found: Figure) -> list[dict[str, Any]]:
    return [
        {
            "name": WHAT_IF + name,
            "label": parameter_name(name),
            "value": "none" if value is None else _plain(value),
        }
        for name, value in found.parameters.items()
    ]


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _page(request: HttpRequest, found: Figure, rows: list[Row], parameter: str) -> Page[ShownRow]:
    """One page of rows in the order of their names."""
    shown = _shown_rows(request, found, rows)
    return Paginator(shown, ROWS_ON_PAGE).get_page(request.GET.get(parameter))


def _shown_rows(request: HttpRequest, found: Figure, rows: list[Row]) -> list[ShownRow]:
    others = [reason.values["into"] for row in rows for reason in row.reasons if "into" in reason.values]
    names = queries.labels([*(row.unit for row in rows), *others], request, day=found.as_of)
    words = queries.part_words(queries.asked_for(found.code).rule)
    suffix = _suffix(request)
    shown = [
        ShownRow(
            row=row,
            label=str(names[row.unit].label),
            url=names[row.unit].url,
            href=reverse("indicators:row", args=[found.code, row.unit]) + suffix,
            parts=", ".join(words.get(part, part) for part in row.parts),
            reasons=[queries.reason_words(reason, names) for reason in row.reasons],
        )
        for row in rows
    ]
    return sorted(shown, key=lambda each: (sort_key(each.label), each.row.unit))


def _divided(request: HttpRequest, found: Figure, programme: Programme) -> dict[str, Any]:
    """The figure by county, or by what `?by=` asks for, each line with the address that shows it alone."""
    ways = {"county": _("County"), "settlement_type": _("Type of settlement")}
    if request.user.has_perm("indicators.look_back"):
        ways |= {"group": _("County group"), "mentor": _("Mentor")}
    by = request.GET.get("by", "")
    by = by if by in ways else "county"
    if by == "county":
        rows = [
            (each.code, each.name, each.value)
            for each in queries.by_county(found.code, programme=programme, as_of=found.as_of)
        ]
    else:
        counted = queries.breakdown(found.code, by, programme=programme, as_of=found.as_of)
        rows = sorted(_named(request, by, counted), key=lambda row: sort_key(row[1]))
    return {
        "divided": rows,
        "by": by,
        "by_words": ways[by],
        "ways": [(words, f"{_suffix(request, by=way)}#by", way == by) for way, words in ways.items()],
    }


def _named(request: HttpRequest, by: str, counted: dict[str, int]) -> list[tuple[str, str, int]]:
    if by == "settlement_type":
        words = dict(SizeType.choices)
        return [(code, str(words.get(code, code)), count) for code, count in counted.items()]
    names = queries.labels(counted, request)
    return [(unit, str(names[unit].label), count) for unit, count in counted.items()]


def _details(request: HttpRequest, found: Figure) -> dict[str, Any]:
    """The parts of a union, the groups of the day, the head count, in words."""
    details = found.details
    words = queries.part_words(queries.asked_for(found.code).rule)
    groups = details.get("groups", [])
    names = queries.labels([*(each["group"] for each in groups), *details.get("days_below", {})], request)
    return {
        "parts": [(words.get(name, name), count) for name, count in details.get("parts", {}).items()],
        "headcount": details.get("headcount"),
        "groups": sorted(
            (
                {**each, "label": names[each["group"]].label, "url": names[each["group"]].url}
                for each in groups
            ),
            key=lambda each: sort_key(str(each["label"])),
        ),
        "days_below": [(names[group].label, days) for group, days in details.get("days_below", {}).items()],
        "below": details.get("below"),
        "verified": details.get("verified"),
        "claimed": details.get("claimed"),
        "numerator": details.get("numerator"),
        "denominator": details.get("denominator"),
    }


def _shown_fact(request: HttpRequest, fact: Any, links: dict[str, SourceLink]) -> dict[str, Any]:
    link = links.get(f"{fact.source_type}:{fact.source_id}")
    place = place_on(fact.place, fact.occurred_on) if fact.place else None
    url = link.url if link else None
    may_open = request.user.has_perm("evidence.view_source") and sees_moments(fact.source_type, request)
    if url is None and may_open:
        url = reverse("evidence:source", args=[fact.source_type, fact.source_id])
    said = [
        str(CHANNELS.get(fact.channel, fact.channel)),
        str(STATES.get(fact.state, fact.state)),
        _("one-way") if fact.is_two_way is False else "",
    ]
    return {
        "fact": fact,
        "kind": FACTS.get(fact.kind, fact.kind),
        "place": place.name if place else "",
        "words": ", ".join(filter(None, said)),
        "label": link.label if link else "",
        "url": url,
    }
