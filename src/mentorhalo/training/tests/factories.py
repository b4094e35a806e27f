"""A course on its way, by the room's own actions: one module of each kind of hours, one learner who met the rule."""

from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core.tests.clock import earlier_today
from mentorhalo.programmes.models import Programme
from mentorhalo.programmes.tests.factories import ProgrammeFactory
from mentorhalo.training import actions
from mentorhalo.training.choices import CohortState, HourKind, MarkKind, ModuleRole
from mentorhalo.training.models import (
    Certificate,
    Cohort,
    CourseVersion,
    Enrolment,
    MaterialVersion,
    Module,
    Session,
)

NOW = earlier_today()
HOURS = {HourKind.THEORY: 60, HourKind.PRACTICE: 40, HourKind.E_LEARNING: 20}


def drafted(
    *, by: User, programme: Programme | None = None, at: datetime = NOW, code: str = "kfm"
) -> CourseVersion:
    """A version with three modules, one for each kind of hours: 120 together."""
    version = actions.found_course(
        code=code,
        title="Közösségfejlesztő mentor képzés",
        summary="120 óra elmélet, gyakorlat és távoktatás.",
        register_number="E-000001/2024",
        hours=120,
        programme=programme or Programme.objects.first() or ProgrammeFactory(ends_on=None),
        by=by,
        at=at,
    )
    for order, (kind, hours) in enumerate(HOURS.items(), start=1):
        actions.add_module(
            version=version, order=order, title=f"Modul {order}", outcomes="Tud kérdezni.", **{kind: hours}
        )
    return version


def in_use(*, by: User, at: datetime = NOW, **fields: Any) -> CourseVersion:
    version = drafted(by=by, at=at, **fields)
    actions.open_version(version=version, by=by, at=at)
    version.refresh_from_db()
    return version


def cohort_of(
    version: CourseVersion, *, capacity: int = 10, is_public: bool = True, is_open: bool = True
) -> Cohort:
    today = timezone.localdate(NOW)
    cohort = actions.plan_cohort(
        version=version,
        title="Első csoport",
        starts_on=today - timedelta(days=40),
        ends_on=today + timedelta(days=40),
        capacity=capacity,
        is_public=is_public,
    )
    if is_open:
        actions.move_cohort(cohort=cohort, state=CohortState.OPEN)
        cohort.refresh_from_db()
    return cohort


def session_of(
    cohort: Cohort, module: Module, *, instructor: User, starts_at: datetime, hours: int, **fields: Any
) -> Session:
    kind = next(kind for kind in HOURS if getattr(module, kind))
    return actions.plan_session(
        cohort=cohort,
        module=module,
        kind=kind,
        hours=hours,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        instructor=instructor,
        **{"place": "Könyvtár, nagyterem", **fields},
    )


def learner(cohort: Cohort, *, by: User, user: User | None = None, at: datetime = NOW) -> Enrolment:
    asked = actions.apply_for(cohort=cohort, by=user or holder(Role.MENTOR), at=at)
    return actions.admit(enrolment=asked, by=by, at=at)


def taught(cohort: Cohort, *, instructor: User, present: list[Enrolment]) -> list[Session]:
    """One closed session of each module with all of its hours; these were there."""
    made = []
    for number, module in enumerate(cohort.version.modules.all()):
        session = session_of(
            cohort,
            module,
            instructor=instructor,
            starts_at=NOW - timedelta(days=20 - number),
            hours=module.hours,
        )
        there = [one.pk for one in present]
        actions.mark_presence(session=session, present=there, shown=(), by=instructor, at=NOW)
        actions.hold_session(session=session, by=instructor, at=NOW)
        made.append(session)
    return made


def marked(enrolment: Enrolment, *, by: User, points: int = 80) -> None:
    for kind in (MarkKind.EXAM, MarkKind.PORTFOLIO):
        actions.give_mark(
            enrolment=enrolment, kind=kind, module=None, points=points, most=100, words="", by=by, at=NOW
        )


def certified(*, by: User, user: User | None = None, **fields: Any) -> Certificate:
    cohort = cohort_of(in_use(by=by, **fields))
    enrolment = learner(cohort, by=by, user=user)
    taught(cohort, instructor=by, present=[enrolment])
    marked(enrolment, by=by)
    return actions.issue_certificate(enrolment=enrolment, by=by, at=NOW)


def writing() -> MaterialVersion:
    """A first draft in a course that is in use, not a word of it written."""
    module = in_use(by=holder(Role.OFFICE)).modules.first()
    assert module is not None
    return _begun(module, author=holder(Role.EXPERT), by=holder(Role.OFFICE))


def released(*, upload: UploadedFile | None = None, text: str = "", video_url: str = "") -> MaterialVersion:
    """Written, accepted and released."""
    version, office, reviewer = writing(), holder(Role.OFFICE), holder(Role.EDITOR)
    actions.write_material(
        version=version, text=text, video_url=video_url, upload=upload, by=version.author, at=NOW
    )
    actions.assign(
        module=version.material.module,
        user=reviewer,
        role=ModuleRole.REVIEWER,
        due_on=None,
        by=office,
        at=NOW,
    )
    due_on = timezone.localdate(NOW) + timedelta(days=14)
    actions.hand_in(version=version, reviewer=reviewer, due_on=due_on, by=version.author, at=NOW)
    actions.sign_opinion(version=version, is_accepted=True, opinion="Jó.", by=reviewer, at=NOW)
    actions.release_material(version=version, by=office, at=NOW)
    version.refresh_from_db()
    return version


def learner_of(version: MaterialVersion) -> Enrolment:
    """Somebody who takes part in the course of this material."""
    return learner(cohort_of(version.material.module.version), by=holder(Role.OFFICE))


def _begun(module: Module, *, author: User, by: User) -> MaterialVersion:
    actions.assign(module=module, user=author, role=ModuleRole.AUTHOR, due_on=None, by=by, at=NOW)
    return actions.begin_material(module=module, title="Kérdezni jól", by=author, at=NOW)


def handed_in(
    module: Module, *, author: User, reviewer: User, by: User, text: str = "Kérdezz nyitottan."
) -> MaterialVersion:
    """A first version that waits for its reviewer."""
    for user, role in ((author, ModuleRole.AUTHOR), (reviewer, ModuleRole.REVIEWER)):
        actions.assign(module=module, user=user, role=role, due_on=None, by=by, at=NOW)
    version = actions.begin_material(module=module, title="Kérdezni jól", by=author, at=NOW)
    actions.write_material(version=version, text=text, video_url="", upload=None, by=author, at=NOW)
    due_on = timezone.localdate(NOW) + timedelta(days=14)
    actions.hand_in(version=version, reviewer=reviewer, due_on=due_on, by=author, at=NOW)
    version.refresh_from_db()
    return version
