"""Carry what was done to the journal, in the caller's transaction."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import prefetch_related_objects

from mentorhalo.accounts.models import User
from mentorhalo.evidence.actions import sync, sync_many

from ..facts import (
    CERTIFICATE_SOURCE,
    ENROLMENT_SOURCE,
    MATERIAL_SOURCE,
    SESSION_SOURCE,
    TO_COHORT,
    facts_of_certificate,
    facts_of_enrolment,
    facts_of_material,
    facts_of_session,
)
from ..models import Certificate, Enrolment, MaterialVersion, Session


def tell_of_session(session: Session, *, by: User, at: datetime) -> None:
    sync(SESSION_SOURCE, session.pk, facts_of_session(session), by=by, at=at)


def tell_of_enrolment(enrolment: Enrolment, *, by: User | None, at: datetime) -> None:
    sync(ENROLMENT_SOURCE, enrolment.pk, facts_of_enrolment(enrolment), by=by, at=at)


def tell_of_certificate(certificate: Certificate, *, by: User, at: datetime) -> None:
    sync(CERTIFICATE_SOURCE, certificate.pk, facts_of_certificate(certificate), by=by, at=at)


def tell_of_learners(users: Collection[UUID], *, by: User | None, at: datetime) -> None:
    """These accounts became or are no longer those of mentors: the journal names them anew. Six queries at most."""
    enrolments = Enrolment.objects.filter(user__in=users, mentor=None)
    rows = enrolments.select_related(TO_COHORT, "user__mentor")
    sync_many(ENROLMENT_SOURCE, {str(one.pk): facts_of_enrolment(one) for one in rows}, by=by, at=at)
    certificates = Certificate.objects.filter(enrolment__in=enrolments)
    certificates = certificates.select_related("course__programme", "enrolment__user__mentor")
    told = {str(one.pk): facts_of_certificate(one) for one in certificates}
    sync_many(CERTIFICATE_SOURCE, told, by=by, at=at)


def tell_of_taken_over(versions: Collection[MaterialVersion], *, by: User, at: datetime) -> None:
    """The modules of these come with their material."""
    prefetch_related_objects(list(versions), "opinions")
    told = {str(one.pk): facts_of_material(one) for one in versions}
    sync_many(MATERIAL_SOURCE, told, by=by, at=at)


def tell_of_material(version: MaterialVersion, *, by: User, at: datetime) -> None:
    sync(MATERIAL_SOURCE, version.pk, facts_of_material(version), by=by, at=at)
