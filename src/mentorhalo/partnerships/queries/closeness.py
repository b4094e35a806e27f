"""How close the parties of one partnership are: as it can be seen, and as each of them says."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from ..choices import Channel
from ..courses import Pair, gap, pairs_of
from ..ladder import Extent, extent
from ..models import Asking, Grading, Level, Member, Observation, Partnership, Scale, ScaleRule
from .partnerships import Seen
from .scales import ladder_of, rule_on

TELLING = 1  # from so many levels on a difference is worth a talk


@dataclass(frozen=True)
class PairNow:
    """What can be seen between two parties on a day, and the facts it is read from."""

    one: Member
    other: Member
    level: Level | None
    proofs: list[Observation]


@dataclass(frozen=True)
class PairThen:
    """What both sides said in a round, beside what could be seen on its day. Nothing is averaged."""

    one: Member
    other: Member
    said: Level | None  # by `one`
    said_back: Level | None  # by `other`
    gap: int | None
    level: Level | None  # as could be seen

    @property
    def differs(self) -> bool:
        return self.gap is not None and self.gap >= TELLING


@dataclass(frozen=True)
class RoundThen:
    grading: Grading
    pairs: list[PairThen]
    comments: list[tuple[Member, Member, str]]
    answered: int
    asked: int
    noted: list[tuple[Member, str]]  # who did not answer by its own link, and how it did


@dataclass(frozen=True)
class Closeness:
    scale: Scale
    rule: ScaleRule
    now: list[PairNow]
    rounds: list[RoundThen] = field(default_factory=list)


def closeness(partnership: Partnership, seen: Seen, scale: Scale, today: date) -> Closeness:
    """Three queries beside those that gave `seen` and `scale`."""
    members = list(partnership.members.all())
    facts = [one for one in seen.rows if one.pk in seen.counting]
    levels = {level.value: level for level in scale.levels.all()}
    rules = list(scale.rules.all())
    day = min(today, partnership.ends_on) if partnership.ends_on else today
    return Closeness(
        scale=scale,
        rule=rule_on(rules, day),
        now=[
            _now(one, other, facts, scale, rules, levels, day) for one, other in _together(_on(members, day))
        ],
        rounds=[_then(one, members, facts, scale, rules, levels) for one in _gradings(partnership, scale)],
    )


def between(facts: Sequence[Observation], one: UUID, other: UUID) -> list[Observation]:
    """Facts that concern both: those that name nobody concern all. Needs `between` at hand."""
    found = []
    for fact in facts:
        named = {member.pk for member in fact.between.all()}
        if not named or {one, other} <= named:
            found.append(fact)
    return found


def _now(
    one: Member,
    other: Member,
    facts: list[Observation],
    scale: Scale,
    rules: list[ScaleRule],
    levels: dict[int, Level],
    day: date,
) -> PairNow:
    shared = between(facts, one.pk, other.pk)
    read = _extent(shared, scale, rules, day)
    return PairNow(one, other, levels.get(read.level), [shared[place] for place in read.proofs])


def _then(
    grading: Grading,
    members: list[Member],
    facts: list[Observation],
    scale: Scale,
    rules: list[ScaleRule],
    levels: dict[int, Level],
) -> RoundThen:
    named = {member.pk: member for member in members}
    said: dict[Pair, int] = {}
    comments = []
    askings: list[Asking] = list(grading.askings.all())
    for asking in askings:
        for perception in asking.perceptions.all():
            said[asking.member_id, perception.about_id] = perception.level
            if perception.comment:
                comments.append((named[asking.member_id], named[perception.about_id], perception.comment))
    asked = [member.pk for member in members if member.pk in {one.member_id for one in askings}]
    pairs = [
        PairThen(
            named[one],
            named[other],
            levels.get(said.get((one, other), -1)),
            levels.get(said.get((other, one), -1)),
            gap(said, (one, other)),
            levels.get(_extent(between(facts, one, other), scale, rules, grading.graded_on).level),
        )
        for one, other in pairs_of(asked)
    ]
    answered = sum(one.answered_at is not None for one in askings)
    noted = [
        (named[one.member_id], one.get_channel_display())
        for one in askings
        if one.answered_at is not None and one.channel != Channel.LINK and one.member_id in named
    ]
    return RoundThen(grading, pairs, comments, answered, len(askings), noted)


def _extent(facts: list[Observation], scale: Scale, rules: list[ScaleRule], day: date) -> Extent:
    ladder = ladder_of(scale, rule_on(rules, day))
    return extent(ladder, [(fact.occurred_on, str(fact.kind)) for fact in facts], day)


def _gradings(partnership: Partnership, scale: Scale) -> list[Grading]:
    rows = Grading.objects.filter(partnership=partnership, scale=scale)
    return list(rows.prefetch_related("askings__perceptions").order_by("-graded_on", "pk"))


def _on(members: list[Member], day: date) -> list[Member]:
    return [one for one in members if one.joined_on <= day and (one.left_on is None or one.left_on >= day)]


def _together(members: list[Member]) -> list[tuple[Member, Member]]:
    named = {one.pk: one for one in members}
    return [(named[one], named[other]) for one, other in pairs_of(list(named))]
