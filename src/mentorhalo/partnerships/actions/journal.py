"""Let the journal say what the records say now. Repeating it is harmless."""

from collections.abc import Collection
from datetime import datetime

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.evidence.actions import sync, sync_many

from ..choices import SEARCH_KIND
from ..facts import (
    GRADING_SOURCE,
    MEMBER_SOURCE,
    OBSERVATION_SOURCE,
    PARTNERSHIP_SOURCE,
    facts_of_member,
    facts_of_observation,
    facts_of_partnership,
    facts_of_rounds,
)
from ..models import Member, Observation, Partnership
from ..queries.gradings import rounds_of


def tell(partnership: Partnership, *, by: User | None, at: datetime) -> None:
    """Of it and of the parties that belong or belonged to it; the search hears of it, too. One query beside the journal's, with `programme` at hand."""
    search.changed(SEARCH_KIND, [partnership.pk])
    programme = partnership.programme.code
    sync(PARTNERSHIP_SOURCE, partnership.pk, facts_of_partnership(partnership, programme), by=by, at=at)
    members = Member.objects.filter(partnership=partnership).order_by("pk")
    pairs = [(str(one.pk), facts_of_member(one, partnership, programme)) for one in members]
    sync_many(MEMBER_SOURCE, pairs, by=by, at=at)


def tell_observations(
    observations: Collection[Observation], *, by: User | None, at: datetime, reason: str = "correction"
) -> None:
    """Two queries besides the journal's, however many; each with its partnership and programme at hand."""
    counting = set(
        Observation.objects.counting()
        .filter(pk__in=[one.pk for one in observations])
        .values_list("pk", flat=True)
    )
    pairs = [
        (
            str(one.pk),
            facts_of_observation(
                one, one.partnership, one.partnership.programme.code, counts=one.pk in counting
            ),
        )
        for one in observations
    ]
    sync_many(OBSERVATION_SOURCE, pairs, by=by, at=at, reason=reason)


def tell_gradings(
    partnership: Partnership, *, by: User | None, at: datetime, reason: str = "answers"
) -> None:
    """All rounds of the partnership: what one says bears on the others. Two queries beside the journal's."""
    rounds = rounds_of([partnership.pk])[partnership.pk]
    facts = facts_of_rounds(partnership, partnership.programme.code, rounds)
    sync_many(GRADING_SOURCE, facts.items(), by=by, at=at, reason=reason)


def tell_all_of(partnership: Partnership, *, by: User | None, at: datetime, reason: str) -> None:
    """The partnership, everything seen and said of it: what they share has changed."""
    tell(partnership, by=by, at=at)
    rows = Observation.objects.filter(partnership=partnership).select_related("partnership__programme")
    tell_observations(list(rows), by=by, at=at, reason=reason)
    tell_gradings(partnership, by=by, at=at, reason=reason)
