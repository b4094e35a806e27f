"""Courses, their versions and modules, and who writes, reviews and teaches them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.programmes.models import Programme

from ..choices import VersionState
from ..models import Assignment, Course, CourseVersion, Module
from .letters import tell_assigned
from .materials import take_over
from .refusals import TrainingRefused


@transaction.atomic
def found_course(
    *,
    code: str,
    title: str,
    summary: str,
    register_number: str,
    hours: int,
    programme: Programme,
    by: User,
    at: datetime,
) -> CourseVersion:
    """A course with its first version, to be filled with modules. Raises `TrainingRefused`."""
    course = Course(
        programme=programme,
        code=code.strip().lower(),
        title=" ".join(title.split()),
        summary=" ".join(summary.split()),
        register_number=register_number.strip(),
        founded_at=at,
    )
    try:
        with transaction.atomic():
            course.save(force_insert=True)
    except IntegrityError:
        raise TrainingRefused(_("Another course has this code."), field="code") from None
    audit.note(deed="found_course", subject=f"course:{course.pk}", by=by.pk, at=at)
    return CourseVersion.objects.create(course=course, number=1, hours=hours)


@transaction.atomic
def set_rule(
    *,
    version: CourseVersion,
    hours: int,
    least_attendance: int,
    least_exam: int,
    least_portfolio: int,
    least_material: int = 0,
) -> None:
    """What a learner has to reach. Raises `TrainingRefused` once the version is in use."""
    version = editable(version)
    version.hours = hours
    version.least_attendance, version.least_exam = least_attendance, least_exam
    version.least_portfolio, version.least_material = least_portfolio, least_material
    _checked(version).save()


@transaction.atomic
def add_module(*, version: CourseVersion, **fields: Any) -> Module:
    """`order`, `title`, `outcomes` and the hours of each kind. Raises `TrainingRefused`."""
    module = Module(version=editable(version), **fields)
    _checked(module).save(force_insert=True)
    return module


@transaction.atomic
def revise_module(*, module: Module, **fields: Any) -> None:
    editable(module.version)
    for name, value in fields.items():
        setattr(module, name, value)
    _checked(module).save()


@transaction.atomic
def open_version(*, version: CourseVersion, by: User, at: datetime) -> None:
    """From now on cohorts take this version; the one before is started no more. Its hours must be those of its modules."""
    version = editable(version)
    planned = sum(module.hours for module in version.modules.all())
    if planned != version.hours:
        raise TrainingRefused(
            _("The modules have %(planned)s hours together, the course %(hours)s. Make them equal first.")
            % {"planned": planned, "hours": version.hours}
        )
    CourseVersion.objects.in_use().filter(course=version.course).update(state=VersionState.RETIRED)
    version.state, version.opened_at = VersionState.OPEN, at
    version.save()
    audit.note(
        deed="open_version", subject=f"course:{version.course_id}", by=by.pk, at=at, details=version.rule
    )


@transaction.atomic
def next_version(*, version: CourseVersion, by: User, at: datetime) -> CourseVersion:
    """A draft with the same modules, outcomes and people, to be changed, and with the material that stands. One draft at a time."""
    Course.objects.select_for_update().get(pk=version.course_id)
    standing = CourseVersion.objects.filter(course=version.course_id)
    draft = standing.filter(state=VersionState.DRAFT).first()
    if draft is not None:
        return draft
    latest = standing.order_by("-number").first() or version
    copied = CourseVersion.objects.create(
        course=version.course,
        number=latest.number + 1,
        hours=version.hours,
        least_attendance=version.least_attendance,
        least_exam=version.least_exam,
        least_portfolio=version.least_portfolio,
        least_material=version.least_material,
    )
    modules: dict[UUID, Module] = {}
    for module in version.modules.prefetch_related("assignments"):
        assignments = list(module.assignments.all())
        modules[module.pk] = module
        module.pk, module.version = Module().pk, copied
        module.save(force_insert=True)
        for one in assignments:
            one.pk, one.module = Assignment().pk, module
            one.save(force_insert=True)
    take_over(modules=modules, by=by, at=at)
    return copied


@transaction.atomic
def assign(
    *, module: Module, user: User, role: str, due_on: date | None, by: User, at: datetime
) -> Assignment:
    """Let somebody write, review or teach a module. Nobody reviews what they write. Raises `TrainingRefused`."""
    Module.objects.select_for_update().get(pk=module.pk)
    assignment = Assignment(module=module, user=user, role=role, due_on=due_on, assigned_at=at)
    _checked(assignment).save(force_insert=True)
    audit.note(
        deed="assign_module",
        subject=f"module:{module.pk}",
        by=by.pk,
        at=at,
        details={"person": str(user.pk), "role": role},
    )
    if user.pk != by.pk:
        tell_assigned(assignment)
    return assignment


@transaction.atomic
def unassign(*, assignment: Assignment, by: User, at: datetime) -> None:
    audit.note(
        deed="unassign_module",
        subject=f"module:{assignment.module_id}",
        by=by.pk,
        at=at,
        details={"person": str(assignment.user_id), "role": assignment.role},
    )
    assignment.delete()


def editable(version: CourseVersion) -> CourseVersion:
    """Locked, and still a draft."""
    found = CourseVersion.objects.select_for_update(of=("self",)).select_related("course").get(pk=version.pk)
    if found.state != VersionState.DRAFT:
        raise TrainingRefused(
            _("This version is in use: it stays as it is. Begin a new version to change it.")
        )
    return found


def _checked[M: Model](record: M) -> M:
    try:
        record.validate_constraints()
    except ValidationError as error:
        raise TrainingRefused(" ".join(error.messages)) from None
    return record
