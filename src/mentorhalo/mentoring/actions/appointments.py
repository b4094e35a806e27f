"""What a mentor plans: visits and calls."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.numbers import day as in_words
from mentorhalo.network.models import Mentor

from ..models import Appointment, Engagement


class AppointmentRefused(Exception):
    """The appointment cannot be so; the message is meant for the person, `field` names what to mend."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def plan_appointment(
    *,
    mentor: Mentor,
    title: str,
    starts_at: datetime,
    minutes: int = 60,
    engagement: Engagement | None = None,
    settlement: str | None = None,
    key: UUID | None = None,
    by: User | None,
    at: datetime,
) -> Appointment:
    """Put a visit or call in the calendar. The same `key` again returns the first one. No overlap is refused: a
    mentor knows how near two villages are."""
    if key is not None:
        earlier = Appointment.objects.filter(pk=key, mentor=mentor).first()
        if earlier is not None:
            return earlier
    if starts_at < at - timedelta(days=1):
        raise AppointmentRefused(_("This moment is past: log what happened instead."), field="starts_at")
    if engagement is not None and engagement.closed_on:
        raise AppointmentRefused(
            _("This engagement closed on %(day)s. Open a new one if the work goes on.")
            % {"day": in_words(engagement.closed_on)},
            field="engagement",
        )
    return Appointment.objects.create(
        **({"pk": key} if key else {}),
        mentor=mentor,
        engagement=engagement,
        settlement_id=settlement or (engagement.community.settlement_id if engagement else None),
        title=title.strip()[:120],
        starts_at=starts_at,
        minutes=minutes,
    )


@transaction.atomic
def call_off_appointment(*, appointment: Appointment, by: User | None, at: datetime) -> Appointment:
    """It will not take place. Calling off twice is harmless; what was logged cannot be called off."""
    appointment = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment.pk)
    if appointment.activity_id:
        raise AppointmentRefused(_("This has taken place: there is an entry of it."))
    if appointment.called_off_at is None:
        appointment.called_off_at = at
        appointment.save(update_fields=["called_off_at"])
    return appointment
