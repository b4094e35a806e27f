"""Interviewers: who is enrolled where, and how much each has in hand."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mentorhalo.network.models import Mandate, Mentor

from ..models import Enrolment, Interviewer, Study, Wave


def interviewer(pk: UUID) -> Interviewer:
    return Interviewer.objects.select_related("user", "mentor", "county").get(pk=pk)


def enrolment(pk: UUID) -> Enrolment:
    return Enrolment.objects.select_related("interviewer", "study__programme").get(pk=pk)


def enrolments_of(interviewer: Interviewer) -> list[Enrolment]:
    return list(interviewer.enrolments.select_related("study").order_by("-starts_on", "pk"))


def interviewers(
    text: str = "", *, study: Study | None = None, counties: frozenset[str] | None = None, day: date
) -> QuerySet[Interviewer]:
    """Those enrolled somewhere on the day (in the study, where one is given), with what they have in hand. One query."""
    found = Interviewer.objects.matching(text)
    enrolled = Enrolment.objects.on(day)
    if study is not None:
        enrolled = enrolled.filter(study=study)
    found = found.filter(pk__in=enrolled.values("interviewer"))
    if counties is not None:
        found = found.filter(Q(county__in=counties) | Q(county=None))
    in_hand = Q(assignments__ended_at=None, assignments__isnull=False)
    return (
        found.select_related("county", "mentor")
        .annotate(
            in_hand=Count("assignments", filter=in_hand),
            overdue=Count("assignments", filter=in_hand & Q(assignments__due_on__lt=day)),
        )
        .order_by("name_sort", "pk")
    )


def former_interviewers(day: date) -> QuerySet[Interviewer]:
    """Those without an enrolment on the day."""
    enrolled = Enrolment.objects.on(day).values("interviewer")
    return Interviewer.objects.exclude(pk__in=enrolled).select_related("county", "mentor")


def mentors_to_enrol(study: Study, day: date) -> QuerySet[Mentor]:
    """Mentors with a mandate on the day who are not enrolled in the study yet."""
    enrolled = Enrolment.objects.filter(study=study).exclude(ends_on__lt=day)
    serving = Mandate.objects.on(day).values("mentor")
    return (
        Mentor.objects.filter(pk__in=serving)
        .exclude(interviewer__in=enrolled.values("interviewer"))
        .order_by("name_sort", "pk")
    )


@dataclass(frozen=True)
class InHand:
    """What an interviewer has to visit in one wave."""

    wave: Wave
    count: int
    overdue: int


def in_hand_of(interviewer: Interviewer, day: date) -> list[InHand]:
    """Two queries."""
    counted = (
        interviewer.assignments.filter(ended_at=None)
        .order_by()
        .values("unit__wave")
        .annotate(n=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=day)))
    )
    counts = {row["unit__wave"]: (row["n"], row["overdue"]) for row in counted}
    waves = Wave.objects.filter(pk__in=counts).select_related("study").order_by("study__code", "number")
    return [InHand(one, *counts[one.pk]) for one in waves]
