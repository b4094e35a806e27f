"""Questions to the figures. `figure` and `figures` load no rows; `explain` does."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from mentorhalo.core.registry import SourceLink, registry
from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.queries import journal_head
from mentorhalo.programmes.models import Programme
from mentorhalo.programmes.queries import current_programme
from mentorhalo.territory.models import County
from mentorhalo.territory.queries import places_on

from . import explaining, timeline
from .counting import Counting
from .language import (
    CountRule,
    RatioRule,
    Rule,
    figures_used,
    kinds_used,
    parameters_of,
    read_rule,
    with_overrides,
)
from .models import Definition, DefinitionState, Indicator, Snapshot, Target
from .reasons import by_language, words
from .scope import Book, Figure, Reason, Row, Scope

__all__ = ["Figure", "Reason", "Row", "Scope"]

KEPT_SECONDS = 24 * 60 * 60


class UnknownFigure(LookupError):
    """No indicator has this code or number."""


class NoProgramme(LookupError):
    """There is no programme to count for."""


@dataclass(frozen=True)
class Asked:
    """One figure as asked for: its definition, the rule with what-ifs, and what it stands on."""

    indicator: Indicator
    definition: Definition
    rule: Rule
    book: Book
    overrides: Mapping[str, Any]


# --- definitions ---------------------------------------------------------------------------------


def published() -> dict[str, Definition]:
    """The definitions in force, by code in their order. One query."""
    rows = Definition.objects.filter(state=DefinitionState.PUBLISHED).select_related("indicator")
    return {row.indicator.code: row for row in rows.order_by("indicator__order", "indicator__code")}


def book_of(definitions: Mapping[str, Definition]) -> Book:
    return Book(
        rules={code: read_rule(row.rule) for code, row in definitions.items()},
        versions={code: row.version for code, row in definitions.items()},
    )


def found_code(name: str, definitions: Mapping[str, Definition]) -> str:
    """The code a person meant: the code itself or the number, I7 or i7."""
    if name in definitions:
        return name
    for code, definition in definitions.items():
        if name.casefold() in (code, definition.indicator.number.casefold()):
            return code
    raise UnknownFigure(name)


def uses_of(rule: Rule, book: Book) -> dict[str, int]:
    """Versions of all figures a rule stands on, near and far."""
    found: dict[str, int] = {}
    waiting = figures_used(rule)
    while waiting:
        code = waiting.pop()
        if code not in found:
            found[code] = book.versions[code]
            waiting += figures_used(book.rules[code])
    return dict(sorted(found.items()))


def kinds_of(rule: Rule, book: Book) -> set[str]:
    """Kinds of fact a rule reads, near and far."""
    found = set(kinds_used(rule))
    for code in uses_of(rule, book):
        found |= set(kinds_used(book.rules[code]))
    return found


def asked_for(code: str, overrides: Mapping[str, Any] | None = None) -> Asked:
    """The figure as defined now. Raises `UnknownFigure`, `RuleRefused`. One query."""
    return _asked(code, overrides, published())


def _asked(code: str, overrides: Mapping[str, Any] | None, definitions: Mapping[str, Definition]) -> Asked:
    own = found_code(code, definitions)
    book = book_of(definitions)
    return Asked(
        indicator=definitions[own].indicator,
        definition=definitions[own],
        rule=with_overrides(book.rules[own], overrides or {}),
        book=book,
        overrides=dict(overrides or {}),
    )


# --- scopes --------------------------------------------------------------------------------------


def programme_named(code: str | None) -> Programme:
    """The programme of this code; without one, the one running now or the latest."""
    found = Programme.objects.filter(code=code).first() if code else current_programme()
    if found is None:
        raise NoProgramme(code or "")
    return found


def scope_of(
    programme: Programme,
    *,
    as_of: date | None = None,
    known_at: datetime | None = None,
    county: str = "",
    group: str = "",
    mentor: str = "",
    settlement_type: str = "",
    since: date | None = None,
) -> Scope:
    return Scope(
        programme=programme.code,
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
        as_of=as_of or timezone.localdate(),
        known_at=known_at,
        since=since,
        county=county,
        group=_reference("group", group),
        mentor=_reference("mentor", mentor),
        settlement_type=settlement_type,
    )


def speaking_day(programme: Programme) -> date:
    """The day pages speak for unless asked otherwise: today, or the last day of a programme that is over."""
    today = timezone.localdate()
    return min(today, programme.ends_on) if programme.ends_on else today


def _reference(kind: str, given: str) -> str:
    return given if not given or ":" in given else f"{kind}:{given}"


# --- figures -------------------------------------------------------------------------------------


def figure(
    code: str,
    *,
    programme: Programme | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
    county: str = "",
    group: str = "",
    mentor: str = "",
    settlement_type: str = "",
    since: date | None = None,
    overrides: Mapping[str, Any] | None = None,
    verified: bool = False,
) -> Figure:
    """One figure, without rows. `verified` adds how many of its units have a document beside them."""
    asked = _asked(code, overrides, published())
    scope = scope_of(
        programme or programme_named(None),
        as_of=as_of,
        known_at=known_at,
        county=county,
        group=group,
        mentor=mentor,
        settlement_type=settlement_type,
        since=since,
    )
    return figure_in(asked, scope, verified=verified)


def figures(
    codes: Iterable[str] | None = None,
    *,
    programme: Programme | None = None,
    verified: bool = False,
    only_public: bool = False,
    **asked_for: Any,
) -> list[Figure]:
    """All figures in force (or those named), for the same day, moment and filters. Cached until the journal grows."""
    definitions = published()
    chosen = [found_code(code, definitions) for code in codes] if codes is not None else list(definitions)
    if only_public:
        chosen = [code for code in chosen if definitions[code].indicator.is_public]
    scope = scope_of(programme or programme_named(None), **asked_for)
    asked = [_asked(code, None, definitions) for code in chosen]
    head = journal_head()
    keys = {_key("figure", each, scope, head, verified): each for each in asked}
    kept = cache.get_many(keys)
    shared: Counting | None = None
    answers = []
    for key, each in keys.items():
        answer = kept.get(key)
        if answer is None:
            shared = shared or Counting(scope, each.book)
            answer = _answer(shared, each, verified=verified)
            cache.set(key, answer, KEPT_SECONDS)
        answers.append(_shown(answer, each, scope))
    return answers


def figure_in(asked: Asked, scope: Scope, *, verified: bool = False) -> Figure:
    key = _key("figure", asked, scope, journal_head(), verified)
    answer = cache.get(key)
    if answer is None:
        answer = _answer(Counting(scope, asked.book), asked, verified=verified)
        cache.set(key, answer, KEPT_SECONDS)
    return _shown(answer, asked, scope)


def _answer(counting: Counting, asked: Asked, *, verified: bool) -> dict[str, Any]:
    """Value and details, without words: what the cache keeps."""
    rule = asked.rule
    details: dict[str, Any] = {}
    units: set[str] = set()
    if isinstance(rule, RatioRule):
        numerator, denominator = counting.ratio(rule)
        value: float | int | None = numerator / denominator if denominator else None
        details |= {"numerator": numerator, "denominator": denominator}
    elif isinstance(rule, CountRule):
        parts = counting.parts(rule)
        units = set().union(*parts.values())
        value = len(units)
        if rule.joined:
            details["parts"] = {name: len(found) for name, found in parts.items()}
        if rule.report.headcount:
            details["headcount"] = timeline.headcount(counting, rule)
        if rule.report.group_sizes:
            details |= timeline.group_sizes(counting, rule)
    else:
        units = counting.units(rule)
        value = len(units)
    if verified and (proven := counting.verified(rule)) is not None:
        details["verified"] = len(units & proven)
        details["claimed"] = len(units - proven)
    if uses := uses_of(rule, asked.book):
        details["uses"] = uses
    return {"value": value, "details": details}


def _shown(answer: Mapping[str, Any], asked: Asked, scope: Scope) -> Figure:
    indicator = asked.indicator
    return Figure(
        code=indicator.code,
        value=answer["value"],
        unit=in_language(indicator, "unit"),
        name=in_language(indicator, "name"),
        rule_version=asked.definition.version,
        as_of=scope.as_of,
        known_at=scope.known_at or timezone.now(),
        programme=scope.programme,
        filters=scope.filters,
        parameters=parameters_of(asked.rule),
        details=answer["details"],
    )


def in_language(record: Any, field: str) -> str:
    """A record's text in the reader's language, the Hungarian one where there is no other."""
    text = getattr(record, f"{field}_{(get_language() or 'hu')[:2]}", "")
    return str(text or getattr(record, f"{field}_hu"))


def _key(what: str, asked: Asked, scope: Scope, head: Sequence[int], *more: Any) -> str:
    said = [
        what,
        asked.definition.rule,
        str(asked.definition.pk),
        asked.definition.version,
        {name: str(value) for name, value in sorted(asked.overrides.items())},
        uses_of(asked.rule, asked.book),
        {name: str(value) for name, value in asdict(scope).items()},
        list(head),
        [str(value) for value in more],
    ]
    return "indicators:" + hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


# --- over time and space -------------------------------------------------------------------------


def series(
    code: str,
    programme: Programme,
    days: Sequence[date],
    *,
    known_at: datetime | None = None,
    overrides: Mapping[str, Any] | None = None,
    **filters: str,
) -> list[tuple[date, float | int | None]]:
    """The figure on each of the days, computed in one pass and cached until the journal grows."""
    asked = _asked(code, overrides, published())
    return _series(asked, programme, days, known_at, filters, journal_head())


def all_series(
    codes: Iterable[str], programme: Programme, days: Sequence[date]
) -> dict[str, list[tuple[date, float | int | None]]]:
    """`series` for many figures: the definitions and the head of the journal are asked once."""
    definitions = published()
    head = journal_head()
    return {code: _series(_asked(code, None, definitions), programme, days, None, {}, head) for code in codes}


def _series(
    asked: Asked,
    programme: Programme,
    days: Sequence[date],
    known_at: datetime | None,
    filters: Mapping[str, str],
    head: Sequence[int],
) -> list[tuple[date, float | int | None]]:
    ordered = sorted(days)
    if not ordered:
        return []
    scope = scope_of(programme, as_of=ordered[-1], known_at=known_at, **filters)  # type: ignore[arg-type]
    key = _key("series", asked, scope, head, *ordered)
    values = cache.get(key)
    if values is None:
        values = timeline.series(Counting(scope, asked.book), asked.rule, ordered)
        cache.set(key, values, KEPT_SECONDS)
    return list(zip(ordered, values, strict=True))


def month_ends(programme: Programme, until: date) -> list[date]:
    """The last day of each month of the programme up to `until`, and that day itself."""
    last = min(until, programme.ends_on) if programme.ends_on else until
    found = []
    year, month = programme.starts_on.year, programme.starts_on.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        end = date.fromordinal(date(year, month, 1).toordinal() - 1)
        if end >= last:
            break
        found.append(end)
    return [*found, last] if last >= programme.starts_on else []


def breakdown(
    code: str,
    dimension: str,
    *,
    programme: Programme,
    as_of: date | None = None,
    known_at: datetime | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> dict[str, int]:
    """The figure by county, group, mentor or settlement_type: what the filter of each would say. One pass."""
    asked = _asked(code, overrides, published())
    scope = scope_of(programme, as_of=as_of, known_at=known_at)
    key = _key("by", asked, scope, journal_head(), dimension)
    found = cache.get(key)
    if found is None:
        found = Counting(scope, asked.book).by(asked.rule, dimension)
        cache.set(key, found, KEPT_SECONDS)
    return dict(found)


@dataclass(frozen=True)
class CountyValue:
    code: str
    name: str
    value: int


def by_county(
    code: str,
    *,
    programme: Programme,
    as_of: date | None = None,
    known_at: datetime | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> list[CountyValue]:
    """The figure in each county of the programme, in Hungarian order; other counties only where something is counted."""
    found = breakdown(
        code, "county", programme=programme, as_of=as_of, known_at=known_at, overrides=overrides
    )
    own = set(programme.counties.values_list("county_code", flat=True))
    counties = County.objects.order_by("name_sort", "code")
    return [
        CountyValue(county.code, county.name, found.get(county.code, 0))
        for county in counties
        if county.code in own or found.get(county.code)
    ]


def targets_of(programme: Programme) -> dict[str, list[Target]]:
    """Targets by the indicator's code, by their day. One query."""
    found: dict[str, list[Target]] = defaultdict(list)
    for target in Target.objects.filter(programme=programme).select_related("indicator").order_by("due_on"):
        found[target.indicator.code].append(target)
    return dict(found)


