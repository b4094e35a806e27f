"""Hours against those of the course, what was missed, marks, and whether the rule of completion is met."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from ..choices import HourKind, MarkKind
from ..models import (
    Certificate,
    Cohort,
    CourseVersion,
    DiaryEntry,
    Enrolment,
    Mark,
    Module,
    Presence,
    Session,
)
from .materials import gone_through


@dataclass
class ModuleHours:
    """What a learner has of one module, by kind of hours."""

    module: Module
    done: dict[str, int] = field(default_factory=lambda: dict.fromkeys(HourKind.values, 0))

    @property
    def planned(self) -> dict[str, int]:
        return {kind: getattr(self.module, kind) for kind in HourKind.values}

    @property
    def total(self) -> int:
        """Hours of a kind count up to those the module has of it."""
        return sum(min(hours, self.planned[kind]) for kind, hours in self.done.items())


@dataclass(frozen=True)
class Condition:
    """One part of the rule, with what was reached; both in per cent."""

    words: str
    least: int
    reached: int

    @property
    def is_met(self) -> bool:
        return self.reached >= self.least


@dataclass
class Standing:
    """Where a learner stands."""

    enrolment: Enrolment
    modules: list[ModuleHours]
    missed: list[Session]
    marks: list[Mark]
    rule: CourseVersion
    materials: int = 0
    gone_through: int = 0

    @property
    def material_share(self) -> int:
        """Of what is released, in whole per cent, downwards; all of nothing."""
        return self.gone_through * 100 // self.materials if self.materials else 100

    @property
    def hours(self) -> int:
        return sum(one.total for one in self.modules)

    @property
    def share(self) -> int:
        """Of the hours of the course, in whole per cent, downwards."""
        return min(100, self.hours * 100 // self.rule.hours) if self.rule.hours else 0

    @property
    def conditions(self) -> list[Condition]:
        parts = (
            (_("Share of the hours"), self.rule.least_attendance, self.share),
            (_("Final exam"), self.rule.least_exam, self.mark_of(MarkKind.EXAM)),
            (_("Portfolio"), self.rule.least_portfolio, self.mark_of(MarkKind.PORTFOLIO)),
            (_("Material gone through"), self.rule.least_material, self.material_share),
        )
        return [Condition(*part) for part in parts if part[1]]

    @property
    def is_complete(self) -> bool:
        return all(one.is_met for one in self.conditions)

    def mark_of(self, kind: str) -> int:
        """The mean of the examiners' marks, in whole per cent, downwards; 0 without one."""
        shares = [Fraction(mark.points * 100, mark.most) for mark in self.marks if mark.kind == kind]
        return int(sum(shares) / len(shares)) if shares else 0

    def as_met(self) -> dict[str, Any]:
        """What the certificate keeps."""
        return {
            "rule": self.rule.rule,
            "hours": self.hours,
            "attendance": self.share,
            "exam": self.mark_of(MarkKind.EXAM),
            "portfolio": self.mark_of(MarkKind.PORTFOLIO),
            "material": self.material_share,
        }


def standing_of(enrolment: Enrolment) -> Standing:
    """Seven queries."""
    return standings([enrolment], enrolment.cohort)[0]


def standings(enrolments: Iterable[Enrolment], cohort: Cohort) -> list[Standing]:
    """Of learners of one cohort, in their order. Six queries, however many."""
    people = list(enrolments)
    modules = list(cohort.version.modules.all())
    sessions = list(
        Session.objects.filter(cohort=cohort).select_related("module").order_by("starts_at", "pk")
    )
    there: dict[UUID, set[UUID]] = defaultdict(set)
    pairs = Presence.objects.filter(enrolment__in=people).values_list("enrolment", "session")
    for enrolment_id, session_id in pairs:
        there[enrolment_id].add(session_id)
    marks: dict[UUID, list[Mark]] = defaultdict(list)
    for mark in Mark.objects.filter(enrolment__in=people).select_related("module", "by"):
        marks[mark.enrolment_id].append(mark)
    count, done = gone_through(people, cohort.version_id)
    found = [
        _standing(one, cohort.version, modules, sessions, there[one.pk], marks[one.pk]) for one in people
    ]
    for standing in found:
        standing.materials, standing.gone_through = count, done[standing.enrolment.pk]
    return found


def diary_of(enrolment: Enrolment) -> list[DiaryEntry]:
    return list(DiaryEntry.objects.filter(enrolment=enrolment))


def made_up_by(enrolment: Enrolment) -> list[Presence]:
    rows = Presence.objects.filter(enrolment=enrolment).exclude(make_up="")
    return list(rows.select_related("session__module").order_by("on", "pk"))


def register() -> QuerySet[Certificate]:
    """Every certificate, for the register of adult training; the revoked among them."""
    rows = Certificate.objects.select_related("course", "enrolment__cohort__version", "enrolment__mentor")
    return rows.order_by("course__code", "serial")


def certificate_of(enrolment: Enrolment) -> Certificate | None:
    """The one that stands, else the last that was revoked. One query."""
    return certificates_of([enrolment]).get(enrolment.pk)


def certificates_of(enrolments: Iterable[Enrolment]) -> dict[UUID, Certificate]:
    """Of each learner the one that stands, else the last that was revoked. One query."""
    rows = Certificate.objects.filter(enrolment__in=list(enrolments))
    return {one.enrolment_id: one for one in rows.order_by(F("revoked_at").asc(nulls_last=True), "serial")}


def certificate_by(number: str) -> Certificate | None:
    """However it is written: capitals and blanks do not matter."""
    told = "".join(number.split()).lower()
    return Certificate.objects.select_related("course", "enrolment").filter(number=told).first()


def _standing(
    enrolment: Enrolment,
    version: CourseVersion,
    modules: list[Module],
    sessions: list[Session],
    there: set[UUID],
    marks: list[Mark],
) -> Standing:
    hours = {module.pk: ModuleHours(module) for module in modules}
    held = [one for one in sessions if one.is_held]
    for session in held:
        if session.pk in there:
            hours[session.module_id].done[session.kind] += session.hours
    return Standing(
        enrolment=enrolment,
        modules=list(hours.values()),
        missed=[one for one in held if one.pk not in there],
        marks=marks,
        rule=version,
    )
