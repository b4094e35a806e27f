"""Who was at a session: by list, by code; what was missed and made up for; marks; the diary of practice."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User

from ..choices import EnrolmentState, MarkKind, PresenceMethod
from ..models import Certificate, DiaryEntry, Enrolment, Mark, Module, Presence, Session
from ..signals import LoggedEntry
from .cohorts import locked_session
from .refusals import TrainingRefused, refuse_own


@transaction.atomic
def mark_presence(
    *, session: Session, present: Collection[UUID], shown: Collection[UUID], by: User, at: datetime
) -> None:
    """The list as the instructor sees it. Only who was ticked on the page they saw (`shown`) and is not any more is taken off: who scanned the code since then stays, as does what was made up for."""
    session = _begun(session, at)
    there = {one.enrolment_id: one for one in session.presences.all()}
    enrolled = {one.pk: one for one in session.cohort.enrolments.enrolled().select_related("mentor")}
    certified = set(
        Certificate.objects.filter(enrolment__in=list(enrolled), revoked_at=None).values_list(
            "enrolment", flat=True
        )
    )
    for pk, row in there.items():
        if pk in present or pk not in shown or row.make_up:
            continue
        if pk in certified:
            raise TrainingRefused(
                _("Somebody here has a certificate that counts this session: revoke it first.")
            )
        row.delete()
    for pk in sorted((set(present) & enrolled.keys()) - there.keys()):
        refuse_own(enrolled[pk], by)
        _write(session, pk, PresenceMethod.SHEET, by=by, at=at)


@transaction.atomic
def arrive(*, session: Session, by: User, at: datetime) -> Enrolment:
    """A learner scanned the code. Raises `TrainingRefused`."""
    session = _begun(session, at)
    if timezone.localdate(at) != session.on:
        raise TrainingRefused(_("The code holds on the day of the session alone."))
    enrolment = session.cohort.enrolments.enrolled().filter(user=by).first()
    if enrolment is None:
        raise TrainingRefused(_("You have no place in this group. Ask the instructor to write you down."))
    if not session.presences.filter(enrolment=enrolment).exists():
        _write(session, enrolment.pk, PresenceMethod.CODE, by=by, at=at)
    return enrolment


@transaction.atomic
def make_up(
    *, session: Session, enrolment: Enrolment, kind: str, words: str, on: date, by: User, at: datetime
) -> Presence:
    """The hours somebody missed, done in another way. Raises `TrainingRefused`."""
    session = locked_session(session)
    if not session.is_held:
        raise TrainingRefused(_("The session is not closed yet: nothing was missed."))
    if enrolment.cohort_id != session.cohort_id or enrolment.state != EnrolmentState.ENROLLED:
        raise TrainingRefused(_("They are not in this group."))
    refuse_own(enrolment, by)
    if on > timezone.localdate(at):
        raise TrainingRefused(_("This day has not come yet."), field="on")
    if session.presences.filter(enrolment=enrolment).exists():
        raise TrainingRefused(_("They were there, or have made up for it already."))
    return Presence.objects.create(
        session=session,
        enrolment=enrolment,
        make_up=kind,
        words=" ".join(words.split()),
        on=on,
        by=by,
        at=at,
    )


@transaction.atomic
def give_mark(
    *,
    enrolment: Enrolment,
    kind: str,
    module: Module | None,
    points: int,
    most: int,
    words: str,
    by: User,
    at: datetime,
) -> Mark:
    """A test has a module, the final exam and the portfolio have none. The same examiner again corrects. Raises `TrainingRefused`."""
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("cohort", "mentor")
    enrolment = rows.get(pk=enrolment.pk)
    if enrolment.state != EnrolmentState.ENROLLED:
        raise TrainingRefused(_("They are not in this group."))
    refuse_own(enrolment, by)
    if (kind == MarkKind.TEST) != (module is not None):
        raise TrainingRefused(
            _("A test belongs to a module, the exam and the portfolio to the whole."), field="module"
        )
    if module is not None and module.version_id != enrolment.cohort.version_id:
        raise TrainingRefused(_("This module belongs to another version."), field="module")
    if points > most:
        raise TrainingRefused(_("Nobody has more points than there are."), field="points")
    mark = Mark.objects.filter(enrolment=enrolment, kind=kind, module=module, by=by).first()
    mark = mark or Mark(enrolment=enrolment, kind=kind, module=module, by=by)
    mark.points, mark.most, mark.words, mark.at = points, most, " ".join(words.split()), at
    mark.save()
    return mark


@transaction.atomic
def take_into_diary(*, enrolment: Enrolment, entry: LoggedEntry, learnt: str, at: datetime) -> DiaryEntry:
    """A log entry of one's own becomes part of the practice. Again changes what was learnt."""
    said = learnt.strip()
    if not said:
        raise TrainingRefused(_("Say what you learnt from it."), field="learnt")
    row, _made = DiaryEntry.objects.update_or_create(
        enrolment=enrolment,
        entry=entry.id,
        defaults={
            "on": entry.on,
            "title": entry.title[:200],
            "minutes": entry.minutes,
            "learnt": said,
            "at": at,
        },
    )
    return row


def _begun(session: Session, at: datetime) -> Session:
    session = locked_session(session)
    if session.on > timezone.localdate(at):
        raise TrainingRefused(_("It has not begun yet."))
    return session


def _write(session: Session, enrolment: UUID, method: str, *, by: User, at: datetime) -> None:
    Presence.objects.create(
        session=session, enrolment_id=enrolment, method=method, on=session.on, by=by, at=at
    )
