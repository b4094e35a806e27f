"""What came of each try to reach a unit."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.core.numbers import day as long_day

from ..choices import AttemptResult, UnitState, WaveState
from ..models import ContactAttempt, FieldAssignment, Interviewer, SampleUnit, Wave

CLOCK_SLACK = timedelta(hours=12)  # a phone's clock may be wrong, or in another zone


class AttemptRefused(Exception):
    """The message is meant for the person; `field` names what it is about."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


@transaction.atomic
def record_attempt(
    *,
    unit: SampleUnit,
    interviewer: Interviewer,
    result: AttemptResult | str,
    attempted_at: datetime,
    appointment_at: datetime | None = None,
    key: UUID | None = None,
    by: User | None,
    at: datetime,
) -> ContactAttempt:
    """Write down one try. `key`, its identity, is minted where it is recorded: sent again, it is the same attempt, and nothing is refused.

    Who had the unit when it was tried may still tell of it after it went to somebody else. Raises `AttemptRefused`.
    """
    key = key or uuid4()
    known = ContactAttempt.objects.filter(pk=key).first()
    if known is not None:
        return _same(known, unit, interviewer)
    unit = SampleUnit.objects.select_for_update(of=("self",)).select_related("wave").get(pk=unit.pk)
    _check(unit, interviewer, result, attempted_at, appointment_at, at)
    try:
        with transaction.atomic():
            return ContactAttempt.objects.create(
                id=key,
                unit=unit,
                interviewer=interviewer,
                attempted_at=attempted_at,
                result=result,
                appointment_at=appointment_at,
                recorded_at=at,
            )
    except IntegrityError:  # the same one came in on another connection meanwhile
        return _same(ContactAttempt.objects.get(pk=key), unit, interviewer)


@transaction.atomic
def lose_unit(*, unit: SampleUnit, reason: str, by: User | None, at: datetime) -> SampleUnit:
    """Give a unit up without a substitute; whoever had it is free of it."""
    reason = " ".join(reason.split())
    if not reason:
        raise AttemptRefused(_("Say why it is given up."), "reason")
    unit = SampleUnit.objects.select_for_update().get(pk=unit.pk)
    if unit.state not in (UnitState.OPEN, UnitState.ASSIGNED):
        raise AttemptRefused(_("This unit is settled already."))
    FieldAssignment.objects.filter(unit=unit, ended_at=None).update(ended_at=at, end_reason=reason)
    unit.state = UnitState.LOST
    unit.save(update_fields=["state"])
    audit.note(
        deed="lose_unit",
        subject=f"unit:{unit.pk}",
        by=by.pk if by else None,
        at=at,
        details={"reason": reason},
    )
    return unit


def _check(
    unit: SampleUnit,
    interviewer: Interviewer,
    result: AttemptResult | str,
    attempted_at: datetime,
    appointment_at: datetime | None,
    at: datetime,
) -> None:
    if result not in AttemptResult.values:
        raise AttemptRefused(_("There is no such result."), "result")
    if unit.wave.state == WaveState.PLANNED:
        raise AttemptRefused(_("Fieldwork has not begun yet."))
    given_at = unit.assignments.filter(interviewer=interviewer).aggregate(first=Min("assigned_at"))["first"]
    if given_at is None:
        raise AttemptRefused(_("This unit was never given to you."))
    _check_day(unit.wave, attempted_at, given_at, at)
    if attempted_at > at + CLOCK_SLACK:
        raise AttemptRefused(
            _("An attempt is written down after it was made, and this moment has not come yet."),
            "attempted_at",
        )
    if (result == AttemptResult.APPOINTMENT) != (appointment_at is not None):
        raise AttemptRefused(
            _("An appointment has a day and an hour, and nothing else has."), "appointment_at"
        )
    if appointment_at is not None and appointment_at <= attempted_at:
        raise AttemptRefused(_("An appointment is after the attempt that made it."), "appointment_at")


def _check_day(wave: Wave, attempted_at: datetime, given_at: datetime, at: datetime) -> None:
    """Days are compared, not hours: a device's clock is never quite right. A wave may be opened before its first day."""
    day, given_on = timezone.localdate(attempted_at), timezone.localdate(given_at)
    if day < wave.starts_on <= timezone.localdate(at):
        raise AttemptRefused(
            _("Fieldwork began on %(day)s: no attempt was made before.") % {"day": long_day(wave.starts_on)},
            "attempted_at",
        )
    if day < given_on:
        raise AttemptRefused(
            _("This unit was given to you on %(day)s: you made no attempt before.")
            % {"day": long_day(given_on)},
            "attempted_at",
        )


def _same(known: ContactAttempt, unit: SampleUnit, interviewer: Interviewer) -> ContactAttempt:
    """The one that was sent before; what somebody else minted is not it."""
    if known.unit_id != unit.pk or known.interviewer_id != interviewer.pk:
        raise AttemptRefused(_("This identifier belongs to another attempt."))
    return known
