"""Courses, groups and sessions, for the public and for the office."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import Grant, User

from ..choices import CohortState, EnrolmentState, ModuleRole, VersionState
from ..models import Assignment, Cohort, Course, CourseVersion, Enrolment, Module, Presence, Session

WORKING = (Role.EXPERT, Role.MENTOR, Role.GROUP_LEADER, Role.OFFICE, Role.EDITOR, Role.RESEARCHER)


def course(pk: UUID) -> Course:
    """Raises `DoesNotExist`."""
    return Course.objects.get(pk=pk)


def public_course(pk: UUID) -> CourseVersion:
    """The version in use of a course. Raises `DoesNotExist`."""
    return CourseVersion.objects.in_use().select_related("course").get(course=pk)


def version(pk: UUID) -> CourseVersion:
    """Raises `DoesNotExist`."""
    return CourseVersion.objects.select_related("course").get(pk=pk)


def module(pk: UUID) -> Module:
    """Raises `DoesNotExist`."""
    return Module.objects.select_related("version__course").get(pk=pk)


def assignment(pk: UUID) -> Assignment:
    """Raises `DoesNotExist`."""
    return Assignment.objects.select_related("module__version").get(pk=pk)


def cohort(pk: UUID) -> Cohort:
    """Raises `DoesNotExist`."""
    return Cohort.objects.select_related("version__course").get(pk=pk)


def session(pk: UUID) -> Session:
    """Raises `DoesNotExist`."""
    return Session.objects.select_related("cohort__version__course", "module", "instructor").get(pk=pk)


def enrolment(pk: UUID) -> Enrolment:
    """Raises `DoesNotExist`."""
    return Enrolment.objects.select_related("cohort__version__course__programme", "mentor").get(pk=pk)


def courses_in_use() -> QuerySet[CourseVersion]:
    open_groups = Count("cohorts", filter=Q(cohorts__state=CohortState.OPEN, cohorts__is_public=True))
    rows = CourseVersion.objects.in_use().select_related("course").annotate(open_groups=open_groups)
    return rows.order_by("course__title", "pk")


def all_courses() -> list[Course]:
    """With their versions, the newest first. Two queries."""
    return list(Course.objects.prefetch_related("versions").order_by("title", "pk"))


def groups() -> QuerySet[Cohort]:
    """With how many have a place, wait, and asked."""
    rows = Cohort.objects.select_related("version__course").annotate(
        seated=_in_state(EnrolmentState.ENROLLED),
        waiting=_in_state(EnrolmentState.WAITING),
        asked=_in_state(EnrolmentState.ASKED),
    )
    return rows.order_by("-starts_on", "pk")


def open_groups(version: CourseVersion, viewer: Any) -> QuerySet[Cohort]:
    """Those one may apply for: the public ones, and for mentors all."""
    rows = groups().filter(version=version, state=CohortState.OPEN)
    return rows if viewer.has_perm("training.apply_as_mentor") else rows.filter(is_public=True)


def modules_with_people(version: CourseVersion) -> list[tuple[Module, dict[str, list[Assignment]]]]:
    """Two queries."""
    people: dict[UUID, dict[str, list[Assignment]]] = defaultdict(
        lambda: {role: [] for role in ModuleRole.values}
    )
    for one in Assignment.objects.filter(module__version=version).select_related("user"):
        people[one.module_id][one.role].append(one)
    return [(module, people[module.pk]) for module in version.modules.all()]


def sessions_of(cohort: Cohort) -> list[Session]:
    """With how many were there. One query."""
    rows = Session.objects.filter(cohort=cohort).select_related("module", "instructor")
    present = Count("presences", filter=Q(presences__make_up=""))
    return list(rows.annotate(present=present).order_by("starts_at", "pk"))


def enrolments_of(cohort: Cohort) -> list[Enrolment]:
    rows = Enrolment.objects.filter(cohort=cohort).select_related("mentor")
    return list(rows.order_by("name", "pk"))


def ever_present(cohort: Cohort) -> set[UUID]:
    """Learners who were at a session: they cannot be taken off any more."""
    return set(Presence.objects.filter(session__cohort=cohort).values_list("enrolment", flat=True))


def own_enrolments(user: User) -> list[Enrolment]:
    rows = Enrolment.objects.filter(user=user).select_related("cohort__version__course")
    return list(rows.order_by("-asked_at", "pk"))


def people_at_work(day: date) -> list[User]:
    """Whom a module may be given to. One query."""
    holding = Grant.objects.on(day).filter(role__in=WORKING).values("user")
    return list(User.objects.filter(is_active=True, pk__in=holding).order_by("name_sort", "email", "pk"))


def instructors_of(module: Module) -> list[User]:
    taught = Assignment.objects.filter(module=module, role=ModuleRole.INSTRUCTOR).values("user")
    return list(User.objects.filter(pk__in=taught).order_by("name_sort", "email", "pk"))


def sessions_to_teach(user: User, since: datetime) -> list[Session]:
    """An instructor's: those to come, and those not closed yet. One query."""
    rows = Session.objects.filter(instructor=user).filter(Q(ends_at__gte=since) | Q(held_at=None))
    return list(rows.select_related("cohort__version__course", "module").order_by("starts_at", "pk")[:60])


def drafts_of(course: Course) -> CourseVersion | None:
    return CourseVersion.objects.filter(course=course, state=VersionState.DRAFT).first()


def _in_state(state: str) -> Count:
    return Count("enrolments", filter=Q(enrolments__state=state), distinct=True)