def target_value(targets: Sequence[Target], day: date) -> int | None:
    """What was promised for the day: the next promise due, else the last one."""
    due = [target.value for target in targets if target.due_on >= day]
    return due[0] if due else targets[-1].value if targets else None


# --- rows ----------------------------------------------------------------------------------------


def explain(
    code: str,
    *,
    programme: Programme | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
    county: str = "",
    group: str = "",
    mentor: str = "",
    settlement_type: str = "",
    since: date | None = None,
    overrides: Mapping[str, Any] | None = None,
) -> Figure:
    """The figure with its counted and excluded rows. Reads every fact it counts: for a person, not for a page of numbers."""
    asked = _asked(code, overrides, published())
    scope = scope_of(
        programme or programme_named(None),
        as_of=as_of,
        known_at=known_at,
        county=county,
        group=group,
        mentor=mentor,
        settlement_type=settlement_type,
        since=since,
    )
    return explain_in(asked, scope)


def explain_in(asked: Asked, scope: Scope) -> Figure:
    key = _key("rows", asked, scope, journal_head())
    kept = cache.get(key)
    if kept is None:
        counting = Counting(scope, asked.book)
        kept = (
            explaining.rows_of(counting, asked.rule),
            _answer(counting, asked, verified=False),
        )
        cache.set(key, kept, 600)
    (counted, excluded), answer = kept
    shown = _shown(answer, asked, scope)
    details = dict(shown.details)
    known = [row for row in counted if row.is_verified is not None]
    if known:
        details["verified"] = sum(bool(row.is_verified) for row in known)
        details["claimed"] = len(known) - details["verified"]
    return replace(shown, counted=counted, excluded=excluded, details=details)


