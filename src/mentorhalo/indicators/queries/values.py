"""Values of figures, over time and space, and their rows; kept until the journal grows."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from mentorhalo.programmes.models import Programme
from mentorhalo.territory.models import County

from .. import explaining, timeline
from ..counting import EVIDENCE, Counting
from ..freshness import Freshness, Kept, freshness
from ..language import CountRule, QuantityRule, RatioRule, kinds_used, parameters_of
from ..scope import Figure, Scope
from .definitions import Asked, ask, asked_for, found_code, in_language, kinds_of, published, uses_of
from .scopes import programme_named, scope_of

DAYS_KEPT = 400


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
    asked = asked_for(code, overrides)
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
    """All figures in force (or those named), for the same day, moment and filters. Kept until an entry touches them."""
    definitions = published()
    chosen = [found_code(code, definitions) for code in codes] if codes is not None else list(definitions)
    if only_public:
        chosen = [code for code in chosen if definitions[code].indicator.is_public]
    scope = scope_of(programme or programme_named(None), **asked_for)
    fresh = freshness()
    shared: Counting | None = None
    answers = []
    for code in chosen:
        each = ask(code, None, definitions)
        key, kinds = _figure_key(each, scope, verified=verified), _kinds(each)
        answer = fresh.recall(key, kinds, scope.as_of)
        if answer is None:
            shared = shared or Counting(scope, each.book)
            answer = _answer(shared, each, verified=verified)
            fresh.keep(key, answer)
        answers.append(_shown(answer, each, scope))
    return answers


def figure_in(asked: Asked, scope: Scope, *, verified: bool = False) -> Figure:
    fresh = freshness()
    key = _figure_key(asked, scope, verified=verified)
    answer = fresh.recall(key, _kinds(asked), scope.as_of)
    if answer is None:
        answer = _answer(Counting(scope, asked.book), asked, verified=verified)
        fresh.keep(key, answer)
    return _shown(answer, asked, scope)


def _kinds(asked: Asked) -> set[str]:
    """Kinds of fact an answer may depend on."""
    return {EVIDENCE, *kinds_used(asked.rule), *kinds_of(asked.rule, asked.book)}


def _answer(counting: Counting, asked: Asked, *, verified: bool) -> dict[str, Any]:
    """Value and details, without words: what the cache keeps."""
    rule = asked.rule
    details: dict[str, Any] = {}
    units: set[str] = set()
    if isinstance(rule, RatioRule):
        numerator, denominator = counting.ratio(rule)
        value: float | int | None = numerator / denominator if denominator else None
        details |= {"numerator": numerator, "denominator": denominator}
    elif isinstance(rule, QuantityRule):
        value = counting.value(rule)
        units = counting.units(rule)
        details["of"] = len(units)
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


def _figure_key(asked: Asked, scope: Scope, *, verified: bool) -> str:
    return _key("figure", asked, scope, "verified" if verified else "")


def _key(what: str, asked: Asked, scope: Scope, *more: Any) -> str:
    said = [
        what,
        asked.definition.rule,
        str(asked.definition.pk),
        asked.definition.version,
        {name: str(value) for name, value in sorted(asked.overrides.items())},
        uses_of(asked.rule, asked.book),
        {name: str(value) for name, value in asdict(scope).items()},
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
    """The figure on each of the days, computed in one pass and kept until an entry touches it."""
    asked = asked_for(code, overrides)
    return _series(asked, programme, days, known_at, filters, freshness())


def all_series(
    codes: Iterable[str], programme: Programme, days: Sequence[date]
) -> dict[str, list[tuple[date, float | int | None]]]:
    """`series` for many figures: the definitions and the head of the journal are asked once."""
    definitions = published()
    fresh = freshness()
    return {code: _series(ask(code, None, definitions), programme, days, None, {}, fresh) for code in codes}


def _series(
    asked: Asked,
    programme: Programme,
    days: Sequence[date],
    known_at: datetime | None,
    filters: Mapping[str, str],
    fresh: Freshness,
) -> list[tuple[date, float | int | None]]:
    ordered = sorted(days)
    if not ordered:
        return []
    scope = scope_of(programme, as_of=ordered[-1], known_at=known_at, **filters)  # type: ignore[arg-type]
    key = _key("series", asked, scope.on(scope.starts_on))
    values = _days_kept(key, asked, fresh)
    kept_days = set(values)
    for day in [day for day in ordered if day not in values][-1:]:  # most often asked for by itself before
        answer = fresh.recall(_figure_key(asked, scope.on(day), verified=False), _kinds(asked), day)
        if answer is not None:
            values[day] = answer["value"]
    missing = [day for day in ordered if day not in values]
    if missing:
        counting = Counting(scope, asked.book)
        values |= zip(missing, timeline.series(counting, asked.rule, missing), strict=True)
    if values.keys() != kept_days:
        fresh.keep(key, values if len(values) <= DAYS_KEPT else {day: values[day] for day in ordered})
    return [(day, values[day]) for day in ordered]


def _days_kept(key: str, asked: Asked, fresh: Freshness) -> dict[date, float | int | None]:
    """The kept values of those days that nothing touched since: a new entry leaves the months before it as they were."""
    kept = cache.get(key)
    if not isinstance(kept, Kept):
        return {}
    touched = fresh.touched_from(kept.head, _kinds(asked))
    if touched is None and kept.head != fresh.head:
        fresh.keep(key, kept.answer)
    values: dict[date, float | int | None] = kept.answer
    return values if touched is None else {day: value for day, value in values.items() if day < touched}


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
    asked = asked_for(code, overrides)
    scope = scope_of(programme, as_of=as_of, known_at=known_at)
    fresh = freshness()
    key = _key("by", asked, scope, dimension)
    found = fresh.recall(key, _kinds(asked), scope.as_of)
    if found is None:
        found = Counting(scope, asked.book).by(asked.rule, dimension)
        fresh.keep(key, found)
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


def county_table(
    codes: Sequence[str], *, programme: Programme, as_of: date | None = None
) -> dict[str, dict[str, int]]:
    """Several figures by county at once: {figure: {county code: value}}. As many queries as one, once they are known."""
    definitions = published()
    scope = scope_of(programme, as_of=as_of)
    fresh = freshness()
    table = {}
    for code in codes:
        asked = ask(code, None, definitions)
        key = _key("by", asked, scope, "county")
        found = fresh.recall(key, _kinds(asked), scope.as_of)
        if found is None:
            found = Counting(scope, asked.book).by(asked.rule, "county")
            fresh.keep(key, found)
        table[code] = dict(found)
    return table


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
    asked = asked_for(code, overrides)
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
    fresh = freshness()
    key = _key("rows", asked, scope)
    kept = fresh.recall(key, _kinds(asked), scope.as_of)
    if kept is None:
        counting = Counting(scope, asked.book)
        kept = (
            explaining.rows_of(counting, asked.rule),
            _answer(counting, asked, verified=False),
        )
        fresh.keep(key, kept)
    (counted, excluded), answer = kept
    shown = _shown(answer, asked, scope)
    details = dict(shown.details)
    known = [row for row in counted if row.is_verified is not None]
    if known:
        details["verified"] = sum(bool(row.is_verified) for row in known)
        details["claimed"] = len(known) - details["verified"]
    return replace(shown, counted=counted, excluded=excluded, details=details)
