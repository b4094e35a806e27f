"""Who was there: by list, by the code at the door, without having registered; and what they thought of it."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.network.models import Mandate, Mentor
from mentorhalo.network.queries import mentor_of

from ..choices import AttendanceMethod, AttendeeState, OccasionState
from ..models import Attendance, Attendee, Evaluation, Occasion
from .journal import tell_of_occasion
from .planning import locked
from .refusals import OccasionRefused


@transaction.atomic
def mark_attendance(
    *,
    occasion: Occasion,
    present: Collection[tuple[UUID, date]],
    shown: Collection[tuple[UUID, date]],
    by: User,
    at: datetime,
) -> None:
    """The list as the organiser sees it: who was there on which day. Only what was ticked on the page they saw (`shown`) and is not any more is taken off: who scanned the code since then stays."""
    occasion = _going_on(occasion, at)
    wanted = set(present)
    if any(day not in occasion.days or day > timezone.localdate(at) for _attendee, day in wanted):
        raise OccasionRefused(_("Nobody can have been there on a day that has not come."))
    attendees = {one.pk: one for one in occasion.attendees.seated().select_related("mentor")}
    there = {
        (row.attendee_id, row.day): row for row in Attendance.objects.filter(attendee__in=list(attendees))
    }
    for pair, row in there.items():
        if pair in shown and pair not in wanted:
            row.delete()
    for pk, day in sorted(wanted - there.keys()):
        if pk in attendees:
            _write(attendees[pk], day, AttendanceMethod.SHEET, by=by, at=at)
    _settle(occasion, by=by, at=at)


@transaction.atomic
def arrive(*, occasion: Occasion, email: str, by: User | None, at: datetime) -> Attendee:
    """Somebody scanned the code at the door, and gives the address they registered with. Raises `OccasionRefused`."""
    occasion = _going_on(occasion, at)
    today = timezone.localdate(at)
    if today not in occasion.days:
        raise OccasionRefused(_("The code holds on the days of the occasion alone."))
    address = email.strip().lower()
    attendee = occasion.attendees.exclude(state=AttendeeState.WITHDRAWN).filter(email=address).first()
    if attendee is None or not address:
        raise OccasionRefused(
            _(
                "Nobody registered with this address. Give another one, or ask the organiser to write you down."
            ),
            field="email",
        )
    if attendee.state != AttendeeState.REGISTERED:  # who stands in the room has a place
        attendee.state = AttendeeState.REGISTERED
        attendee.confirmed_at = attendee.confirmed_at or at
        attendee.save(update_fields=["state", "confirmed_at"])
    if not attendee.days.filter(day=today).exists():
        _write(attendee, today, AttendanceMethod.CODE, by=by, at=at)
        _settle(occasion, by=by, at=at)
    attendee.occasion = occasion
    return attendee


@transaction.atomic
def add_walk_in(
    *, occasion: Occasion, key: UUID, name: str, organisation: str, email: str, by: User, at: datetime
) -> Attendee:
    """Somebody came without registering; an address is only needed for the certificate. The same key again is the same person."""
    occasion = _going_on(occasion, at)
    earlier = Attendee.objects.filter(client_key=key).first()
    if earlier is not None:
        return earlier
    address = email.strip().lower()
    if address and occasion.attendees.filter(email=address).exists():
        raise OccasionRefused(_("This address is on the list already."), field="email")
    today = timezone.localdate(at)
    attendee = Attendee.objects.create(
        occasion=occasion,
        client_key=key,
        name=" ".join(name.split()),
        organisation=" ".join(organisation.split()),
        email=address,
        mentor=_mentor_at(address),
        state=AttendeeState.REGISTERED,
        is_walk_in=True,
        asked_at=at,
        confirmed_at=at,
    )
    day = today if today in occasion.days else occasion.ends_on
    _write(attendee, day, AttendanceMethod.SHEET, by=by, at=at)
    _settle(occasion, by=by, at=at)
    return attendee


@transaction.atomic
def evaluate(*, attendee: Attendee, usefulness: int, will_use: str, better: str, at: datetime) -> None:
    """Once each, kept apart from who said it. Raises `OccasionRefused`."""
    attendee = Attendee.objects.select_for_update(of=("self",)).select_related("occasion").get(pk=attendee.pk)
    if attendee.evaluated_at is not None:
        raise OccasionRefused(_("You have told us already. Thank you."))
    if not attendee.days.exists():
        raise OccasionRefused(_("Only who was there can say how it was."))
    Evaluation.objects.create(
        occasion=attendee.occasion,
        usefulness=usefulness,
        will_use=" ".join(will_use.split()),
        better=" ".join(better.split()),
        on=attendee.occasion.ends_on,
    )
    attendee.evaluated_at = at
    attendee.save(update_fields=["evaluated_at"])


def _going_on(occasion: Occasion, at: datetime) -> Occasion:
    """Locked; its first day has come, and it was not cancelled."""
    occasion = locked(occasion)
    if occasion.state not in (OccasionState.PUBLISHED, OccasionState.HELD):
        raise OccasionRefused(_("Only of what was announced can it be said who was there."))
    if occasion.starts_on > timezone.localdate(at):
        raise OccasionRefused(_("It has not begun yet."))
    return occasion


def _write(attendee: Attendee, day: date, method: str, *, by: User | None, at: datetime) -> None:
    Attendance.objects.create(
        attendee=attendee, day=day, method=method, county=_county_of(attendee, day), by=by, at=at
    )


def _county_of(attendee: Attendee, day: date) -> str:
    """The county a mentor served in on the day, as it is known now; empty for everybody else."""
    if attendee.mentor_id is None:
        return ""
    mandates = Mandate.objects.on(day).filter(mentor=attendee.mentor_id).order_by("-starts_on", "pk")
    return mandates.values_list("group__county", flat=True).first() or ""


def _mentor_at(address: str) -> Mentor | None:
    """The mentor who signs in with this address."""
    user = User.objects.filter(email=address).first() if address else None
    return mentor_of(user) if user else None


def _settle(occasion: Occasion, *, by: User | None, at: datetime) -> None:
    """What was closed already is counted anew."""
    if occasion.state == OccasionState.HELD:
        tell_of_occasion(occasion, by=by, at=at)