# --- words ---------------------------------------------------------------------------------------


def labels(
    units: Iterable[str], request: HttpRequest | None = None, *, day: date | None = None
) -> dict[str, SourceLink]:
    """What units are called, and where this viewer may see them. A fixed number of queries for each type."""
    by_type: dict[str, list[str]] = defaultdict(list)
    for unit in set(units):
        kind, _colon, name = unit.partition(":")
        by_type[kind].append(name)
    found: dict[str, SourceLink] = {}
    for kind, names in by_type.items():
        resolver = registry.subjects.get(kind) or registry.sources.get(kind)
        if resolver is not None:
            links = resolver(request, names)
        elif kind == "settlement":
            places = places_on(day or timezone.localdate())
            links = {name: SourceLink(places[name].name, None) for name in names if name in places}
        elif kind == "county":
            counties = dict(County.objects.filter(code__in=names).values_list("code", "name"))
            links = {name: SourceLink(label, None) for name, label in counties.items()}
        else:
            links = {}
        for name in names:
            found[f"{kind}:{name}"] = links.get(name) or SourceLink(f"{kind} {name[:8]}", None)
    return found


def reason_words(reason: Reason, names: Mapping[str, SourceLink] | None = None) -> str:
    """The sentence of a reason in the reader's language; merged units by their label."""
    values = dict(reason.values)
    if names and values.get("into") in names:
        values["into_label"] = names[values["into"]].label
    return words(reason.code, values)


