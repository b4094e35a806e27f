"""Partnerships of earlier years, written down at once: all or none, by the same facts as one by one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.core.rows import insert_rows, whole
from mentorhalo.evidence.actions import sync_many
from mentorhalo.network.models import Mandate, Mentor
from mentorhalo.partners.models import Community, Organisation
from mentorhalo.programmes.models import Programme

from ..choices import ANSWER_WITHIN, SEARCH_KIND
from ..courses import Round
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
from ..models import Asking, Grading, Member, Observation, Partnership, Perception
from ..queries.scales import default_scale


@dataclass(frozen=True, kw_only=True)
class TakenObservation:
    """A fact of its day, or a log entry with its day."""

    kind: str
    occurred_on: date
    words: str = ""
    activity: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class TakenRound:
    """What each party, by place, said of each other one; who is not there has not answered."""

    occasion: str
    graded_on: date
    asked_at: datetime
    answered_at: datetime
    said: dict[tuple[int, int], int]
    answered_by: str = ""


@dataclass(frozen=True, kw_only=True)
class TakenPartnership:
    """A partnership with all that is known of it."""

    id: UUID
    title: str
    purpose: str
    field: str
    initiative: str
    settlement: str
    starts_on: date
    mentor: Mentor | None
    parties: Sequence[Organisation | Community]
    written_at: datetime
    ends_on: date | None = None
    end_reason: str = ""
    observations: Sequence[TakenObservation] = ()
    rounds: Sequence[TakenRound] = ()


@transaction.atomic
def enter_partnerships(*, partnerships: Sequence[TakenPartnership], programme: Programme, by: User) -> None:
    """Write those that are not there yet, with their facts. Some twenty queries for each thousand beside the journal's."""
    writer = _Writer(programme, by)
    for taken in partnerships:
        writer.add(taken)
    writer.write()


class _Writer:
    """Rows and facts of many partnerships, until they are written."""

    def __init__(self, programme: Programme, by: User) -> None:
        self.programme, self.by = programme, by
        self.scale = default_scale()
        self.mandates: dict[UUID, list[Mandate]] = defaultdict(list)
        for mandate in Mandate.objects.filter(programme=programme).order_by("-starts_on", "pk"):
            self.mandates[mandate.mentor_id].append(mandate)
        self.partnerships: list[Partnership] = []
        self.members: list[Member] = []
        self.observations: list[Observation] = []
        self.gradings: list[Grading] = []
        self.askings: list[Asking] = []
        self.perceptions: list[Perception] = []
        self.rounds: dict[UUID, list[Round]] = {}
        self.moments: dict[str, datetime] = {}

    def add(self, taken: TakenPartnership) -> None:
        partnership = Partnership(
            pk=taken.id,
            programme=self.programme,
            title=taken.title,
            purpose=taken.purpose,
            field=taken.field,
            initiative=taken.initiative,
            mentor=taken.mentor,
            group_id=self._group(taken.mentor, taken.starts_on),
            settlement_id=taken.settlement,
            starts_on=taken.starts_on,
            ends_on=taken.ends_on,
            end_reason=taken.end_reason,
            created_at=taken.written_at,
            created_by=self.by,
        )
        members = [
            Member(
                pk=uuid5(taken.id, f"member {number}"),
                partnership=partnership,
                joined_on=taken.starts_on,
                **{str(party.party_type): party},
            )
            for number, party in enumerate(taken.parties)
        ]
        self.partnerships.append(partnership)
        self.members += members
        for number, one in enumerate(taken.observations):
            self._observe(taken, partnership, one, number)
        self.rounds[taken.id] = [
            self._ask(taken, partnership, members, one, number) for number, one in enumerate(taken.rounds)
        ]

    def write(self) -> None:
        written_rows: tuple[list[Any], ...] = (
            self.partnerships,
            self.members,
            self.observations,
            self.gradings,
            self.askings,
            self.perceptions,
        )
        for rows in written_rows:
            if rows:
                insert_rows(type(rows[0]), rows)
        code = self.programme.code
        written = {one.pk: one.created_at for one in self.partnerships}
        search.changed(SEARCH_KIND, list(written))
        sync_many(
            PARTNERSHIP_SOURCE,
            [(str(one.pk), facts_of_partnership(one, code)) for one in self.partnerships],
            by=self.by,
            at={str(pk): at for pk, at in written.items()},
            fresh=True,
        )
        sync_many(
            MEMBER_SOURCE,
            [(str(one.pk), facts_of_member(one, one.partnership, code)) for one in self.members],
            by=self.by,
            at={str(one.pk): written[one.partnership_id] for one in self.members},
            fresh=True,
        )
        counting = set(
            Observation.objects.counting()
            .filter(partnership__programme=self.programme)
            .values_list("pk", flat=True)
        )
        sync_many(
            OBSERVATION_SOURCE,
            [
                (str(one.pk), facts_of_observation(one, one.partnership, code, counts=one.pk in counting))
                for one in self.observations
            ],
            by=self.by,
            at={str(one.pk): one.entered_at for one in self.observations},
            fresh=True,
        )
        graded = [
            pair
            for one in self.partnerships
            for pair in facts_of_rounds(one, code, self.rounds[one.pk]).items()
        ]
        sync_many(GRADING_SOURCE, graded, by=None, at=self.moments, fresh=True)

    def _observe(
        self, taken: TakenPartnership, partnership: Partnership, one: TakenObservation, number: int
    ) -> None:
        key = uuid5(taken.id, f"observation {number}")
        self.observations.append(
            Observation(
                pk=key,
                client_key=key,
                partnership=partnership,
                kind=one.kind,
                occurred_on=one.occurred_on,
                words=one.words,
                activity_id=one.activity,
                entered_at=taken.written_at,
                by=self.by,
            )
        )

    def _ask(
        self,
        taken: TakenPartnership,
        partnership: Partnership,
        members: list[Member],
        one: TakenRound,
        number: int,
    ) -> Round:
        speakers = {rater for rater, _about in one.said}
        is_over = len(speakers) == len(members)
        grading: Grading = whole(
            Grading,
            {
                "id": uuid5(taken.id, f"round {number}"),
                "partnership_id": partnership.pk,
                "scale_id": self.scale.pk,
                "occasion": one.occasion,
                "graded_on": one.graded_on,
                "opened_at": one.asked_at,
                "closes_at": one.asked_at + timedelta(days=ANSWER_WITHIN),
                "closed_at": one.answered_at if is_over else None,
            },
        )
        self.gradings.append(grading)
        self.moments[str(grading.pk)] = one.answered_at
        askings = [uuid5(grading.pk, f"asking {place}") for place in range(len(members))]
        self.askings += [
            whole(
                Asking,
                {
                    "id": asking,
                    "grading_id": grading.pk,
                    "member_id": members[place].pk,
                    "asked_at": one.asked_at,
                    "answered_at": one.answered_at if place in speakers else None,
                    "answered_by": one.answered_by if place in speakers else "",
                },
            )
            for place, asking in enumerate(askings)
        ]
        self.perceptions += [
            whole(Perception, {"asking_id": askings[rater], "about_id": members[about].pk, "level": level})
            for (rater, about), level in sorted(one.said.items())
        ]
        said = {(members[rater].pk, members[about].pk): level for (rater, about), level in one.said.items()}
        return Round(grading.pk, one.graded_on, self.scale.code, one.occasion, said)

    def _group(self, mentor: Mentor | None, day: date) -> UUID | None:
        for mandate in self.mandates[mentor.pk] if mentor else ():
            if mandate.starts_on <= day <= (mandate.ends_on or date.max):
                return mandate.group_id
        return None
