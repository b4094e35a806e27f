"""Certificates: issued by the rule, numbered, signed; revoked with a reason."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit

from ..choices import EnrolmentState
from ..credentials import credential_of, new_key
from ..models import Certificate, Course, Enrolment, SigningKey
from ..queries.results import standing_of
from .journal import tell_of_certificate
from .letters import tell
from .refusals import TrainingRefused, refuse_own


@transaction.atomic
def issue_certificate(*, enrolment: Enrolment, by: User, at: datetime) -> Certificate:
    """Number and sign it, if the rule of the course version is met. Again returns the one that stands. Raises `TrainingRefused`."""
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related(
        "cohort__version__course__programme", "mentor"
    )
    enrolment = rows.get(pk=enrolment.pk)
    earlier = Certificate.objects.filter(enrolment=enrolment, revoked_at=None).first()
    if earlier is not None:
        return earlier
    if enrolment.state != EnrolmentState.ENROLLED:
        raise TrainingRefused(_("They are not in this group."))
    refuse_own(enrolment, by)
    standing = standing_of(enrolment)
    if not standing.is_complete:
        short = ", ".join(one.words for one in standing.conditions if not one.is_met)
        raise TrainingRefused(_("The rule is not met yet: %(short)s.") % {"short": short})
    course = enrolment.cohort.version.course
    number, serial = _next_number(course, at)
    certificate = Certificate(
        enrolment=enrolment,
        course=course,
        number=number,
        serial=serial,
        name=enrolment.name,
        issued_on=timezone.localdate(at),
        issued_at=at,
        issued_by=by,
        met=standing.as_met(),
    )
    certificate.credential = credential_of(certificate, _key_of(course, at))
    certificate.save(force_insert=True)
    tell_of_certificate(certificate, by=by, at=at)
    tell(enrolment, "certificate", number=number)
    return certificate


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, reason: str, by: User, at: datetime) -> None:
    """It counts no more; whoever verifies it reads that it was revoked. Raises `TrainingRefused`."""
    said = " ".join(reason.split())
    if not said:
        raise TrainingRefused(_("Say why: whoever verifies it will ask."), field="reason")
    rows = Certificate.objects.select_for_update(of=("self",)).select_related(
        "course__programme", "enrolment"
    )
    certificate = rows.get(pk=certificate.pk)
    if certificate.is_revoked:
        return
    certificate.revoked_at, certificate.revoke_reason = at, said
    certificate.save(update_fields=["revoked_at", "revoke_reason"])
    tell_of_certificate(certificate, by=by, at=at)
    audit.note(deed="revoke_certificate", subject=f"certificate:{certificate.pk}", by=by.pk, at=at)


@transaction.atomic
def renew_key(*, course: Course, by: User, at: datetime) -> SigningKey:
    """From now on a new key signs; what the old ones signed is still verified by them."""
    key = new_key(course, at)
    key.save(force_insert=True)
    audit.note(deed="renew_key", subject=f"course:{course.pk}", by=by.pk, at=at)
    return key


def _next_number(course: Course, at: datetime) -> tuple[str, int]:
    Course.objects.select_for_update().get(pk=course.pk)
    last = Certificate.objects.filter(course=course).aggregate(last=Max("serial"))["last"] or 0
    return f"{course.code}-{timezone.localdate(at).year}-{last + 1:04d}", last + 1


def _key_of(course: Course, at: datetime) -> SigningKey:
    key = SigningKey.objects.filter(course=course).first()
    if key is None:
        key = new_key(course, at)
        key.save(force_insert=True)
    return key
