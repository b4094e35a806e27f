"""Sessions of supervision: written down by one side, confirmed by both. Of them day, kind and length are known, and nothing else.

The journal is told without an author: who confirmed a session would say who took part in it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.numbers import day as in_words
from mentorhalo.evidence.actions import sync, sync_many
from mentorhalo.network import facts
from mentorhalo.network.choices import Answer, Objection, SupervisionKind
from mentorhalo.network.models import (
    Mandate,
    Mentor,
    Participation,
    Supervisee,
    SupervisionSession,
    Supervisor,
)
from mentorhalo.network.models.supervision import LONGEST, STEP
from mentorhalo.programmes.models import Programme

MOST = 20  # mentors in a group
EARLIEST = date(2000, 1, 1)


class SupervisionRefused(Exception):
    """The session cannot be so; the message is meant for the person, `field` names what to mend."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Other:
    """Another session of the day, as far as it may stand in the way of one."""

    supervisor: UUID  # the account
    mentors: Collection[UUID]
    kind: str
    minutes: int


@transaction.atomic
def record_session(
    *,
    supervisor: Supervisor,
    mentors: Collection[Mentor],
    held_on: date,
    kind: str,
    minutes: int,
    key: UUID | None = None,
    by: User,
    at: datetime,
) -> SupervisionSession:
    """Write down a session that was held. Who writes confirms their own side with it; a mentor writes individual ones of
    their own. The same `key` again returns the first one."""
    _lock(supervisor, mentors)
    is_from_mentor = supervisor.user_id != by.pk
    if is_from_mentor and not (
        kind == SupervisionKind.INDIVIDUAL and [one.user_id for one in mentors] == [by.pk]
    ):
        raise SupervisionRefused(_("Only the supervisor writes down a session of others."))
    if key is not None and (earlier := SupervisionSession.objects.filter(pk=key).first()):
        if _side(earlier, by) is None:
            raise SupervisionRefused(_("This session was written down by somebody else."))
        return earlier
    session = SupervisionSession(
        **({"pk": key} if key else {}),
        supervisor=supervisor,
        held_on=held_on,
        kind=kind,
        minutes=minutes,
        is_from_mentor=is_from_mentor,
        recorded_at=at,
    )
    _check(session, mentors, at)
    session.save(force_insert=True)
    _take_part(session, mentors)
    _begin_anew(session, at)
    _tell(session, _quarters(session), at)
    return session


@transaction.atomic
def correct_session(
    *,
    session: SupervisionSession,
    mentors: Collection[Mentor],
    held_on: date,
    kind: str,
    minutes: int,
    seen: str,
    by: User,
    at: datetime,
) -> SupervisionSession:
    """Mend what was written wrong. Whoever else confirmed something else is asked again; who confirmed that they were there
    is not left out. `seen` is the session's as it was when the writer began."""
    session = _loaded(session)
    _require_writer(session, by)
    before = _quarters(session)
    there = {one.supervisee.mentor for one in session.participations.all()}
    if session.is_from_mentor:
        mentors, kind = list(there), SupervisionKind.INDIVIDUAL
    is_same = (held_on, kind, minutes) == (session.held_on, session.kind, session.minutes)
    if is_same and set(mentors) == there:
        return session
    if session.seen != seen:
        raise SupervisionRefused(_("The session was corrected meanwhile. Look at it again, then correct it."))
    _refuse_leaving_out(session, mentors)
    _lock(session.supervisor, mentors)
    session.held_on, session.kind, session.minutes = held_on, kind, minutes
    _check(session, mentors, at)
    session.save(update_fields=["held_on", "kind", "minutes"])
    session.participations.exclude(supervisee__mentor__in=mentors).delete()
    _take_part(session, mentors)
    if not is_same:
        _begin_anew(session, at)
    _tell(session, before | _quarters(session), at)
    return session


@transaction.atomic
def take_back_session(*, session: SupervisionSession, by: User, at: datetime) -> None:
    """It was written down by mistake. What the other side has confirmed stays, and can only be corrected."""
    session = _loaded(session)
    _require_writer(session, by)
    others = [session] if session.is_from_mentor else list(session.participations.all())
    if any(one.is_confirmed for one in others):
        raise SupervisionRefused(_("The other side has confirmed this session: correct it instead."))
    quarters = _quarters(session)
    sync(facts.SUPERVISION, session.pk, [], by=None, at=at)
    session.delete()
    _tell_quarters(quarters, at)


@transaction.atomic
def confirm_session(*, session: SupervisionSession, seen: str, by: User, at: datetime) -> SupervisionSession:
    """For the side of `by`: the supervisor's, or that of one mentor who took part. `seen` is the session's as they saw it."""
    if _loaded(session).seen != seen:
        raise SupervisionRefused(_("The session was corrected meanwhile. Look at it again, then confirm it."))
    return _say(session, Answer.CONFIRMED, "", by, at)


