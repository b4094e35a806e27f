"""What became of a partnership by its parties' own words. Plain Python on rows: no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from .choices import Course

type Pair = tuple[UUID, UUID]  # who says it, of whom


@dataclass(frozen=True, slots=True)
class Round:
    """One grading: its day, its scale, what each said of each."""

    id: UUID
    graded_on: date
    scale: str
    occasion: str
    said: Mapping[Pair, int]

    @property
    def pairs(self) -> set[Pair]:
        """Pairs of which both sides have spoken, each once."""
        return {(one, other) for one, other in self.said if one < other and (other, one) in self.said}

    @property
    def counts(self) -> bool:
        """Two sides at least have spoken of each other."""
        return bool(self.pairs)


@dataclass(frozen=True, slots=True)
class Told:
    """A round as the journal tells of it: days since the first of its scale, until when it stands, what became of it."""

    round: Round
    days: int
    until: date | None
    course: Course


def told(rounds: Iterable[Round]) -> list[Told]:
    """Rounds that count, by day, each compared with the first one of its scale; it stands until the day before the next."""
    ordered = sorted((one for one in rounds if one.counts), key=lambda one: (one.graded_on, one.id))
    found = []
    firsts: dict[str, Round] = {}
    for place, one in enumerate(ordered):
        first = firsts.setdefault(one.scale, one)
        later = ordered[place + 1].graded_on if place + 1 < len(ordered) else None
        until = date.fromordinal(later.toordinal() - 1) if later else None
        found.append(Told(one, (one.graded_on - first.graded_on).days, until, course(first, one)))
    return found


def course(first: Round, now: Round) -> Course:
    """Risen: at least one pair says more by both sides, and nobody says less. Fallen the other way round. Never an average."""
    if first.id == now.id:
        return Course.FIRST
    steps = [
        (_step(first, now, (one, other)), _step(first, now, (other, one)))
        for one, other in first.pairs & now.pairs
    ]
    changes = [change for pair in steps for change in pair]
    if not changes or not any(changes):
        return Course.SAME
    if any(min(pair) > 0 for pair in steps) and min(changes) >= 0:
        return Course.RISEN
    if any(max(pair) < 0 for pair in steps) and max(changes) <= 0:
        return Course.FALLEN
    return Course.MIXED


def gap(said: Mapping[Pair, int], pair: Pair) -> int | None:
    """By how many levels the two sides differ; None while one of them has not spoken."""
    one, other = said.get(pair), said.get((pair[1], pair[0]))
    return None if one is None or other is None else abs(one - other)


def pairs_of(members: Sequence[UUID]) -> list[Pair]:
    """Every two of them, in their order."""
    return [(one, other) for place, one in enumerate(members) for other in members[place + 1 :]]


def _step(first: Round, now: Round, pair: Pair) -> int:
    return now.said[pair] - first.said[pair]
