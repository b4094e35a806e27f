"""The difference of two runs of a figure, row by row, each with its cause."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import batched
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from mentorhalo.core.registry import SourceLink
from mentorhalo.evidence.models import Fact, IdentityLink, IdentityUnlink
from mentorhalo.evidence.queries import identities
from mentorhalo.programmes.models import Programme

from .counting import Counting
from .freezing import content_of, digest_of
from .language import QuantityRule, RatioRule, Rule, unit_type, with_overrides
from .models import Definition, Snapshot
from .queries import Asked, asked_for, book_of, farthest_day, kinds_of, programme_named, scope_of, uses_of
from .reasons import cause_words
from .scope import Scope

AT_ONCE = 300
SNAPSHOT = re.compile(r"^[0-9a-f]{8}[0-9a-f-]{0,28}$")


class UnknownRun(LookupError):
    """Neither a snapshot nor FIGURE@DAY[@MOMENT]."""


class NotComparable(ValueError):
    """Two different figures, or a ratio, have no rows in common."""


@dataclass(frozen=True)
class Run:
    """A figure as computed once: by a rule, for a scope; frozen, if it was a snapshot."""

    name: str
    asked: Asked
    scope: Scope
    snapshot: Snapshot | None = None

    def counted(self) -> set[str]:
        if self.snapshot is not None:
            return {row["unit"] for row in self.snapshot.rows["counted"]}
        return counted_by(self.scope, self.asked)


@dataclass(frozen=True)
class Cause:
    """Why a unit came or went."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    facts: list[int] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Change:
    unit: str
    gained: bool
    causes: list[Cause]


@dataclass(frozen=True)
class Difference:
    first: Run
    second: Run
    first_value: int
    second_value: int
    changes: list[Change]


@dataclass(frozen=True)
class Check:
    """What became of a snapshot: whether it is untouched, and whether counting again gives the same rows."""

    is_untouched: bool
    is_reproduced: bool
    gained: list[str]
    lost: list[str]


# --- runs ----------------------------------------------------------------------------------------


def counted_by(scope: Scope, asked: Asked) -> set[str]:
    return Counting(scope, asked.book).units(asked.rule)


def run_named(text: str, *, programme: Programme | None = None) -> Run:
    """A snapshot by its id (or its first eight letters), or FIGURE@DAY or FIGURE@DAY@MOMENT. Raises `UnknownRun`."""
    if SNAPSHOT.match(text):
        found = list(
            Snapshot.objects.select_related("indicator", "definition__indicator", "programme").filter(
                pk__gte=_filled(text, "0"), pk__lte=_filled(text, "f")
            )[:2]
        )
        if len(found) == 1:
            return run_of(found[0])
    code, at, rest = text.partition("@")
    if not at:
        raise UnknownRun(text)
    day_text, _at, moment_text = rest.partition("@")
    try:
        day = parse_date(day_text)
        moment = moment_of(moment_text) if moment_text else None
    except ValueError:
        day = None
    if day is None or day > farthest_day():
        raise UnknownRun(text)
    asked = asked_for(code)
    scope = scope_of(programme or programme_named(None), as_of=day, known_at=moment or timezone.now())
    return Run(name=text, asked=asked, scope=scope)


def _filled(prefix: str, letter: str) -> str:
    plain = prefix.replace("-", "")
    return plain + letter * (32 - len(plain))


def moment_of(text: str) -> datetime:
    """A moment as typed: with a time zone, or in ours; a bare day means its end. Raises ValueError."""
    day = parse_date(text) if len(text) <= 10 else None
    if day is not None:
        return timezone.make_aware(datetime(day.year, day.month, day.day, 23, 59, 59, 999999))  # noqa: DTZ001
    moment = parse_datetime(text)
    if moment is None:
        raise ValueError(text)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def run_of(snapshot: Snapshot) -> Run:
    """The run a snapshot froze. Needs `indicator`, `definition` and `programme` at hand."""
    programme = snapshot.programme or programme_named(None)
    return Run(
        name=str(snapshot.pk)[:8],
        asked=asked_by(snapshot),
        scope=scope_of(
            programme,
            as_of=snapshot.as_of,
            known_at=snapshot.known_at,
            **_filters(snapshot.filters),
        ),
        snapshot=snapshot,
    )


def _filters(filters: Mapping[str, str]) -> dict[str, Any]:
    given: dict[str, Any] = dict(filters)
    if "since" in given:
        given["since"] = date.fromisoformat(given["since"])
    return given


