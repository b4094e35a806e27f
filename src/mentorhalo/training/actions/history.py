"""Courses that were kept elsewhere until now, brought in as they went: nobody gets a letter of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from mentorhalo.accounts.models import User
from mentorhalo.evidence.actions import sync_many

from .. import facts
from ..choices import CohortState, EnrolmentState, MakeUpKind, MaterialState, Verdict
from ..credentials import credential_of, new_key
from ..models import (
    Certificate,
    Cohort,
    Course,
    CourseVersion,
    Enrolment,
    Mark,
    Material,
    MaterialVersion,
    Opinion,
    Presence,
    Reading,
    Session,
    SigningKey,
)
from ..queries.results import standings
from .materials import fingerprint_of, take_file

BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class TakenMaterial:
    """Released with the first version, with a learning package (a ZIP) if there is one; a second version may wait for its reviewer
    until `asked_until`."""

    id: UUID
    module: UUID
    title: str
    text: str
    author: UUID
    reviewer: UUID
    opinion: str
    written_at: datetime
    signed_at: datetime
    released_at: datetime
    package: bytes = b""
    rewritten: str = ""
    asked_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class TakenSession:
    id: UUID
    module: UUID
    kind: str
    hours: int
    starts_at: datetime
    ends_at: datetime
    instructor: UUID
    place: str = ""
    online_url: str = ""


@dataclass(frozen=True, kw_only=True)
class TakenLearner:
    """With the sessions they missed, those of them they made up for, the points of exam and portfolio, and which materials they went
    through, with the points of a learning package."""

    id: UUID
    mentor: UUID
    name: str
    user: UUID | None = None
    missed: Collection[UUID] = ()
    made_up: Collection[UUID] = ()
    points: Mapping[str, int] | None = None
    read: Mapping[UUID, int | None] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TakenCohort:
    """Sessions that ended before `settled_at` were held; whoever met the rule is certified then, if the group is finished."""

    id: UUID
    title: str
    starts_on: date
    ends_on: date
    capacity: int
    is_finished: bool
    settled_at: datetime
    sessions: Sequence[TakenSession]
    learners: Sequence[TakenLearner]


@transaction.atomic
def take_materials(*, materials: Iterable[TakenMaterial], by: User) -> None:
    """A fixed number of queries."""
    taken = list(materials)
    Material.objects.bulk_create(
        [Material(pk=one.id, module_id=one.module, title=one.title, begun_at=one.written_at) for one in taken]
    )
    MaterialVersion.objects.bulk_create([_version(one) for one in taken])
    Opinion.objects.bulk_create(
        [
            Opinion(
                version_id=one.id,
                reviewer_id=one.reviewer,
                verdict=Verdict.ACCEPTED,
                text=one.opinion,
                signed_at=one.signed_at,
            )
            for one in taken
        ]
    )
    MaterialVersion.objects.bulk_create(
        [
            MaterialVersion(
                material_id=one.id,
                number=2,
                state=MaterialState.IN_REVIEW,
                text=one.rewritten,
                author_id=one.author,
                reviewer_id=one.reviewer,
                due_on=one.asked_until,
                written_at=one.released_at,
            )
            for one in taken
            if one.rewritten
        ]
    )
    moments = {str(one.id): one.released_at for one in taken}
    rows = MaterialVersion.objects.filter(pk__in=list(moments))
    rows = rows.select_related(facts.TO_MODULE).prefetch_related("opinions")
    told = {str(one.pk): facts.facts_of_material(one) for one in rows}
    sync_many(facts.MATERIAL_SOURCE, told, by=by, at=moments, fresh=True)


@transaction.atomic
def take_cohorts(*, version: CourseVersion, cohorts: Iterable[TakenCohort], by: User) -> None:
    """A fixed number of queries for each cohort, and one for each certificate."""
    key = new_key(version.course, timezone.now())
    key.save(force_insert=True)
    for cohort in cohorts:
        _take_cohort(version, cohort, by)
        if cohort.is_finished:
            _certify(version.course, cohort, key, by)


def _version(one: TakenMaterial) -> MaterialVersion:
    version = MaterialVersion(
        pk=one.id,
        material_id=one.id,
        number=1,
        state=MaterialState.RELEASED,
        text=one.text,
        author_id=one.author,
        reviewer_id=one.reviewer,
        written_at=one.written_at,
        released_at=one.released_at,
    )
    if one.package:
        upload = SimpleUploadedFile("tananyag.zip", one.package)
        take_file(version, upload)
        upload.seek(0)
        version.file.save(f"{version.pk}-{version.sha256[:12]}.bin", upload, save=False)
    version.fingerprint = fingerprint_of(version)
    return version


def _take_cohort(version: CourseVersion, taken: TakenCohort, by: User) -> None:
    Cohort.objects.create(
        pk=taken.id,
        version=version,
        title=taken.title,
        state=CohortState.CLOSED if taken.is_finished else CohortState.OPEN,
        starts_on=taken.starts_on,
        ends_on=taken.ends_on,
        capacity=taken.capacity,
    )
    held = [one for one in taken.sessions if one.ends_at <= taken.settled_at]
    is_held = {one.id for one in held}
    Session.objects.bulk_create(
        [
            Session(
                pk=one.id,
                cohort_id=taken.id,
                module_id=one.module,
                kind=one.kind,
                hours=one.hours,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                place=one.place,
                online_url=one.online_url,
                instructor_id=one.instructor,
                held_at=one.ends_at if one.id in is_held else None,
            )
            for one in taken.sessions
        ]
    )
    began = held[0].starts_at if held else taken.settled_at
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                pk=one.id,
                cohort_id=taken.id,
                mentor_id=one.mentor,
                user_id=one.user,
                name=one.name,
                state=EnrolmentState.ENROLLED,
                asked_at=began,
                decided_at=began,
            )
            for one in taken.learners
        ]
    )
    Reading.objects.bulk_create(
        [
            Reading(
                enrolment_id=learner.id, version_id=version_id, begun_at=began, done_at=began, score=score
            )
            for learner in taken.learners
            for version_id, score in learner.read.items()
        ],
        batch_size=BATCH,
    )
    Presence.objects.bulk_create(
        [
            Presence(
                session_id=session.id,
                enrolment_id=learner.id,
                on=timezone.localdate(session.starts_at),
                at=session.ends_at,
                by_id=session.instructor,
                make_up=MakeUpKind.TASK if session.id in learner.made_up else "",
            )
            for session in held
            for learner in taken.learners
            if session.id not in learner.missed or session.id in learner.made_up
        ],
        batch_size=BATCH,
    )
    Mark.objects.bulk_create(
        [
            Mark(enrolment_id=one.id, kind=kind, points=points, by=by, at=taken.settled_at)
            for one in taken.learners
            for kind, points in (one.points or {}).items()
        ]
    )
    _tell(taken, by, began)


def _tell(taken: TakenCohort, by: User, began: datetime) -> None:
    enrolments = Enrolment.objects.filter(cohort=taken.id).select_related(facts.TO_COHORT)
    told = {str(one.pk): facts.facts_of_enrolment(one) for one in enrolments}
    sync_many(facts.ENROLMENT_SOURCE, told, by=by, at=began, fresh=True)
    sessions = Session.objects.filter(cohort=taken.id, held_at__isnull=False).select_related(facts.TO_COHORT)
    moments = {str(one.id): one.ends_at for one in taken.sessions}
    told = {str(one.pk): facts.facts_of_session(one) for one in sessions}
    sync_many(facts.SESSION_SOURCE, told, by=by, at=moments, fresh=True)


def _certify(course: Course, taken: TakenCohort, key: SigningKey, by: User) -> None:
    cohort = Cohort.objects.select_related("version__course__programme").get(pk=taken.id)
    serial = Certificate.objects.filter(course=course).count()
    made = []
    for standing in standings(Enrolment.objects.filter(cohort=cohort).order_by("name", "pk"), cohort):
        if not standing.is_complete:
            continue
        serial += 1
        standing.enrolment.cohort = cohort
        on = timezone.localdate(taken.settled_at)
        certificate = Certificate(
            enrolment=standing.enrolment,
            course=course,
            number=f"{course.code}-{on.year}-{serial:04d}",
            serial=serial,
            name=standing.enrolment.name,
            issued_on=on,
            issued_at=taken.settled_at,
            issued_by=by,
            met=standing.as_met(),
        )
        certificate.credential = credential_of(certificate, key)
        made.append(certificate)
    Certificate.objects.bulk_create(made)
    told = {str(one.pk): facts.facts_of_certificate(one) for one in made}
    sync_many(facts.CERTIFICATE_SOURCE, told, by=by, at=taken.settled_at, fresh=True)
