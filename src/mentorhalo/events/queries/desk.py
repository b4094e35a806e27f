"""What an organiser sees: own occasions, the list of attendance, what was said afterwards."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from ..choices import AttendeeState, OccasionKind, OccasionState, Usefulness
from ..models import Attendance, Attendee, Evaluation, Occasion, OccasionFile, OccasionQuestion


@dataclass(frozen=True)
class SheetRow:
    """An attendee on the list of attendance; `days` says for each day of the occasion whether they were there."""

    attendee: Attendee
    days: list[tuple[date, bool]]
    answers: list[tuple[str, str]]


@dataclass(frozen=True)
class Opinion:
    """What those who were there said."""

    total: int
    counts: list[tuple[str, int]]
    will_use: list[str]
    better: list[str]


def managed_by(user: Any) -> QuerySet[Occasion]:
    """Own ones and those of the groups one leads; the office's are all. With `seated` and `waiting`. One query."""
    rows = Occasion.objects.exclude(kind=OccasionKind.WEEK)
    if not user.has_perm("events.manage_all"):
        rows = rows.filter(Q(planned_by=user) | Q(group__in=user.groups_led()))
    seated = Count("attendees", filter=Q(attendees__state=AttendeeState.REGISTERED))
    waiting = Count("attendees", filter=Q(attendees__state=AttendeeState.WAITING))
    found = rows.annotate(seated=seated, waiting=waiting).select_related("settlement", "group__county")
    return found.order_by("-starts_at", "pk")


def sheet_of(occasion: Occasion) -> list[SheetRow]:
    """Everybody with a place, by name. Three queries."""
    questions = list(occasion.questions.all())
    rows = list(occasion.attendees.seated().select_related("mentor").order_by("name", "pk"))
    there = set(Attendance.objects.filter(attendee__in=rows).values_list("attendee", "day"))
    return [
        SheetRow(
            attendee=one,
            days=[(day, (one.pk, day) in there) for day in occasion.days],
            answers=[
                (question.text, str(one.answers[str(question.pk)]))
                for question in questions
                if one.answers.get(str(question.pk))
            ],
        )
        for one in rows
    ]


def waiting_list(occasion: Occasion) -> list[Attendee]:
    return list(occasion.attendees.waiting())


def opinion_on(occasion: Occasion) -> Opinion:
    """One query."""
    rows = list(Evaluation.objects.filter(occasion=occasion).order_by("?"))
    return Opinion(
        total=len(rows),
        counts=[(str(one.label), sum(row.usefulness == one for row in rows)) for one in Usefulness],
        will_use=[row.will_use for row in rows if row.will_use],
        better=[row.better for row in rows if row.better],
    )


def files_of(occasion: Occasion, *, is_public_only: bool) -> list[OccasionFile]:
    rows = OccasionFile.objects.filter(occasion=occasion)
    return list(rows.filter(is_public=True) if is_public_only else rows)


def file(pk: UUID) -> OccasionFile:
    """Raises `DoesNotExist`."""
    return OccasionFile.objects.select_related("occasion__group").get(pk=pk)


def question(pk: UUID) -> OccasionQuestion:
    """Raises `DoesNotExist`."""
    return OccasionQuestion.objects.select_related("occasion__group").get(pk=pk)


def days_attended(attendee: Attendee) -> list[date]:
    return list(Attendance.objects.filter(attendee=attendee).values_list("day", flat=True).order_by("day"))


def to_close(user: Any, now: datetime) -> list[Occasion]:
    """Announced by this person, over, and not closed yet. One query."""
    rows = Occasion.objects.filter(planned_by=user, state=OccasionState.PUBLISHED, ends_at__lt=now)
    return list(rows.order_by("ends_at", "pk")[:10])
