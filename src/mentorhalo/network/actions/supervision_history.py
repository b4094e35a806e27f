"""Sessions that were written down elsewhere until now, brought in as they went, by the rules of the single deeds."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.evidence.actions import sync_many
from mentorhalo.network import facts
from mentorhalo.network.choices import Answer, Objection
from mentorhalo.network.models import Mandate, Mentor, Participation, SupervisionSession, Supervisor
from mentorhalo.programmes.models import Programme

from .supervision import (
    Other,
    SupervisionRefused,
    check_session,
    lock_supervisees,
    other_of,
    supervisees_of,
)

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class TakenSupervision:
    """Confirmed by everybody at `answered_at`, but for those named: who has not said anything, who contests, and why."""

    id: UUID
    supervisor: UUID
    mentors: Sequence[UUID]
    held_on: date
    kind: str
    minutes: int
    recorded_at: datetime
    answered_at: datetime
    unanswered: Collection[UUID] = ()
    contested: Mapping[UUID, str] = field(default_factory=dict)
    awaits_supervisor: bool = False  # written down by the mentor


@transaction.atomic
def take_sessions(
    *, programme: Programme, sessions: Iterable[TakenSupervision], by: User, at: datetime
) -> None:
    """All or nothing, in a fixed number of statements, but in steps of their batches."""
    taken = list(sessions)
    supervisors = {
        one.pk: one for one in Supervisor.objects.filter(programme=programme).select_related("user")
    }
    mentors = Mentor.objects.in_bulk({pk for one in taken for pk in one.mentors})
    rows = list(_checked(programme, taken, supervisors, mentors, at))
    known = supervisees_of(list(mentors.values()))
    SupervisionSession.objects.bulk_create(rows, batch_size=BATCH)
    parts = [_participation(one, pk, known[pk]) for one in taken for pk in one.mentors]
    Participation.objects.bulk_create(parts, batch_size=BATCH)
    _tell(programme, taken, known)
    details = {"sessions": len(taken)}
    audit.note(deed="take_sessions", subject=f"programme:{programme.pk}", by=by.pk, at=at, details=details)


def _checked(
    programme: Programme,
    taken: list[TakenSupervision],
    supervisors: Mapping[UUID, Supervisor],
    mentors: Mapping[UUID, Mentor],
    at: datetime,
) -> Iterator[SupervisionSession]:
    served: dict[UUID, list[Mandate]] = defaultdict(list)
    for mandate in Mandate.objects.filter(programme=programme):
        served[mandate.mentor_id].append(mandate)
    of_day = _standing(taken)
    today = timezone.localdate(at)
    for one in taken:
        if one.supervisor not in supervisors or any(pk not in mentors for pk in one.mentors):
            raise SupervisionRefused(_("A session names somebody who is nowhere to be found."))
        if not set(one.contested.values()) <= set(Objection.values):
            raise SupervisionRefused(_("A session is contested for a reason that is not in the list."))
        session = SupervisionSession(
            pk=one.id,
            supervisor=supervisors[one.supervisor],
            held_on=one.held_on,
            kind=one.kind,
            minutes=one.minutes,
            is_from_mentor=one.awaits_supervisor,
            recorded_at=one.recorded_at,
            answer=Answer.UNCONFIRMED if one.awaits_supervisor else Answer.CONFIRMED,
            answered_at=None if one.awaits_supervisor else one.recorded_at,
        )
        there = [mentors[pk] for pk in one.mentors]
        mandates = [mandate for pk in one.mentors for mandate in served[pk]]
        check_session(session, there, mandates=mandates, others=of_day[one.held_on], today=today)
        of_day[one.held_on].append(Other(session.supervisor.user_id, set(one.mentors), one.kind, one.minutes))
        yield session


def _standing(taken: list[TakenSupervision]) -> dict[date, list[Other]]:
    """The sessions there are in these days, by their day. Three queries."""
    found: dict[date, list[Other]] = defaultdict(list)
    if not taken:
        return found
    days = [one.held_on for one in taken]
    rows = SupervisionSession.objects.filter(held_on__range=(min(days), max(days)))
    for row in rows.with_names():
        found[row.held_on].append(other_of(row))
    return found


def _participation(one: TakenSupervision, mentor: UUID, supervisee: UUID) -> Participation:
    objection = one.contested.get(mentor, "")
    answer = Answer.CONTESTED if objection else Answer.CONFIRMED
    if mentor in one.unanswered:
        answer = Answer.UNCONFIRMED
    return Participation(
        session_id=one.id,
        supervisee_id=supervisee,
        answer=answer,
        objection=objection,
        answered_at=None if answer == Answer.UNCONFIRMED else one.answered_at,
    )


def _tell(programme: Programme, taken: list[TakenSupervision], known: Mapping[UUID, UUID]) -> None:
    told: dict[facts.Quarter, datetime] = {}
    for one in taken:
        for mentor in one.mentors:
            quarter = facts.Quarter(known[mentor], programme.code, facts.quarter_of(one.held_on))
            told[quarter] = max(one.answered_at, told.get(quarter, one.answered_at))
    moments = {str(one.id): one.answered_at for one in taken}
    rows = SupervisionSession.objects.filter(supervisor__programme=programme, pk__in=list(moments))
    rows = rows.select_related("supervisor__programme").prefetch_related("participations")
    drafts = {str(row.pk): facts.session_facts(row) for row in rows}
    sync_many(facts.SUPERVISION, drafts, by=None, at=moments, fresh=True)
    lock_supervisees(one.supervisee for one in told)
    stand = facts.in_quarters(told)
    sync_many(
        facts.SUPERVISED,
        {one.source: facts.quarter_facts(one, parts) for one, parts in sorted(stand.items())},
        by=None,
        at={one.source: moment for one, moment in told.items()},
    )
