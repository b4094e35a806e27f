"""What a log form can know before the first tap: where the mentor probably is, and with whom."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.network.models import Mentor
from mentorhalo.territory.models import Settlement

from ..models import Activity, ActivityKind, Appointment, Engagement

RECENT = 60  # entries that habits are read from
LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Suggestion:
    """Where and with whom, and why it is thought so. Everything may be empty."""

    engagement: Engagement | None = None
    settlement: Settlement | None = None
    appointment: Appointment | None = None
    reason: Any = ""


@dataclass(frozen=True)
class Habits:
    """What the mentor logs most: engagements of late, kinds by frequency (then in their shipped order)."""

    engagements: list[Engagement]
    kinds: list[ActivityKind]


def suggestions_for(mentor: Mentor, now: datetime) -> Suggestion:
    """From today's calendar, else from where the mentor was last, else from where they mostly are. Three queries."""
    today = timezone.localdate(now)
    appointment = _appointment_of(mentor, now)
    if appointment is not None:
        return Suggestion(
            appointment.engagement, _place(appointment), appointment, _("from today's calendar")
        )
    entries = list(
        _entries(mentor).select_related("engagement__community__settlement", "settlement")[:RECENT]
    )
    entries = [one for one in entries if one.engagement is None or one.engagement.closed_on is None]
    if entries and entries[0].occurred_on >= today - LATELY:
        last = entries[0]
        return Suggestion(last.engagement, last.settlement or _place(last), None, _("where you were last"))
    counted = Counter(one.engagement for one in entries if one.engagement)
    if counted:
        often = counted.most_common(1)[0][0]
        return Suggestion(often, often.community.settlement, None, _("where you mostly are"))
    return Suggestion()


def habits_of(mentor: Mentor, today: date) -> Habits:
    """Three queries."""
    rows = list(_entries(mentor).values_list("engagement_id", "kind_id")[: 5 * RECENT])
    kinds = Counter(kind for _engagement, kind in rows)
    lately = list(dict.fromkeys(engagement for engagement, _kind in rows if engagement))
    open_ones = {
        one.pk: one
        for one in Engagement.objects.filter(mentor=mentor).open().select_related("community__settlement")
    }
    engagements = [open_ones.pop(pk) for pk in lately if pk in open_ones]
    return Habits(
        engagements=[*engagements, *sorted(open_ones.values(), key=lambda one: one.community.name_sort)],
        kinds=sorted(ActivityKind.objects.all(), key=lambda kind: (-kinds[kind.pk], kind.order, kind.code)),
    )


def appointments_of(mentor: Mentor, first: date, last: date) -> list[Appointment]:
    """What is planned between two days, both included, called-off ones too. One query."""
    rows = Appointment.objects.filter(mentor=mentor, starts_at__date__gte=first, starts_at__date__lte=last)
    return list(
        rows.select_related("engagement__community", "settlement", "activity").order_by("starts_at", "pk")
    )


def _entries(mentor: Mentor) -> Any:
    return Activity.objects.filter(mentor=mentor).order_by("-occurred_on", "-created_at", "pk")


def _appointment_of(mentor: Mentor, now: datetime) -> Appointment | None:
    """The last of today's that has begun (or will within the hour), else the next of today's."""
    today = timezone.localdate(now)
    rows = list(
        Appointment.objects.filter(mentor=mentor, activity=None, called_off_at=None, starts_at__date=today)
        .select_related("engagement__community__settlement", "settlement")
        .order_by("starts_at", "pk")
    )
    begun = [one for one in rows if one.starts_at <= now + timedelta(hours=1)]
    if begun:
        return begun[-1]
    return rows[0] if rows else None


def _place(record: Appointment | Activity) -> Settlement | None:
    if record.settlement:
        return record.settlement
    return record.engagement.community.settlement if record.engagement else None