def asked_by(snapshot: Snapshot) -> Asked:
    """The rule as it was: its own frozen version, and those of the figures it stood on."""
    wanted = Q(pk=snapshot.definition_id)
    for code, version in snapshot.uses.items():
        wanted |= Q(indicator__code=code, version=version)
    definitions = {
        row.indicator.code: row for row in Definition.objects.filter(wanted).select_related("indicator")
    }
    book = book_of(definitions)
    code = snapshot.indicator.code
    return Asked(
        indicator=snapshot.indicator,
        definition=definitions[code],
        rule=with_overrides(book.rules[code], snapshot.overrides),
        book=book,
        overrides=snapshot.overrides,
    )


def check(snapshot: Snapshot) -> Check:
    """Hash the frozen rows again, and count again by the frozen rule, day and moment."""
    run = run_of(snapshot)
    frozen = run.counted()
    again = counted_by(run.scope, run.asked) if not isinstance(run.asked.rule, RatioRule) else frozen
    return Check(
        is_untouched=digest_of(content_of(snapshot)) == snapshot.digest,
        is_reproduced=frozen == again,
        gained=sorted(again - frozen),
        lost=sorted(frozen - again),
    )


# --- differences ---------------------------------------------------------------------------------


def difference(first: Run, second: Run) -> Difference:
    """Go from the first run to the second in steps - rule, filters, day, knowledge - and see where each unit turns."""
    if first.asked.indicator.pk != second.asked.indicator.pk:
        raise NotComparable(_("The two runs are of different figures."))
    if isinstance(first.asked.rule, RatioRule) or isinstance(second.asked.rule, RatioRule):
        raise NotComparable(_("A ratio has no rows of its own; compare its two figures."))
    if isinstance(first.asked.rule, QuantityRule) or isinstance(second.asked.rule, QuantityRule):
        raise NotComparable(_("A sum or median has the rows of the figure it is taken of; compare that one."))
    before, after = first.counted(), second.counted()
    turned: dict[str, Cause] = {}
    standing = before
    for scope, asked, cause in _steps(first, second):
        now = counted_by(scope, asked)
        for unit in standing ^ now:
            turned[unit] = cause
        standing = now
    for unit in standing ^ after:
        turned[unit] = Cause("backdated")
    gained, lost = after - before, before - after
    known = _causes_in_journal(
        [unit for unit in gained | lost if turned[unit].code in ("journal", "backdated")], first, second
    )
    changes = [
        Change(
            unit=unit,
            gained=unit in gained,
            causes=known.get(unit)
            or [turned[unit] if turned[unit].code != "journal" else Cause("restriction")],
        )
        for unit in sorted(gained | lost)
    ]
    return Difference(first, second, len(before), len(after), changes)


def _steps(first: Run, second: Run) -> Iterator[tuple[Scope, Asked, Cause]]:
    scope = first.scope
    if first.snapshot is not None:
        yield scope, first.asked, Cause("backdated")
    if rule_cause := _rule_cause(first.asked, second.asked):
        yield scope, second.asked, rule_cause
    asked = second.asked
    if scope.filters != second.scope.filters or scope.programme != second.scope.programme:
        scope = replace(second.scope, as_of=scope.as_of, known_at=scope.known_at)
        yield scope, asked, Cause("filters", {"before": first.scope.filters, "after": second.scope.filters})
    if scope.as_of != second.scope.as_of:
        values = {"before": scope.as_of.isoformat(), "after": second.scope.as_of.isoformat()}
        scope = replace(scope, as_of=second.scope.as_of)
        yield scope, asked, Cause("as_of", values)
    if scope.known_at != second.scope.known_at:
        scope = replace(scope, known_at=second.scope.known_at)
        yield scope, asked, Cause("journal")


def _rule_cause(first: Asked, second: Asked) -> Cause | None:
    if first.rule == second.rule and _standing_on(first) == _standing_on(second):
        return None
    if first.definition.version != second.definition.version:
        return Cause("rule", {"before": first.definition.version, "after": second.definition.version})
    return Cause("parameters")


def _standing_on(asked: Asked) -> list[tuple[str, Rule]]:
    return [(code, asked.book.rules[code]) for code in uses_of(asked.rule, asked.book)]


# --- what the journal says -----------------------------------------------------------------------


def _causes_in_journal(units: Iterable[str], first: Run, second: Run) -> dict[str, list[Cause]]:
    """For each unit, what was entered, approved, corrected, withdrawn or merged between the two moments of knowing."""
    since, until = sorted([_moment(first.scope), _moment(second.scope)])
    kinds = kinds_of(first.asked.rule, first.asked.book) | kinds_of(second.asked.rule, second.asked.book)
    wanted = sorted(units)
    if not wanted:
        return {}
    aliases: dict[str, str] = {unit: unit for unit in wanted}
    is_subject = unit_type(second.asked.rule.unit) == "subject"
    causes: dict[str, list[Cause]] = defaultdict(list)
    if is_subject:
        for known in (identities(since), identities(until)):
            for gone, into in known.survivors.items():
                if into in aliases:
                    aliases[gone] = aliases[into]
        for unit, cause in _merges(since, until):
            if unit in aliases:
                causes[aliases[unit]].append(cause)
    for unit, cause in _entries(aliases, second.asked.rule.unit, kinds, since, until, first.scope.as_of):
        causes[unit].append(cause)
    return {unit: _united(causes[unit]) for unit in wanted if causes[unit]}


