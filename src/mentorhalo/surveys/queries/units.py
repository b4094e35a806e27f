"""Units of a wave: lists, one with its history, and what an interviewer has to visit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Count, F, Max, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from mentorhalo.core.hungarian import fold
from mentorhalo.core.registry import TimelineEntry

from ..choices import AttemptResult
from ..models import FieldAssignment, Interviewer, SampleUnit, Stratum, UnitKey, Wave


def unit(pk: UUID) -> SampleUnit:
    return SampleUnit.objects.select_related(
        "wave__study__programme", "settlement__county", "stratum", "organisation__settlement"
    ).get(pk=pk)


def stratum(pk: UUID) -> Stratum:
    return Stratum.objects.select_related("wave__study").get(pk=pk)


def assignment_of(unit: SampleUnit) -> FieldAssignment | None:
    """The one that stands."""
    return unit.assignments.filter(ended_at=None).select_related("interviewer").first()


def units_of(
    wave: Wave,
    *,
    text: str = "",
    state: str = "",
    stratum: Stratum | None = None,
    counties: frozenset[str] | None = None,
) -> QuerySet[SampleUnit]:
    """By settlement and drawn order; `state` "reserve" shows those never called in. With who has each now."""
    rows = SampleUnit.objects.filter(wave=wave)
    if counties is not None:
        rows = rows.filter(settlement__county__in=counties)
    rows = rows.filter(is_reserve=True) if state == "reserve" else rows.in_play()
    if state and state != "reserve":
        rows = rows.filter(state=state)
    if stratum is not None:
        rows = rows.filter(stratum=stratum)
    for word in fold(text).split():
        rows = rows.filter(Q(settlement__name_search__startswith=word) | Q(code__icontains=word))
    standing = FieldAssignment.objects.filter(ended_at=None).select_related("interviewer")
    return (
        rows.select_related("settlement__county", "stratum", "organisation")
        .prefetch_related(Prefetch("assignments", standing, to_attr="standing"))
        .annotate(attempt_count=Count("attempts"))
        .order_by("settlement__name_sort", "settlement", "drawn_order", "pk")
    )


def history_of(unit: SampleUnit) -> list[TimelineEntry]:
    """What happened with a unit, the latest first. Three queries."""
    lines = []
    for attempt in unit.attempts.select_related("interviewer"):
        said = attempt.get_result_display()
        lines.append(TimelineEntry(attempt.attempted_at, said, attempt.interviewer.name))
    for given in unit.assignments.select_related("interviewer"):
        words = _("Given to %(name)s") % {"name": given.interviewer.name}
        lines.append(TimelineEntry(given.assigned_at, words, tone="neutral"))
        if given.ended_at:
            words = _("No longer with %(name)s") % {"name": given.interviewer.name}
            lines.append(TimelineEntry(given.ended_at, words, given.end_reason, tone="neutral"))
    for came in unit.responses.all():
        words = _("Questionnaire: %(state)s") % {"state": came.get_state_display()}
        lines.append(TimelineEntry(came.received_at, words, tone="main"))
    return sorted(lines, key=lambda one: one.at, reverse=True)


@dataclass(frozen=True)
class Task:
    """A unit in an interviewer's hands, as the list on the phone shows it."""

    assignment: FieldAssignment
    unit: SampleUnit
    key: UnitKey | None
    attempts: int
    last_at: datetime | None
    appointment_at: datetime | None
    today: date

    @property
    def is_overdue(self) -> bool:
        return self.assignment.due_on is not None and self.assignment.due_on < self.today

    @property
    def title(self) -> str:
        """Where to go, in the words the interviewer may know."""
        if self.key and self.key.address:
            return self.key.address
        return str(self.unit.organisation) if self.unit.organisation else self.unit.code


@dataclass(frozen=True)
class PlaceToVisit:
    """A settlement with what waits there."""

    name: str
    tasks: list[Task]


def tasks_of(interviewer: Interviewer, day: date) -> list[Task]:
    """What an interviewer has in hand: appointments to come first, then the nearest due, by settlement. One query."""
    rows = FieldAssignment.objects.filter(interviewer=interviewer, ended_at=None).exclude(
        unit__wave__state="closed"
    )
    found = (
        rows.select_related("unit__wave__study", "unit__settlement", "unit__organisation", "unit__unit_key")
        .annotate(
            attempt_count=Count("unit__attempts"),
            last_at=Max("unit__attempts__attempted_at"),
            appointment=Max(
                "unit__attempts__appointment_at",
                filter=Q(unit__attempts__result=AttemptResult.APPOINTMENT),
            ),
        )
        .order_by(F("due_on").asc(nulls_last=True), "unit__settlement__name_sort", "unit__drawn_order", "pk")
    )
    return [
        Task(
            assignment=one,
            unit=one.unit,
            key=getattr(one.unit, "unit_key", None),
            attempts=one.attempt_count,
            last_at=one.last_at,
            appointment_at=one.appointment,
            today=day,
        )
        for one in found
    ]


def next_tasks(tasks: Iterable[Task], now: datetime, limit: int = 3) -> list[Task]:
    """What comes first: appointments that are still to come, then what is due the soonest."""
    listed = list(tasks)
    met = sorted(
        (one for one in listed if one.appointment_at and one.appointment_at >= now),
        key=lambda one: one.appointment_at or now,
    )
    rest = [one for one in listed if one not in met]
    return [*met, *rest][:limit]


def by_place(tasks: Iterable[Task]) -> list[PlaceToVisit]:
    ordered = sorted(tasks, key=lambda one: (one.unit.settlement.name_sort, one.unit.drawn_order))
    return [
        PlaceToVisit(place.name, list(found))
        for place, found in groupby(ordered, key=lambda one: one.unit.settlement)
    ]