def part_words(rule: Rule) -> dict[str, str]:
    """What the parts of a union are called in the reader's language."""
    if not isinstance(rule, CountRule):
        return {}
    return {part.name: by_language(part.label) or part.name for part in rule.parts}


# --- records -------------------------------------------------------------------------------------


def indicator_coded(code: str) -> Indicator:
    """Raises `DoesNotExist`."""
    return Indicator.objects.get(code=code)


@dataclass(frozen=True)
class UnitOf:
    """One unit of one figure: what the page of a row is about."""

    indicator: Indicator
    unit: str

    @property
    def is_public(self) -> bool:
        return self.indicator.is_public


def unit_of(code: str, unit: str) -> UnitOf:
    return UnitOf(indicator_coded(code), unit)


def snapshot_known(pk: Any) -> Snapshot:
    """Raises `DoesNotExist`, `ValidationError`."""
    return Snapshot.objects.select_related("indicator", "definition__indicator", "programme", "taken_by").get(
        pk=pk
    )


def snapshots_of(indicator: Indicator, programme: Programme) -> list[Snapshot]:
    """The latest twenty, without their rows."""
    own = indicator.snapshots.filter(programme=programme).select_related("definition")
    return list(own.defer("rows").order_by("-taken_at", "pk")[:20])


def latest_snapshots(programme: Programme) -> list[Snapshot]:
    """The latest hundred of all figures, without their rows."""
    own = Snapshot.objects.filter(programme=programme).select_related("indicator", "definition")
    return list(own.defer("rows").order_by("-taken_at", "pk")[:100])


