"""Applying for a group, being admitted or not, places, the waiting list, withdrawing."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.network.models import Mentor
from mentorhalo.network.queries import mentor_of

from ..choices import CohortState, EnrolmentState
from ..models import Cohort, Enrolment
from .journal import tell_of_certificate, tell_of_enrolment
from .letters import tell
from .refusals import TrainingRefused

HOLDING = (EnrolmentState.ASKED, EnrolmentState.WAITING, EnrolmentState.ENROLLED)
NAME_LENGTH = 150


@transaction.atomic
def apply_for(*, cohort: Cohort, by: User, at: datetime) -> Enrolment:
    """A member asks for a place; the office decides. Again is harmless. Raises `TrainingRefused`."""
    cohort = _locked(cohort)
    enrolment = _of(cohort, by, mentor_of(by))
    if enrolment.state in HOLDING and not enrolment._state.adding:
        _keep(enrolment, by=by, at=at)
        return enrolment
    if cohort.state != CohortState.OPEN:
        raise TrainingRefused(_("This group takes no applications."))
    if not by.name:
        raise TrainingRefused(_("Write your name into your profile first: it stands on the certificate."))
    enrolment.name, enrolment.email, enrolment.language = by.name[:NAME_LENGTH], by.email, by.language
    enrolment.state, enrolment.asked_at, enrolment.decided_at = EnrolmentState.ASKED, at, None
    enrolment.save()
    return enrolment


@transaction.atomic
def enrol_mentor(*, cohort: Cohort, mentor: Mentor, by: User, at: datetime) -> Enrolment:
    """The office puts a mentor into the group: with a place, or on the waiting list."""
    cohort = _locked(cohort)
    enrolment = _of(cohort, mentor.user, mentor)
    if enrolment._state.adding:
        enrolment.name, enrolment.asked_at = str(mentor)[:NAME_LENGTH], at
    elif enrolment.state == EnrolmentState.ENROLLED:
        _keep(enrolment, by=by, at=at)
        return enrolment
    return _place(enrolment, cohort, by=by, at=at)


@transaction.atomic
def admit(*, enrolment: Enrolment, by: User, at: datetime) -> Enrolment:
    """A place if there is one, else the waiting list, to who asked or waits. Raises `TrainingRefused`."""
    cohort = _locked(enrolment.cohort)
    enrolment = Enrolment.objects.get(pk=enrolment.pk)
    if enrolment.state == EnrolmentState.ENROLLED:
        return enrolment
    if enrolment.state not in (EnrolmentState.ASKED, EnrolmentState.WAITING):
        raise TrainingRefused(_("They do not ask for a place."))
    return _place(enrolment, cohort, by=by, at=at)


@transaction.atomic
def decline(*, enrolment: Enrolment, at: datetime) -> None:
    """They get a letter. Again is harmless. Raises `TrainingRefused`."""
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("cohort__version__course")
    enrolment = rows.get(pk=enrolment.pk)
    if enrolment.state == EnrolmentState.ENROLLED:
        raise TrainingRefused(_("They have a place already. They can withdraw, or be taken off the list."))
    if enrolment.state not in (EnrolmentState.ASKED, EnrolmentState.WAITING):
        return
    enrolment.state, enrolment.decided_at = EnrolmentState.DECLINED, at
    enrolment.save(update_fields=["state", "decided_at"])
    tell(enrolment, "declined")


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


def _of(cohort: Cohort, user: User | None, mentor: Mentor | None) -> Enrolment:
    """Theirs in the group, found by account or by mentor, else a new one; the missing one of the two is filled in. Not saved.

    Who was written down twice, before the account became a mentor's, keeps both as they are.
    """
    whose = Q(user=user) if user else Q(pk=None)
    if mentor is not None:
        whose |= Q(mentor=mentor)
    rows = sorted(
        Enrolment.objects.filter(whose, cohort=cohort),
        key=lambda one: (one.state not in HOLDING, one.asked_at),
    )
    enrolment = rows[0] if rows else Enrolment(cohort=cohort)
    enrolment.cohort = cohort
    if len(rows) < 2:
        if user is not None and enrolment.user_id is None:
            enrolment.user, enrolment.email, enrolment.language = user, user.email, user.language
        enrolment.mentor = enrolment.mentor or mentor
    return enrolment


def _keep(enrolment: Enrolment, *, by: User, at: datetime) -> None:
    """With whom it is filled in now; the journal names them anew."""
    enrolment.save()
    tell_of_enrolment(enrolment, by=by, at=at)
    for certificate in enrolment.certificates.select_related("course__programme", "enrolment"):
        tell_of_certificate(certificate, by=by, at=at)


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
