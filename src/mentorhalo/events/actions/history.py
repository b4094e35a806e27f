"""Occasions that were kept elsewhere until now, brought in as they went: nobody gets a letter of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.evidence.actions import sync_many
from mentorhalo.programmes.models import Programme

from ..choices import AttendanceMethod, AttendeeState, OccasionState
from ..facts import OCCASION_SOURCE, facts_of_occasion
from ..hours import last_day
from ..models import Attendance, Attendee, Evaluation, Occasion
from .journal import SEARCH_KIND
from .planning import OccasionDraft

BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class TakenAttendee:
    """Somebody who had a place, and the days they were there. `county`: where a mentor served on these days."""

    id: UUID
    name: str
    organisation: str = ""
    email: str = ""
    mentor: UUID | None = None
    county: str = ""
    days: Sequence[date] = ()


@dataclass(frozen=True, kw_only=True)
class TakenOccasion:
    """An occasion, who was on its list, and what they thought of it: (usefulness, what will be used of it)."""

    id: UUID
    draft: OccasionDraft
    state: OccasionState
    planned_at: datetime
    settled_at: datetime  # announced, held or cancelled
    cancel_reason: str = ""
    people: Sequence[TakenAttendee] = ()
    evaluations: Sequence[tuple[int, str]] = ()


@transaction.atomic
def take_occasions(*, occasions: Iterable[TakenOccasion], programme: Programme, by: User) -> None:
    """A fixed number of queries for each thousand rows, and two for each that was held."""
    taken = list(occasions)
    Occasion.objects.bulk_create(
        [
            Occasion(
                pk=one.id,
                programme=programme,
                state=one.state,
                planned_by=by,
                planned_at=one.planned_at,
                published_at=None if one.state == OccasionState.DRAFT else one.planned_at,
                changed_at=one.settled_at,
                cancel_reason=one.cancel_reason,
                **one.draft.fields(),
            )
            for one in taken
        ],
        batch_size=BATCH,
    )
    Attendee.objects.bulk_create(
        [
            Attendee(
                pk=each.id,
                occasion_id=one.id,
                client_key=each.id,
                mentor_id=each.mentor,
                name=each.name,
                email=each.email,
                organisation=each.organisation,
                state=AttendeeState.REGISTERED,
                asked_at=one.planned_at,
                confirmed_at=one.planned_at,
            )
            for one in taken
            for each in one.people
        ],
        batch_size=BATCH,
    )
    Attendance.objects.bulk_create(
        [
            Attendance(
                attendee_id=each.id,
                day=day,
                method=AttendanceMethod.SHEET,
                county=each.county,
                at=one.settled_at,
                by=by,
            )
            for one in taken
            for each in one.people
            for day in each.days
        ],
        batch_size=BATCH,
    )
    Evaluation.objects.bulk_create(
        [
            Evaluation(
                occasion_id=one.id,
                usefulness=usefulness,
                will_use=will_use,
                on=last_day(one.draft.ends_at),
            )
            for one in taken
            for usefulness, will_use in one.evaluations
        ],
        batch_size=BATCH,
    )
    moments = {str(one.id): one.settled_at for one in taken}
    rows = Occasion.objects.filter(pk__in=list(moments)).select_related("programme", "settlement")
    told = {str(one.pk): facts_of_occasion(one) for one in rows}
    sync_many(OCCASION_SOURCE, told, by=by, at=moments, fresh=True)
    search.changed(SEARCH_KIND, list(moments))
