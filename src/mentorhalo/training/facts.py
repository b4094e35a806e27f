"""What the journal says of training: who takes part, who was certified, and who wrote, reviewed and taught.

People are opaque references: a mentor's where they are one, else their account's. A revoked certificate says nothing any more.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils import timezone

from mentorhalo.accounts.models import User
from mentorhalo.evidence.actions import FactDraft

from .choices import EnrolmentState
from .models import Certificate, Enrolment, MaterialVersion, Session

ENROLMENT_SOURCE = "training.enrolment"
CERTIFICATE_SOURCE = "training.certificate"
MATERIAL_SOURCE = "training.material"
SESSION_SOURCE = "training.session"
TO_COHORT = "cohort__version__course__programme"
TO_MODULE = "material__module__version__course__programme"
CHUNK = 500


def facts_of_enrolment(enrolment: Enrolment) -> list[FactDraft]:
    """It comes with its cohort up to the programme, as those below do. No query."""
    if enrolment.state != EnrolmentState.ENROLLED or enrolment.decided_at is None:
        return []
    course = enrolment.cohort.version.course
    return [
        FactDraft(
            kind="training.enrolled",
            subject=learner_of(enrolment),
            occurred_on=timezone.localdate(enrolment.decided_at),
            programme=course.programme.code,
            context=f"course:{course.pk}",
        )
    ]


def facts_of_certificate(certificate: Certificate) -> list[FactDraft]:
    if certificate.is_revoked:
        return []
    return [
        FactDraft(
            kind="training.certified",
            subject=learner_of(certificate.enrolment),
            occurred_on=certificate.issued_on,
            programme=certificate.course.programme.code,
            context=f"course:{certificate.course_id}",
            attributes={"number": certificate.number},
        )
    ]


def facts_of_session(session: Session) -> list[FactDraft]:
    if not session.is_held:
        return []
    course = session.cohort.version.course
    return [
        FactDraft(
            kind="training.session_held",
            subject=f"person:{session.instructor_id}",
            occurred_on=session.on,
            programme=course.programme.code,
            context=f"course:{course.pk}",
            form=session.kind,
            channel="in_person" if session.place else "online",
            quantity=session.hours,
        )
    ]


def facts_of_material(version: MaterialVersion) -> list[FactDraft]:
    """The latest signed opinion of each reviewer, and the module its author delivered, on the day of its release. Its opinions may come prefetched."""
    course = version.material.module.version.course
    about: dict[str, Any] = {"programme": course.programme.code, "context": f"course:{course.pk}"}
    latest = {one.reviewer_id: one for one in version.opinions.all()}
    facts = [
        FactDraft(
            kind="training.review_signed",
            subject=f"person:{reviewer}",
            occurred_on=timezone.localdate(opinion.signed_at),
            state=opinion.verdict,
            **about,
        )
        for reviewer, opinion in latest.items()
    ]
    if version.released_at is not None:
        facts.append(
            FactDraft(
                kind="training.material_released",
                subject=f"person:{version.author_id}",
                occurred_on=timezone.localdate(version.released_at),
                **about,
            )
        )
    return facts


def learner_of(enrolment: Enrolment) -> str:
    """The same for one person in all courses: as a mentor, also where they came by their account, maybe before they were one."""
    mentor = enrolment.mentor_id or (enrolment.user and mentor_id_of(enrolment.user))
    if mentor:
        return f"mentor:{mentor}"
    return f"person:{enrolment.user_id}" if enrolment.user_id else f"learner:{enrolment.pk}"


def mentor_id_of(user: User) -> UUID | None:
    """Of the mentor who signs in by this account; no query if it came with the account."""
    mentor = getattr(user, "mentor", None)
    return mentor.pk if mentor else None


type Derived = Iterator[tuple[str, list[FactDraft]]]


def all_enrolments() -> Derived:
    for one in (
        Enrolment.objects.select_related(TO_COHORT, "user__mentor").order_by("pk").iterator(chunk_size=CHUNK)
    ):
        yield str(one.pk), facts_of_enrolment(one)


def all_certificates() -> Derived:
    rows = Certificate.objects.select_related("course__programme", "enrolment__user__mentor").order_by("pk")
    for one in rows.iterator(chunk_size=CHUNK):
        yield str(one.pk), facts_of_certificate(one)


def all_sessions() -> Derived:
    for one in Session.objects.select_related(TO_COHORT).order_by("pk").iterator(chunk_size=CHUNK):
        yield str(one.pk), facts_of_session(one)


def all_materials() -> Derived:
    rows = MaterialVersion.objects.select_related(TO_MODULE).prefetch_related("opinions").order_by("pk")
    for one in rows.iterator(chunk_size=CHUNK):
        yield str(one.pk), facts_of_material(one)
