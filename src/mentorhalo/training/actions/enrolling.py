"""Applying for a group, being admitted or not, places, the waiting list, withdrawing."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.network.models import Mentor
from mentorhalo.network.queries import mentor_of

from ..choices import CohortState, EnrolmentState
from ..models import Cohort, Enrolment
from .journal import tell_of_enrolment
from .letters import tell
from .refusals import TrainingRefused

HOLDING = (EnrolmentState.ASKED, EnrolmentState.WAITING, EnrolmentState.ENROLLED)


@transaction.atomic
def apply_for(*, cohort: Cohort, by: User, at: datetime) -> Enrolment:
    """A member asks for a place; the office decides. Again is harmless. Raises `TrainingRefused`."""
    cohort = _locked(cohort)
    standing = Enrolment.objects.filter(cohort=cohort, user=by).first()
    if standing is not None and standing.state in HOLDING:
        return standing
    if cohort.state != CohortState.OPEN:
        raise TrainingRefused(_("This group takes no applications."))
    enrolment = standing or Enrolment(cohort=cohort, user=by)
    enrolment.mentor = mentor_of(by)
    enrolment.name, enrolment.email, enrolment.language = by.name or by.email, by.email, by.language
    enrolment.state, enrolment.asked_at, enrolment.decided_at = EnrolmentState.ASKED, at, None
    enrolment.save()
    return enrolment


@transaction.atomic
def enrol_mentor(*, cohort: Cohort, mentor: Mentor, by: User, at: datetime) -> Enrolment:
    """The office puts a mentor into the group: with a place, or on the waiting list."""
    cohort = _locked(cohort)
    enrolment = Enrolment.objects.filter(cohort=cohort, mentor=mentor).first()
    if enrolment is None:
        enrolment = Enrolment(cohort=cohort, mentor=mentor, user=mentor.user, name=str(mentor), asked_at=at)
        if mentor.user is not None:
            enrolment.email, enrolment.language = mentor.user.email, mentor.user.language
    elif enrolment.state == EnrolmentState.ENROLLED:
        return enrolment
    return _place(enrolment, cohort, by=by, at=at)


@transaction.atomic
def admit(*, enrolment: Enrolment, by: User, at: datetime) -> Enrolment:
    """A place if there is one, else the waiting list."""
    cohort = _locked(enrolment.cohort)
    enrolment = Enrolment.objects.get(pk=enrolment.pk)
    if enrolment.state == EnrolmentState.ENROLLED:
        return enrolment
    return _place(enrolment, cohort, by=by, at=at)


@transaction.atomic
def decline(*, enrolment: Enrolment, at: datetime) -> None:
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.state == EnrolmentState.ENROLLED:
        raise TrainingRefused(_("They have a place already. They can withdraw, or be taken off the list."))
    enrolment.state, enrolment.decided_at = EnrolmentState.DECLINED, at
    enrolment.save(update_fields=["state", "decided_at"])


@transaction.atomic
def withdraw(*, enrolment: Enrolment, by: User, at: datetime) -> None:
    """The place is free for the next. Who was at a session stays: their hours are kept. Raises `TrainingRefused`."""
    cohort = _locked(enrolment.cohort)
    enrolment = Enrolment.objects.get(pk=enrolment.pk)
    if enrolment.presences.exists():
        raise TrainingRefused(
            _("They were at a session already: their hours are kept, they cannot be taken off.")
        )
    enrolment.state, enrolment.decided_at = EnrolmentState.WITHDRAWN, at
    enrolment.save(update_fields=["state", "decided_at"])
    enrolment.cohort = cohort
    tell_of_enrolment(enrolment, by=by, at=at)
    fill_places(cohort, at=at)


@transaction.atomic
def show_name(*, enrolment: Enrolment, is_public: bool) -> None:
    """Whether who verifies the certificate reads the name; can be taken back at any time."""
    enrolment.is_name_public = is_public
    enrolment.save(update_fields=["is_name_public"])


def fill_places(cohort: Cohort, *, at: datetime) -> list[Enrolment]:
    """Whoever waits longest gets a place that is free, and a letter. The caller holds the cohort's row."""
    if cohort.state == CohortState.CLOSED:
        return []
    moved = list(
        cohort.enrolments.waiting()[: max(0, cohort.capacity - cohort.enrolments.enrolled().count())]
    )
    for enrolment in moved:
        _place(enrolment, cohort, by=None, at=at)
    return moved


def _place(enrolment: Enrolment, cohort: Cohort, *, by: User | None, at: datetime) -> Enrolment:
    has_place = cohort.enrolments.enrolled().count() < cohort.capacity
    enrolment.cohort = cohort
    enrolment.state = EnrolmentState.ENROLLED if has_place else EnrolmentState.WAITING
    enrolment.decided_at = at
    enrolment.save()
    tell_of_enrolment(enrolment, by=by, at=at)
    tell(enrolment, "admitted" if has_place else "waiting")
    return enrolment


def _locked(cohort: Cohort) -> Cohort:
    rows = Cohort.objects.select_for_update(of=("self",)).select_related("version__course__programme")
    return rows.get(pk=cohort.pk)
