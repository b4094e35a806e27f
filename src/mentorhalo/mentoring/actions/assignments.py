"""Who is responsible for what: giving, ending, and handing over all of it when a mentor leaves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.network.models import Mentor

from ..choices import AssignmentEnd, AssignmentRole
from ..models import Activity, Appointment, Assignment, Engagement
from ..queries.mandates import MandateBook
from ..queries.promises import open_promises
from .engagements import give_engagements
from .journal import tell_of_engagements

BATCH = 1000


class AssignmentRefused(Exception):
    """The assignment cannot be so; the message is meant for the person, `field` names what to mend."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class AssignmentDraft:
    """A mentor's responsibility for exactly one of consortium, settlement, community."""

    mentor: UUID
    programme: UUID
    starts_on: date
    consortium: UUID | None = None
    settlement: str | None = None
    community: UUID | None = None
    role: str = AssignmentRole.PRIMARY
    ends_on: date | None = None
    end_reason: str = ""
    id: UUID = field(default_factory=uuid4)

    @property
    def thing(self) -> tuple[object, object, object]:
        return (self.consortium, self.settlement, self.community)


@dataclass
class Handover:
    """What went to whom, and what the successors must know: promises still open."""

    assignments: list[Assignment]
    engagements: list[Engagement]
    appointments: list[Appointment]
    promises: list[Activity]


@transaction.atomic
def assign(*, draft: AssignmentDraft, by: User | None, at: datetime) -> Assignment:
    """Give one responsibility. One thing has one primary mentor at a time; others are second."""
    same_thing = Assignment.objects.filter(
        consortium=draft.consortium, settlement=draft.settlement, community=draft.community
    ).on(draft.starts_on)
    if same_thing.filter(mentor=draft.mentor).exists():
        raise AssignmentRefused(_("This mentor is responsible for it already."), field="mentor")
    if draft.role == AssignmentRole.PRIMARY:
        primary = same_thing.filter(role=AssignmentRole.PRIMARY).select_related("mentor").first()
        if primary is not None:
            raise AssignmentRefused(
                _("%(who)s is the primary mentor already. End that first, or choose second.")
                % {"who": primary.mentor},
                field="role",
            )
    return assign_many(drafts=[draft], by=by, at=at)[0]


@transaction.atomic
def assign_many(*, drafts: Iterable[AssignmentDraft], by: User | None, at: datetime) -> list[Assignment]:
    """Give many responsibilities, past ones too. Each needs a mandate on its first day."""
    drafts = list(drafts)
    mandates = MandateBook([draft.mentor for draft in drafts])
    for draft in drafts:
        _refuse(draft, mandates)
    rows = [
        Assignment(
            id=draft.id,
            mentor_id=draft.mentor,
            programme_id=draft.programme,
            consortium_id=draft.consortium,
            settlement_id=draft.settlement,
            community_id=draft.community,
            role=draft.role,
            starts_on=draft.starts_on,
            ends_on=draft.ends_on,
            end_reason=draft.end_reason,
        )
        for draft in drafts
    ]
    Assignment.objects.bulk_create(rows, batch_size=BATCH)
    if len(rows) == 1:
        _note("assign", rows[0], by, at)
    return rows


@transaction.atomic
def end_assignment(
    *, assignment: Assignment, on: date, reason: str, by: User | None, at: datetime
) -> Assignment:
    """The responsibility ends with the day `on`, for a reason."""
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if assignment.ends_on is not None and assignment.ends_on <= on:
        raise AssignmentRefused(_("This assignment has ended already."))
    if on < assignment.starts_on:
        raise AssignmentRefused(_("An assignment cannot end before it starts."), field="on")
    if reason not in AssignmentEnd.values:
        raise AssignmentRefused(_("Say why the assignment ends."), field="reason")
    assignment.ends_on = on
    assignment.end_reason = reason
    assignment.save(update_fields=["ends_on", "end_reason"])
    _note("end_assignment", assignment, by, at)
    return assignment


