"""What the journal says of partnerships: pure functions of the record."""

from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any

from mentorhalo.core.paging import AT_ONCE, in_pages
from mentorhalo.evidence.actions import FactDraft
from mentorhalo.territory.queries import county_of

from .courses import Round, told
from .models import Member, Observation, Partnership
from .queries.gradings import rounds_of

PARTNERSHIP_SOURCE = "partnerships.partnership"
MEMBER_SOURCE = "partnerships.member"
OBSERVATION_SOURCE = "partnerships.observation"
GRADING_SOURCE = "partnerships.grading"


def facts_of_partnership(partnership: Partnership, programme: str) -> list[FactDraft]:
    """`partnership.opened` over its whole time; `state` says who brought the parties together."""
    return [
        FactDraft(
            kind="partnership.opened",
            occurred_on=partnership.starts_on,
            until_on=partnership.ends_on,
            **about(partnership, programme),
        )
    ]


def facts_of_member(member: Member, partnership: Partnership, programme: str) -> list[FactDraft]:
    """`partnership.joined` of the party, as long as it belongs to the partnership."""
    said = about(partnership, programme) | {"subject": member.reference}
    ends = [day for day in (member.left_on, partnership.ends_on) if day is not None]
    return [
        FactDraft(
            kind="partnership.joined",
            occurred_on=member.joined_on,
            until_on=max(min(ends), member.joined_on) if ends else None,
            context=partnership.reference,
            **said,
        )
    ]


def facts_of_observation(
    observation: Observation, partnership: Partnership, programme: str, *, counts: bool
) -> list[FactDraft]:
    """`partnership.observed` on its day; nothing once it is withdrawn or its log entry does not count."""
    if not counts:
        return []
    said = about(partnership, programme)
    return [
        FactDraft(
            kind="partnership.observed",
            occurred_on=observation.occurred_on,
            form=str(observation.kind),
            context=f"activity:{observation.activity_id}" if observation.activity_id else "",
            **said,
        )
    ]


def facts_of_rounds(
    partnership: Partnership, programme: str, rounds: Iterable[Round]
) -> dict[str, list[FactDraft]]:
    """By round: `partnership.graded` with the days since the first, `partnership.standing` until the next, how it went.

    A round counts once two sides have spoken of each other; before, it says nothing.
    """
    rows = list(rounds)
    facts: dict[str, list[FactDraft]] = {str(one.id): [] for one in rows}
    shared = about(partnership, programme)
    for one in told(rows):
        said = {**shared, "attributes": {"scale": one.round.scale}, "occurred_on": one.round.graded_on}
        facts[str(one.round.id)] = [
            FactDraft(kind="partnership.graded", form=str(one.round.occasion), quantity=one.days, **said),
            FactDraft(kind="partnership.standing", form=str(one.course), until_on=one.until, **said),
        ]
    return facts


def about(partnership: Partnership, programme: str) -> dict[str, Any]:
    """What every fact of a partnership shares."""
    return {
        "programme": programme,
        "subject": partnership.reference,
        "subject_class": str(partnership.field),
        "who": f"mentor:{partnership.mentor_id}" if partnership.mentor_id else "",
        "group": f"group:{partnership.group_id}" if partnership.group_id else "",
        "home": partnership.settlement_id,
        "county": county_of(partnership.settlement_id, partnership.starts_on),
        "state": str(partnership.initiative),
    }


def all_partnerships() -> Iterator[tuple[str, list[FactDraft]]]:
    """For reconciliation. Two queries for each five hundred."""
    for partnership in in_pages(Partnership.objects.select_related("programme")):
        yield str(partnership.pk), facts_of_partnership(partnership, partnership.programme.code)


def all_members() -> Iterator[tuple[str, list[FactDraft]]]:
    """For reconciliation. One query for each five hundred."""
    for one in in_pages(Member.objects.select_related("partnership__programme")):
        yield str(one.pk), facts_of_member(one, one.partnership, one.partnership.programme.code)


def all_observations() -> Iterator[tuple[str, list[FactDraft]]]:
    """For reconciliation. One query for each five hundred beside one for those that count."""
    counting = set(Observation.objects.counting().values_list("pk", flat=True))
    rows = Observation.objects.select_related("partnership__programme")
    for one in in_pages(rows):
        partnership = one.partnership
        yield (
            str(one.pk),
            facts_of_observation(one, partnership, partnership.programme.code, counts=one.pk in counting),
        )


def all_gradings() -> Iterator[tuple[str, list[FactDraft]]]:
    """For reconciliation. Three queries for each five hundred partnerships."""
    for batch in batched(in_pages(Partnership.objects.select_related("programme")), AT_ONCE):
        rounds = rounds_of([one.pk for one in batch])
        for partnership in batch:
            said = facts_of_rounds(partnership, partnership.programme.code, rounds[partnership.pk])
            yield from said.items()