def draft_of(indicator: Indicator) -> Definition | None:
    return indicator.definitions.filter(state=DefinitionState.DRAFT).select_related("indicator").first()


@dataclass(frozen=True)
class Version:
    """A definition that is or was in force, and what it changed in the rule: (place, before, after)."""

    definition: Definition
    sentence: str
    changes: list[tuple[str, str, str]]


def versions_of(indicator: Indicator) -> list[Version]:
    """Every version that was ever in force, the latest first. One query."""
    rows = list(indicator.definitions.exclude(state=DefinitionState.DRAFT).order_by("version"))
    found = []
    for before, row in zip([None, *rows], rows, strict=False):
        changes = rule_changes(before.rule, row.rule) if before else []
        found.append(Version(row, in_language(row, "sentence"), changes))
    return found[::-1]


def rule_changes(before: Any, after: Any) -> list[tuple[str, str, str]]:
    """Where two rules differ, place by place, as JSON."""
    first, second = dict(_leaves(before)), dict(_leaves(after))
    return [
        (place, first.get(place, "–"), second.get(place, "–"))
        for place in sorted({*first, *second})
        if first.get(place) != second.get(place)
    ]


def _leaves(document: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(document, Mapping):
        for key, value in document.items():
            yield from _leaves(value, f"{place}.{key}" if place else str(key))
    elif isinstance(document, list) and any(isinstance(value, Mapping) for value in document):
        for index, value in enumerate(document):
            yield from _leaves(value, f"{place}[{index}]")
    else:
        yield place, json.dumps(document, ensure_ascii=False)


def facts_behind(row: Row) -> list[Fact]:
    return list(Fact.objects.filter(pk__in=row.facts).order_by("occurred_on", "pk"))


def source_links(facts: Iterable[Fact], request: HttpRequest | None) -> dict[str, SourceLink]:
    """Where the records behind facts may be seen by this viewer. A fixed number of queries for each type."""
    by_type: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        by_type[fact.source_type].add(fact.source_id)
    found: dict[str, SourceLink] = {}
    for source_type, ids in by_type.items():
        resolver = registry.sources.get(source_type)
        if resolver is not None:
            found |= {f"{source_type}:{name}": link for name, link in resolver(request, sorted(ids)).items()}
    return found