@transaction.atomic
def contest_session(
    *, session: SupervisionSession, objection: str, by: User, at: datetime
) -> SupervisionSession:
    """For the side of `by`, with a reason out of the list. It may be confirmed later, once it is mended or was a mistake."""
    if objection not in Objection.values:
        raise SupervisionRefused(_("Choose what is wrong with it."), field="objection")
    return _say(session, Answer.CONTESTED, objection, by, at)


@transaction.atomic
def follow_programme_end(*, programme: Programme, at: datetime) -> None:
    """The last quarter ends with the programme: what is told of it moves to the new last day."""
    rows = Participation.objects.filter(session__supervisor__programme=programme)
    rows = rows.select_related("session__supervisor__programme")
    _tell_quarters({facts.quarter_in(one) for one in rows}, at)


def check_session(
    session: SupervisionSession,
    mentors: Collection[Mentor],
    *,
    mandates: Iterable[Mandate],
    others: Iterable[Other],
    today: date,
) -> None:
    """Refuse a session that breaks a rule. `session` comes with its supervisor's user; `mandates` are those of the mentors in
    the programme, `others` further sessions of the day with any of these people."""
    _check_itself(session, mentors, today)
    served = {one.mentor_id for one in mandates if one.holds_on(session.held_on)}
    for mentor in mentors:
        if mentor.pk not in served:
            raise SupervisionRefused(
                _("%(name)s had no mandate on %(day)s.")
                % {"name": mentor.name, "day": in_words(session.held_on)},
                field="mentors",
            )
    _check_beside(session, mentors, list(others))


def _check_itself(session: SupervisionSession, mentors: Collection[Mentor], today: date) -> None:
    if session.held_on > today:
        raise SupervisionRefused(_("A session is written down once it was held."), field="held_on")
    if session.held_on < EARLIEST:
        raise SupervisionRefused(_("This day is too long ago."), field="held_on")
    if not STEP <= session.minutes <= LONGEST or session.minutes % STEP:
        raise SupervisionRefused(
            _("A session lasts between a quarter of an hour and 12 hours, in quarter hours."), field="hours"
        )
    if session.kind not in SupervisionKind.values:
        raise SupervisionRefused(_("Choose whether it was individual or in a group."), field="kind")
    supervisor = session.supervisor
    if not supervisor.holds_on(session.held_on):
        raise SupervisionRefused(
            _("%(name)s had no contract to supervise on %(day)s.")
            % {"name": supervisor.user, "day": in_words(session.held_on)},
            field="held_on",
        )
    if session.kind == SupervisionKind.INDIVIDUAL and len(mentors) != 1:
        raise SupervisionRefused(_("An individual session has exactly one mentor."), field="mentors")
    if session.kind == SupervisionKind.GROUP and not 2 <= len(mentors) <= MOST:
        raise SupervisionRefused(
            _("A group has between two and %(most)s mentors.") % {"most": MOST}, field="mentors"
        )
    if any(mentor.user_id == supervisor.user_id for mentor in mentors):
        raise SupervisionRefused(_("Nobody supervises themselves."), field="mentors")


def _check_beside(session: SupervisionSession, mentors: Collection[Mentor], others: list[Other]) -> None:
    """The same session twice, or more hours than fit into a day."""
    same_hand = [one for one in others if one.supervisor == session.supervisor.user_id]
    too_long = _("On %(day)s %(name)s would have more than 12 hours of supervision.")
    for mentor in mentors:
        own = [one for one in others if mentor.pk in one.mentors]
        if any(one in same_hand and one.kind == session.kind for one in own):
            raise SupervisionRefused(
                _("%(name)s has a session of this kind with %(supervisor)s on %(day)s already.")
                % {
                    "name": mentor.name,
                    "supervisor": session.supervisor.user,
                    "day": in_words(session.held_on),
                },
                field="held_on",
            )
        if session.minutes + sum(one.minutes for one in own) > LONGEST:
            raise SupervisionRefused(
                too_long % {"day": in_words(session.held_on), "name": mentor.name}, field="hours"
            )
    if session.minutes + sum(one.minutes for one in same_hand) > LONGEST:
        raise SupervisionRefused(
            too_long % {"day": in_words(session.held_on), "name": session.supervisor.user}, field="hours"
        )


def _check(session: SupervisionSession, mentors: Collection[Mentor], at: datetime) -> None:
    mandates = Mandate.objects.filter(mentor__in=mentors, programme=session.supervisor.programme_id)
    of_day = SupervisionSession.objects.filter(held_on=session.held_on).exclude(pk=session.pk)
    theirs = of_day.given_by(session.supervisor.user) | of_day.filter(
        participations__supervisee__mentor__in=mentors
    )
    others = [other_of(one) for one in theirs.distinct().with_names()]
    check_session(session, mentors, mandates=mandates, others=others, today=timezone.localdate(at))