@transaction.atomic
def hand_over(
    *,
    leaver: Mentor,
    last_day: date,
    to: Mentor,
    instead: Mapping[UUID, Mentor] | None = None,
    by: User | None,
    at: datetime,
) -> Handover:
    """Everything open of a leaving mentor goes on with successors from the day after, in one step.

    `to` takes it all, but for what `instead` gives by id (of an assignment or engagement) to somebody else. Each
    successor needs a mandate on that day.
    """
    instead = dict(instead or {})
    first_day = last_day + timedelta(days=1)
    successors = {one.pk: one for one in (to, *instead.values())}
    if leaver.pk in successors:
        raise AssignmentRefused(_("Nobody hands over to themselves."), field="to")
    mandates = MandateBook(successors)
    for one in successors.values():
        if mandates.group_of(one.pk, first_day) is None:
            raise AssignmentRefused(_("%(who)s has no mandate on that day.") % {"who": one}, field="to")
    assignments = _hand_over_assignments(leaver, last_day, to, instead, by, at)
    engagements = list(
        Engagement.objects.select_for_update(of=("self",))
        .select_related("programme")
        .filter(mentor=leaver)
        .open()
    )
    taken = {engagement.pk: instead.get(engagement.pk, to) for engagement in engagements}
    give_engagements(
        engagements=engagements, mentors={pk: one.pk for pk, one in taken.items()}, first_day=first_day
    )
    tell_of_engagements(engagements, by=by, at=at, reason="handover")
    appointments = list(
        Appointment.objects.filter(
            mentor=leaver, activity=None, called_off_at=None, starts_at__date__gt=last_day
        )
    )
    for appointment in appointments:
        engagement_id = appointment.engagement_id
        appointment.mentor = taken.get(engagement_id, to) if engagement_id else to
    Appointment.objects.bulk_update(appointments, ["mentor"], batch_size=BATCH)
    audit.note(
        deed="hand_over",
        subject=f"mentor:{leaver.pk}",
        by=by.pk if by else None,
        at=at,
        details={
            "last_day": last_day.isoformat(),
            "to": sorted(str(pk) for pk in successors),
            "assignments": len(assignments),
            "engagements": len(engagements),
            "appointments": len(appointments),
        },
    )
    return Handover(assignments, engagements, appointments, open_promises(taken))


def _hand_over_assignments(
    leaver: Mentor, last_day: date, to: Mentor, instead: Mapping[UUID, Mentor], by: User | None, at: datetime
) -> list[Assignment]:
    standing = list(
        Assignment.objects.select_for_update(of=("self",)).filter(mentor=leaver, ends_on=None).order_by("pk")
    )
    first_day = last_day + timedelta(days=1)
    theirs = Assignment.objects.filter(
        ends_on=None, mentor__in={to.pk, *(one.pk for one in instead.values())}
    )
    held = set(theirs.values_list("mentor_id", "consortium_id", "settlement_id", "community_id").order_by())
    drafts = []
    for one in standing:
        successor = instead.get(one.pk, to)
        thing = (one.consortium_id, one.settlement_id, one.community_id)
        if (successor.pk, *thing) not in held:
            drafts.append(
                AssignmentDraft(
                    mentor=successor.pk,
                    programme=one.programme_id,
                    starts_on=max(first_day, one.starts_on),
                    consortium=one.consortium_id,
                    settlement=one.settlement_id,
                    community=one.community_id,
                    role=one.role,
                )
            )
    ended = Assignment.objects.filter(pk__in=[one.pk for one in standing])
    ended.filter(starts_on__lte=last_day).update(ends_on=last_day, end_reason=AssignmentEnd.HANDOVER)
    ended.filter(starts_on__gt=last_day).update(ends_on=F("starts_on"), end_reason=AssignmentEnd.HANDOVER)
    return assign_many(drafts=drafts, by=by, at=at)


def _refuse(draft: AssignmentDraft, mandates: MandateBook) -> None:
    if sum(part is not None for part in draft.thing) != 1:
        raise AssignmentRefused(_("An assignment is to one consortium, one settlement or one community."))
    if draft.ends_on and draft.ends_on < draft.starts_on:
        raise AssignmentRefused(_("An assignment cannot end before it starts."), field="ends_on")
    if mandates.group_of(draft.mentor, draft.starts_on, draft.programme) is None:
        raise AssignmentRefused(_("The mentor has no mandate on that day."), field="mentor")


def _note(deed: str, assignment: Assignment, by: User | None, at: datetime) -> None:
    thing = assignment.thing_field
    audit.note(
        deed=deed,
        subject=f"mentor:{assignment.mentor_id}",
        by=by.pk if by else None,
        at=at,
        details={
            "assignment": str(assignment.pk),
            thing: str(getattr(assignment, f"{thing}_id")),
            "until": assignment.ends_on.isoformat() if assignment.ends_on else "",
            "reason": assignment.end_reason,
        },
    )
