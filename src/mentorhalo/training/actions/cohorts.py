"""Groups and their sessions."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User

from ..choices import CohortState, VersionState
from ..models import Cohort, CourseVersion, Session
from .enrolling import fill_places
from .journal import tell_of_session
from .refusals import TrainingRefused


@transaction.atomic
def plan_cohort(
    *, version: CourseVersion, title: str, starts_on: date, ends_on: date, capacity: int, is_public: bool
) -> Cohort:
    """A group of the version in use. Raises `TrainingRefused`."""
    if version.state != VersionState.OPEN:
        raise TrainingRefused(_("Groups take the version that is in use."))
    if ends_on < starts_on:
        raise TrainingRefused(_("It cannot end before it begins."), field="ends_on")
    return Cohort.objects.create(
        version=version,
        title=" ".join(title.split()),
        starts_on=starts_on,
        ends_on=ends_on,
        capacity=capacity,
        is_public=is_public,
    )


@transaction.atomic
def move_cohort(*, cohort: Cohort, state: str) -> None:
    """Open it to applications, or say that it is finished; from finished there is no way back but to open."""
    cohort = locked_cohort(cohort)
    if state == CohortState.CLOSED and cohort.sessions.filter(held_at=None).exists():
        raise TrainingRefused(_("Some sessions are not closed yet. Close or delete them first."))
    cohort.state = state
    cohort.save(update_fields=["state"])


@transaction.atomic
def set_places(*, cohort: Cohort, capacity: int, at: datetime) -> None:
    """With more places the waiting list moves up."""
    cohort = locked_cohort(cohort)
    cohort.capacity = capacity
    cohort.save(update_fields=["capacity"])
    fill_places(cohort, at=at)


@transaction.atomic
def plan_session(*, cohort: Cohort, **fields: Any) -> Session:
    """`module`, `kind`, `hours`, `starts_at`, `ends_at`, `place` or `online_url`, `instructor`. Raises `TrainingRefused`."""
    session = Session(cohort=cohort, **fields)
    _check(session)
    session.save(force_insert=True)
    return session


@transaction.atomic
def revise_session(*, session: Session, **fields: Any) -> Session:
    session = locked_session(session)
    if session.is_held:
        raise TrainingRefused(_("It is closed: it stays as it was."))
    for name, value in fields.items():
        setattr(session, name, value)
    _check(session)
    session.save()
    return session


@transaction.atomic
def drop_session(*, session: Session) -> None:
    """One nobody was at yet can go."""
    session = locked_session(session)
    if session.is_held or session.presences.exists():
        raise TrainingRefused(_("Somebody was there already: it cannot be deleted."))
    session.delete()


@transaction.atomic
def hold_session(*, session: Session, by: User, at: datetime) -> None:
    """The list is closed: its hours count, and whoever was not there has hours to make up for. Raises `TrainingRefused`."""
    session = locked_session(session)
    if session.is_held:
        return
    if session.ends_at > at:
        raise TrainingRefused(_("It is not over yet."))
    if not session.presences.exists():
        raise TrainingRefused(_("First say who was there."))
    session.held_at = at
    session.save(update_fields=["held_at"])
    tell_of_session(session, by=by, at=at)


def locked_cohort(cohort: Cohort) -> Cohort:
    return (
        Cohort.objects.select_for_update(of=("self",))
        .select_related("version__course__programme")
        .get(pk=cohort.pk)
    )


def locked_session(session: Session) -> Session:
    return (
        Session.objects.select_for_update(of=("self",))
        .select_related("cohort__version__course__programme", "module")
        .get(pk=session.pk)
    )


def _check(session: Session) -> None:
    if session.module.version_id != session.cohort.version_id:
        raise TrainingRefused(_("This module belongs to another version."), field="module")
    try:
        session.validate_constraints()
    except ValidationError as error:
        raise TrainingRefused(" ".join(error.messages)) from None
