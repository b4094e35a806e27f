"""What a correction may not undo, what mandates and contracts may not leave behind, and who cannot be both."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from mentorhalo.accounts.actions import GrantRefused, follow_grants, grant_role
from mentorhalo.accounts.choices import HIERARCHY, Role
from mentorhalo.accounts.tests.factories import UserFactory, holder
from mentorhalo.network import actions
from mentorhalo.network.actions import MandateRefused, SupervisionRefused
from mentorhalo.network.actions.grants import supervisor_grant
from mentorhalo.network.actions.supervision_history import TakenSupervision, take_sessions
from mentorhalo.network.choices import Answer, EndReason, Objection
from mentorhalo.network.models import Mandate, Participation, SupervisionSession

from .factories import CountyGroupFactory, MandateFactory, SupervisorFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
DAY = date(2026, 5, 12)


@pytest.fixture
def group():
    return CountyGroupFactory()


@pytest.fixture
def supervisor(group):
    return SupervisorFactory(programme=group.programme)


def mentor_in(group, **fields):
    return MandateFactory(group=group, mentor__user=UserFactory(), **fields).mentor


def record(supervisor, *mentors):
    return actions.record_session(
        supervisor=supervisor,
        mentors=mentors,
        held_on=DAY,
        kind="individual" if len(mentors) == 1 else "group",
        minutes=90,
        by=supervisor.user,
        at=NOW,
    )


def confirm(session, mentor):
    actions.confirm_session(session=session, seen=session.seen, by=mentor.user, at=NOW)


def correct(session, *mentors, seen="", **fields):
    said = {"held_on": session.held_on, "kind": session.kind, "minutes": session.minutes} | fields
    actions.correct_session(
        session=session,
        mentors=mentors,
        seen=seen or session.seen,
        by=session.supervisor.user,
        at=NOW,
        **said,
    )


def words():
    return dict(Participation.objects.values_list("supervisee__mentor", "answer"))


# --- what a correction keeps


def test_saving_without_a_change_keeps_every_word(group, supervisor):
    anna, bela = mentor_in(group), mentor_in(group)
    session = record(supervisor, anna, bela)
    confirm(session, anna)

    correct(session, anna, bela)

    assert words() == {anna.pk: Answer.CONFIRMED, bela.pk: Answer.UNCONFIRMED}


def test_another_mentor_is_asked_and_the_others_keep_their_word(group, supervisor):
    anna, bela, csaba = (mentor_in(group) for _number in range(3))
    session = record(supervisor, anna, bela)
    confirm(session, anna)

    correct(session, anna, bela, csaba)

    assert words() == {
        anna.pk: Answer.CONFIRMED,
        bela.pk: Answer.UNCONFIRMED,
        csaba.pk: Answer.UNCONFIRMED,
    }


def test_correction_of_what_was_corrected_meanwhile_is_refused(group, supervisor):
    anna = mentor_in(group)
    session = record(supervisor, anna)
    seen = session.seen
    correct(session, anna, minutes=60)
    session.refresh_from_db()
    confirm(session, anna)

    correct(session, anna, seen=seen, minutes=60)  # the same form sent twice
    with pytest.raises(SupervisionRefused):
        correct(session, anna, seen=seen, minutes=90)

    assert words() == {anna.pk: Answer.CONFIRMED}


def test_whoever_confirmed_is_not_left_out_before_they_contest(group, supervisor):
    anna, bela, csaba = (mentor_in(group) for _number in range(3))
    session = record(supervisor, anna, bela, csaba)
    confirm(session, anna)

    with pytest.raises(SupervisionRefused, match=anna.name) as refusal:
        correct(session, bela, csaba)
    assert refusal.value.field == "mentors"
    actions.contest_session(session=session, objection=Objection.ABSENT, by=anna.user, at=NOW)
    correct(session, bela, csaba)

    assert words().keys() == {bela.pk, csaba.pk}


# --- mandates and sessions


def test_mandate_is_not_moved_off_its_sessions(group, supervisor):
    mentor = mentor_in(group)
    record(supervisor, mentor)
    mandate, office = Mandate.objects.get(mentor=mentor), holder(Role.OFFICE)
    revised = {"mandate": mandate, "working_time": 100, "capacity": 20, "by": office, "at": NOW}
    before, after = DAY - timedelta(days=10), DAY + timedelta(days=1)

    for days in ((mandate.starts_on, before), (after, None)):
        with pytest.raises(MandateRefused) as refusal:
            actions.revise_mandate(starts_on=days[0], ends_on=days[1], **revised)
        assert not any(letter.isdigit() for letter in str(refusal.value))
    with pytest.raises(MandateRefused):
        actions.end_mandate(mandate=mandate, ends_on=before, reason=EndReason.LEFT, by=office, at=NOW)
    actions.end_mandate(mandate=mandate, ends_on=DAY, reason=EndReason.LEFT, by=office, at=NOW)


def test_mentor_who_moves_takes_sessions_along(group, supervisor):
    mentor = mentor_in(group)
    record(supervisor, mentor)
    mandate, office = Mandate.objects.get(mentor=mentor), holder(Role.OFFICE)

    actions.end_mandate(
        mandate=mandate, ends_on=DAY - timedelta(days=1), reason=EndReason.MOVED, by=office, at=NOW
    )
    actions.give_mandate(
        mentor=mentor,
        group=CountyGroupFactory(programme=group.programme),
        starts_on=DAY,
        by=office,
        at=NOW,
    )

    assert [one.holds_on(DAY) for one in Mandate.objects.filter(mentor=mentor).order_by("starts_on")] == [
        False,
        True,
    ]


# --- nobody is both


@pytest.mark.parametrize("role", HIERARCHY)
def test_no_role_of_the_network_is_given_to_a_supervisor_by_hand(group, supervisor, role):
    follow_grants([supervisor_grant(supervisor)], by=None, at=NOW)
    given = {"group": group.pk} if role == Role.GROUP_LEADER else {}

    with pytest.raises(GrantRefused):
        grant_role(
            user=supervisor.user, role=role, starts_on=DAY, by=holder(Role.ADMINISTRATOR), at=NOW, **given
        )


def test_nobody_of_the_network_is_made_a_supervisor_by_hand():
    given = {"role": Role.SUPERVISOR, "starts_on": DAY, "by": holder(Role.ADMINISTRATOR), "at": NOW}

    with pytest.raises(GrantRefused):
        grant_role(user=holder(Role.OFFICE), **given)
    assert grant_role(user=holder(Role.EDITOR), **given).role == Role.SUPERVISOR


# --- brought in


def taken(supervisor, *mentors, **fields):
    said = {
        "id": uuid4(),
        "supervisor": supervisor.pk,
        "mentors": [one.pk for one in mentors],
        "held_on": DAY,
        "kind": "individual",
        "minutes": 90,
        "recorded_at": NOW,
        "answered_at": NOW,
    }
    return TakenSupervision(**said | fields)


def test_sessions_brought_in_are_held_against_those_that_stand(group, supervisor):
    anna, bela = mentor_in(group), mentor_in(group)
    record(supervisor, anna)
    bring = {"programme": group.programme, "by": holder(Role.OFFICE), "at": NOW}

    for session in (
        taken(supervisor, anna),
        taken(supervisor, bela, minutes=660),
        taken(supervisor, bela, contested={bela.pk: "because"}),
    ):
        with pytest.raises(SupervisionRefused):
            take_sessions(sessions=[session], **bring)
    take_sessions(sessions=[taken(supervisor, bela, contested={bela.pk: Objection.DAY})], **bring)

    assert SupervisionSession.objects.count() == 2
    assert words() == {anna.pk: Answer.UNCONFIRMED, bela.pk: Answer.CONTESTED}