def other_of(session: SupervisionSession) -> Other:
    """It comes with its supervisor and its participations."""
    mentors = {one.supervisee.mentor_id for one in session.participations.all()}
    return Other(session.supervisor.user_id, mentors, session.kind, session.minutes)


def _say(
    session: SupervisionSession, answer: Answer, objection: str, by: User, at: datetime
) -> SupervisionSession:
    session = _loaded(session)
    side = _side(session, by)
    if side is None:
        raise SupervisionRefused(_("You did not take part in this session."))
    side.answer, side.objection, side.answered_at = answer, objection, at
    side.save(update_fields=["answer", "objection", "answered_at"])
    _tell(session, _quarters(session), at)
    return session


def _side(session: SupervisionSession, user: User) -> SupervisionSession | Participation | None:
    if session.supervisor.user_id == user.pk:
        return session
    return next(
        (one for one in session.participations.all() if one.supervisee.mentor.user_id == user.pk), None
    )


def _require_writer(session: SupervisionSession, by: User) -> None:
    is_supervisor = session.supervisor.user_id == by.pk
    if session.is_from_mentor == is_supervisor or _side(session, by) is None:
        raise SupervisionRefused(_("Only who wrote the session down can change it."))


def _refuse_leaving_out(session: SupervisionSession, mentors: Collection[Mentor]) -> None:
    for one in session.participations.all():
        if one.is_confirmed and one.supervisee.mentor not in mentors:
            raise SupervisionRefused(
                _(
                    "%(name)s confirmed having been there. They have to contest it before you can leave them out."
                )
                % {"name": one.supervisee.mentor.name},
                field="mentors",
            )


def _begin_anew(session: SupervisionSession, at: datetime) -> None:
    """Confirmed by who wrote it down, and by nobody else yet."""
    fresh = {"answer": Answer.UNCONFIRMED, "objection": "", "answered_at": None}
    written = {"answer": Answer.CONFIRMED, "objection": "", "answered_at": at}
    of_supervisor, of_mentor = (fresh, written) if session.is_from_mentor else (written, fresh)
    for name, value in of_supervisor.items():
        setattr(session, name, value)
    session.save(update_fields=list(of_supervisor))
    session.participations.update(**of_mentor)


def _take_part(session: SupervisionSession, mentors: Collection[Mentor]) -> None:
    ids = supervisees_of(mentors)
    there = set(session.participations.values_list("supervisee", flat=True))
    Participation.objects.bulk_create(
        Participation(session=session, supervisee_id=pk) for pk in ids.values() if pk not in there
    )


def supervisees_of(mentors: Collection[Mentor]) -> dict[UUID, UUID]:
    """Mentor -> the id the journal knows them by, minted for those who have none. Two queries, three with new ones."""
    known = dict(Supervisee.objects.filter(mentor__in=mentors).values_list("mentor", "pk"))
    new = [Supervisee(mentor=mentor) for mentor in mentors if mentor.pk not in known]
    Supervisee.objects.bulk_create(new)
    return known | {one.mentor_id: one.pk for one in new}


def lock_supervisees(ids: Iterable[UUID]) -> None:
    """Who sums up somebody's quarter waits for whoever is about to: the sum holds what both have written."""
    list(Supervisee.objects.select_for_update(no_key=True).filter(pk__in=set(ids)).order_by("pk"))


def _lock(supervisor: Supervisor, mentors: Collection[Mentor]) -> None:
    """Two sessions written down at once see each other, whatever the contracts of the supervisor."""
    contracts = Supervisor.objects.select_for_update().filter(user=supervisor.user_id)
    list(contracts.order_by("pk"))
    list(Mentor.objects.select_for_update().filter(pk__in=[one.pk for one in mentors]).order_by("pk"))


def _loaded(session: SupervisionSession) -> SupervisionSession:
    SupervisionSession.objects.select_for_update(of=("self",)).get(pk=session.pk)
    return SupervisionSession.objects.with_names().get(pk=session.pk)


def _quarters(session: SupervisionSession) -> set[facts.Quarter]:
    return {
        facts.Quarter(pk, session.supervisor.programme.code, facts.quarter_of(session.held_on))
        for pk in session.participations.values_list("supervisee", flat=True)
    }


def _tell(session: SupervisionSession, quarters: set[facts.Quarter], at: datetime) -> None:
    session = SupervisionSession.objects.with_names().get(pk=session.pk)
    sync(facts.SUPERVISION, session.pk, facts.session_facts(session), by=None, at=at)
    _tell_quarters(quarters, at)


def _tell_quarters(quarters: set[facts.Quarter], at: datetime) -> None:
    lock_supervisees(one.supervisee for one in quarters)
    told = facts.in_quarters(quarters)
    drafts = {one.source: facts.quarter_facts(one, told[one]) for one in sorted(quarters)}
    sync_many(facts.SUPERVISED, drafts, by=None, at=at)
