"""Units of a wave: lists, one with its history, and what an interviewer has to visit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from mentorhalo.core.hungarian import fold
from mentorhalo.core.numbers import moment
from mentorhalo.core.registry import TimelineEntry

from ..choices import (
    RESULTS_OF_HOUSEHOLDS,
    RESULTS_OF_INSTITUTIONS,
    AttemptResult,
    StudyKind,
    Way,
)
from ..models import ContactAttempt, FieldAssignment, Interviewer, SampleUnit, Stratum, UnitKey, Wave
from .parts import COUNTY_DIGITS
from .whereabouts import known_as


def unit(pk: UUID) -> SampleUnit:
    return SampleUnit.objects.select_related(
        "wave__study__programme", "settlement__county", "stratum", "organisation__settlement"
    ).get(pk=pk)


def stratum(pk: UUID) -> Stratum:
    return Stratum.objects.select_related("wave__study").get(pk=pk)


def assignment_of(unit: SampleUnit) -> FieldAssignment | None:
    """The one that stands."""
    return unit.assignments.filter(ended_at=None).select_related("interviewer").first()


def results_for(unit: SampleUnit) -> tuple[AttemptResult, ...]:
    """What may come of a visit: an institution is not “at home”. No query; `unit` comes with its study."""
    kind = unit.wave.study.kind
    is_institution = kind == StudyKind.INSTITUTION or (
        kind == StudyKind.OTHER and unit.organisation_id is not None
    )
    return RESULTS_OF_INSTITUTIONS if is_institution else RESULTS_OF_HOUSEHOLDS


def units_of(
    wave: Wave,
    *,
    text: str = "",
    state: str = "",
    stratum: Stratum | None = None,
    counties: frozenset[str] | None = None,
    place: str = "",
    interviewer: Interviewer | None = None,
    overdue_on: date | None = None,
) -> QuerySet[SampleUnit]:
    """By settlement and drawn order; `state` "reserve" shows those never called in. With who has each now.

    `interviewer`: in whose hand they are; `overdue_on`: in somebody's hand, and to be visited before that day.
    """
    rows = SampleUnit.objects.filter(wave=wave)
    if counties is not None:
        rows = rows.filter(settlement__county__in=counties)
    rows = rows.filter(is_reserve=True) if state == "reserve" else rows.in_play()
    if state and state != "reserve":
        rows = rows.filter(state=state)
    if stratum is not None:
        rows = rows.filter(stratum=stratum)
    if place:
        rows = rows.filter(**{"settlement" if len(place) > COUNTY_DIGITS else "settlement__county": place})
    if interviewer is not None or overdue_on is not None:
        held = FieldAssignment.objects.filter(unit=OuterRef("pk"), ended_at=None)
        held = held.filter(interviewer=interviewer) if interviewer is not None else held
        held = held.filter(due_on__lt=overdue_on) if overdue_on is not None else held
        rows = rows.filter(Exists(held))
    for word in fold(text).split():
        rows = rows.filter(
            Q(settlement__name_search__startswith=word)
            | Q(organisation__name_search__contains=word)
            | Q(code__icontains=word)
        )
    standing = FieldAssignment.objects.filter(ended_at=None).select_related("interviewer")
    return (
        rows.select_related("settlement__county", "stratum", "organisation")
        .prefetch_related(Prefetch("assignments", standing, to_attr="standing"))
        .annotate(attempt_count=Count("attempts"))
        .order_by("settlement__name_sort", "settlement", "drawn_order", "pk")
    )


def holders_of(wave: Wave, counties: frozenset[str] | None = None) -> QuerySet[Interviewer]:
    """Who has units of the wave in hand, of these counties."""
    held = FieldAssignment.objects.filter(unit__wave=wave, ended_at=None)
    if counties is not None:
        held = held.filter(unit__settlement__county__in=counties)
    return Interviewer.objects.filter(pk__in=held.values("interviewer")).order_by("name_sort", "pk")


def history_of(unit: SampleUnit) -> list[TimelineEntry]:
    """What happened with a unit, the latest first. Four queries."""
    lines = []
    for attempt in unit.attempts.select_related("interviewer"):
        lines.append(_line_of(attempt))
    for given in unit.assignments.select_related("interviewer"):
        words = _("Given to %(name)s") % {"name": given.interviewer.name}
        lines.append(TimelineEntry(given.assigned_at, words, tone="neutral"))
        if given.ended_at:
            words = _("No longer with %(name)s") % {"name": given.interviewer.name}
            lines.append(TimelineEntry(given.ended_at, words, given.end_reason, tone="neutral"))
    for came in unit.responses.all():
        words = _("Questionnaire: %(state)s") % {"state": came.get_state_display()}
        body = came.get_way_display() if came.way == Way.LINK else ""
        lines.append(TimelineEntry(came.received_at, words, body, tone="main"))
    for link in unit.invitations.all():
        lines.append(TimelineEntry(link.created_at, _("A link for answering was made"), tone="neutral"))
        if link.revoked_at:
            lines.append(TimelineEntry(link.revoked_at, _("The link was taken back"), tone="neutral"))
    return sorted(lines, key=lambda one: one.at, reverse=True)


def _line_of(attempt: ContactAttempt) -> TimelineEntry:
    """With the hour, as it tells when to try next, and with what was agreed."""
    hour = formats.time_format(timezone.localtime(attempt.attempted_at), "TIME_FORMAT")
    body = attempt.interviewer.name
    if attempt.appointment_at:
        body += " · " + _("appointment: %(moment)s") % {"moment": moment(attempt.appointment_at)}
    return TimelineEntry(attempt.attempted_at, f"{attempt.get_result_display()}, {hour}", body)


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
        return known_as(self.unit)


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
