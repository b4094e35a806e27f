"""Carry what was done to the journal, in the caller's transaction."""

from datetime import datetime

from mentorhalo.accounts.models import User
from mentorhalo.evidence.actions import sync

from ..facts import (
    CERTIFICATE_SOURCE,
    ENROLMENT_SOURCE,
    MATERIAL_SOURCE,
    SESSION_SOURCE,
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


def tell_of_material(version: MaterialVersion, *, by: User, at: datetime) -> None:
    sync(MATERIAL_SOURCE, version.pk, facts_of_material(version), by=by, at=at)
