"""Reading a level from dated facts by a published rule. Plain Python: no database, no Django models.

A rule is JSON: `{"within_days": 365, "levels": [{"level": 1, "all": [{"kinds": ["meeting", "event"], "at_least": 2}]}, …]}`. The extent on a
day is the highest level all of whose conditions hold; 0 where none does. A condition: at least so many facts (`at_least`, 1) of these
`kinds`, of at least so many `different` kinds (1), within the last `within_days` (of the rule; `null`: ever).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from .choices import Observed

KINDS = frozenset(Observed.values)


class LadderRefused(ValueError):
    """The rule cannot be read; the message says where."""


@dataclass(frozen=True, slots=True)
class Condition:
    kinds: frozenset[str]
    at_least: int = 1
    different: int = 1
    within_days: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    level: int
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps from the highest down."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Extent:
    """A level on a day and the facts (their places in what was given) by which it holds."""

    level: int
    proofs: tuple[int, ...] = ()


def read_ladder(document: Any, levels: Iterable[int]) -> Ladder:
    """Strictly: every word is known, every level but 0 is of the scale. Raises `LadderRefused`."""
    known = set(levels)
    if not isinstance(document, Mapping) or set(document) - {"within_days", "levels"}:
        raise LadderRefused(_("A rule is a JSON object with “within_days” and “levels”."))
    within = _days(document.get("within_days"))
    rows = document.get("levels")
    if not isinstance(rows, list) or not rows:
        raise LadderRefused(_("“levels” is a list of at least one level."))
    steps: dict[int, Step] = {}
    for row in rows:
        if not isinstance(row, Mapping) or set(row) != {"level", "all"}:
            raise LadderRefused(_("Each level has a “level” and “all” its conditions."))
        level = row["level"]
        if level not in known or level == 0 or level in steps:
            raise LadderRefused(_("Level %(level)s is not of the scale, or stands twice.") % {"level": level})
        if not isinstance(row["all"], list) or not row["all"]:
            raise LadderRefused(_("Level %(level)s has no condition.") % {"level": level})
        steps[level] = Step(level, tuple(_condition(one, within) for one in row["all"]))
    return Ladder(tuple(steps[level] for level in sorted(steps, reverse=True)))


def extent(ladder: Ladder, facts: Sequence[tuple[date, str]], day: date) -> Extent:
    """Facts (day, kind) in any order; those after the day say nothing of it."""
    for step in ladder.steps:
        proofs: set[int] = set()
        for condition in step.conditions:
            found = [
                place
                for place, (on, kind) in enumerate(facts)
                if kind in condition.kinds and on <= day and _is_within(on, day, condition.within_days)
            ]
            if (
                len(found) < condition.at_least
                or len({facts[place][1] for place in found}) < condition.different
            ):
                break
            proofs.update(found)
        else:
            return Extent(step.level, tuple(sorted(proofs)))
    return Extent(0)


def levels_over(ladder: Ladder, facts: Sequence[tuple[date, str]], days: Sequence[date]) -> list[int]:
    """The level on each day, as `extent` says, in one go for many days."""
    by_kind: dict[str, list[int]] = {}
    for on, kind in sorted(facts):
        by_kind.setdefault(kind, []).append(on.toordinal())
    return [_level(ladder, by_kind, day.toordinal()) for day in days]


def _level(ladder: Ladder, by_kind: Mapping[str, list[int]], day: int) -> int:
    for step in ladder.steps:
        for condition in step.conditions:
            first = 0 if condition.within_days is None else day - condition.within_days + 1
            count = different = 0
            for kind, on in by_kind.items():
                if kind in condition.kinds:
                    here = bisect_right(on, day) - bisect_left(on, first)
                    count += here
                    different += here > 0
            if count < condition.at_least or different < condition.different:
                break
        else:
            return step.level
    return 0


def _is_within(on: date, day: date, days: int | None) -> bool:
    return days is None or (day - on).days < days


def _condition(document: Any, within: int | None) -> Condition:
    if not isinstance(document, Mapping) or set(document) - {"kinds", "at_least", "different", "within_days"}:
        raise LadderRefused(
            _("A condition says “kinds”, and may say “at_least”, “different”, “within_days”.")
        )
    kinds = document.get("kinds")
    if not isinstance(kinds, list) or not kinds or not KINDS.issuperset(map(str, kinds)):
        raise LadderRefused(_("“kinds” are of these: %(kinds)s.") % {"kinds": ", ".join(sorted(KINDS))})
    return Condition(
        kinds=frozenset(kinds),
        at_least=_whole(document.get("at_least", 1)),
        different=_whole(document.get("different", 1)),
        within_days=_days(document["within_days"]) if "within_days" in document else within,
    )


def _days(value: Any) -> int | None:
    return None if value is None else _whole(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 100_000:
        raise LadderRefused(_("“%(value)s” is no whole number from 1.") % {"value": value})
    return value