def _united(causes: list[Cause]) -> list[Cause]:
    """One cause of each kind, with the facts of all."""
    found: dict[str, Cause] = {}
    for cause in causes:
        first = found.get(cause.code)
        found[cause.code] = (
            replace(first, facts=[*first.facts, *cause.facts], sources=[*first.sources, *cause.sources])
            if first
            else cause
        )
    return list(found.values())


def _moment(scope: Scope) -> datetime:
    return scope.known_at or timezone.now()


def _merges(since: datetime, until: datetime) -> Iterator[tuple[str, Cause]]:
    between = {"recorded_at__gt": since, "recorded_at__lte": until}
    for link in IdentityLink.objects.filter(**between):
        source = [f"{link.source_type}:{link.source_id}"]
        yield link.absorbed, Cause("merge", {"into": link.survivor}, sources=source)
        yield link.survivor, Cause("merge", {"from": link.absorbed}, sources=source)
    for undone in IdentityUnlink.objects.filter(**between).select_related("link"):
        source = [f"{undone.link.source_type}:{undone.link.source_id}"]
        yield undone.link.absorbed, Cause("undo", {"into": undone.link.survivor}, sources=source)
        yield undone.link.survivor, Cause("undo", {"from": undone.link.absorbed}, sources=source)


def _entries(
    aliases: Mapping[str, str],
    unit: str,
    kinds: set[str],
    since: datetime,
    until: datetime,
    as_of: date,
) -> Iterator[tuple[str, Cause]]:
    columns, prefix = _unit_columns(unit)
    raw = sorted(alias.removeprefix(prefix) for alias in aliases)
    moved = Q(recorded_at__gt=since, recorded_at__lte=until) | Q(
        void__recorded_at__gt=since, void__recorded_at__lte=until
    )
    by_source: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for column in columns:
        for some in batched(raw, AT_ONCE):
            facts = Fact.objects.filter(moved, kind__in=kinds, **{f"{column}__in": some}).order_by("pk")
            for fact in facts.values(
                "pk", "state", "occurred_on", "source_type", "source_id", "recorded_at", column,
                voided_at=F("void__recorded_at"), why=F("void__reason"),
            ):  # fmt: skip
                owner = aliases[prefix + fact[column]]
                by_source[owner, f"{fact['source_type']}:{fact['source_id']}"].append(fact)
    for (owner, source), facts_of_source in by_source.items():
        cause = _entry_cause(facts_of_source, source, since, until, as_of)
        if cause is not None:
            yield owner, cause


def _unit_columns(unit: str) -> tuple[tuple[str, ...], str]:
    if unit_type(unit) == "settlement":
        return ("place", "home"), "settlement:"
    return (unit,), "county:" if unit == "county" else ""


def _entry_cause(
    facts: list[dict[str, Any]], source: str, since: datetime, until: datetime, as_of: date
) -> Cause | None:
    added = {
        fact["pk"]: fact
        for fact in facts
        if fact["recorded_at"] > since and not (fact["voided_at"] and fact["voided_at"] <= until)
    }
    gone = {
        fact["pk"]: fact
        for fact in facts
        if fact["recorded_at"] <= since and fact["voided_at"] and fact["voided_at"] <= until
    }
    if not added and not gone:
        return None
    ids = sorted({*added, *gone})
    if added and gone:
        approved = any(fact["state"] == "approved" for fact in added.values()) and any(
            fact["state"] == "submitted" for fact in gone.values()
        )
        return Cause("approval" if approved else "correction", facts=ids, sources=[source])
    if gone:
        return Cause("withdrawn", {"reason": next(iter(gone.values()))["why"]}, ids, [source])
    days = [fact["occurred_on"] for fact in added.values()]
    is_late = min(days) <= as_of
    return Cause("late" if is_late else "new", {"day": min(days).isoformat()}, ids, [source])


def cause_sentence(cause: Cause, names: Mapping[str, SourceLink] | None = None) -> str:
    """The sentence of a cause in the reader's language, other units by their label."""
    values = dict(cause.values)
    for key in ("into", "from"):
        if names and values.get(key) in names:
            values[f"{key}_label"] = names[values[key]].label
    return cause_words(cause.code, values)
