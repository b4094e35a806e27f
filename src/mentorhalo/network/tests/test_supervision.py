"""Sessions of supervision: written down by one side, confirmed by both, and what the journal is told of them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import UserFactory, holder
from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.queries import reconcile
from mentorhalo.network import actions, facts
from mentorhalo.network.actions import MandateRefused, MentorRefused, SupervisionRefused, SupervisorRefused
from mentorhalo.network.choices import Answer, EndReason, Objection
from mentorhalo.network.models import Participation, SupervisionSession
from mentorhalo.network.queries import supervision as queries

from .factories import CountyGroupFactory, MandateFactory, MentorFactory, SupervisorFactory

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


def record(supervisor, *mentors, by=None, kind="", minutes=90, held_on=DAY, at=NOW):
    return actions.record_session(
        supervisor=supervisor,
        mentors=mentors,
        held_on=held_on,
        kind=kind or ("individual" if len(mentors) == 1 else "group"),
        minutes=minutes,
        by=by or supervisor.user,
        at=at,
    )


def confirm(session, mentor):
    return actions.confirm_session(session=session, seen=session.seen, by=mentor.user, at=NOW)


def told(kind):
    rows = Fact.objects.known_at(None).filter(kind=kind).order_by("occurred_on", "subject")
    return [(one.state, one.quantity) for one in rows]


def assert_journal_agrees():
    sources = {facts.SUPERVISION, facts.SUPERVISED}
    assert [one for one in reconcile().differences if one.source_type in sources] == []


# --- confirmed by both sides


def test_hours_count_once_both_sides_confirmed_them(group, supervisor):
    mentor = mentor_in(group)

    session = record(supervisor, mentor)
    assert told("supervision.held") == [(Answer.UNCONFIRMED, 90)]

    confirm(session, mentor)
    assert told("supervision.held") == [(Answer.CONFIRMED, 90)]
    assert told("supervision.received") == [(Answer.CONFIRMED, 90)]
    assert_journal_agrees()


def test_mentor_writes_down_an_individual_session_and_the_supervisor_confirms(group, supervisor):
    mentor = mentor_in(group)

    session = record(supervisor, mentor, by=mentor.user)
    assert told("supervision.held") == [(Answer.UNCONFIRMED, 90)]
    actions.confirm_session(session=session, seen=session.seen, by=supervisor.user, at=NOW)

    assert told("supervision.held") == [(Answer.CONFIRMED, 90)]


def test_in_a_group_each_speaks_for_themselves(group, supervisor):
    first, second, third = (mentor_in(group) for _number in range(3))
    session = record(supervisor, first, second, third, minutes=180)

    confirm(session, first)
    actions.contest_session(session=session, objection=Objection.ABSENT, by=second.user, at=NOW)

    assert told("supervision.held") == [(Answer.CONFIRMED, 180)]
    words = sorted(told("supervision.received"))
    assert words == [(Answer.CONFIRMED, 180), (Answer.CONTESTED, 180), (Answer.UNCONFIRMED, 180)]
    assert_journal_agrees()


def test_journal_names_neither_supervisor_nor_mentor_nor_who_confirmed(group, supervisor):
    first, second = mentor_in(group), mentor_in(group)
    session = record(supervisor, first, second)
    confirm(session, first)

    rows = Fact.objects.filter(kind__startswith="supervision.")
    known = {str(one) for one in (first.pk, second.pk, first.user_id, second.user_id, supervisor.user_id)}

    written = [str([getattr(row, field.attname) for field in Fact._meta.fields]) for row in rows]
    assert [one for one in written if any(pk in one for pk in known)] == []
    assert {row.recorded_by for row in rows} == {""}


def test_journal_knows_a_mentor_by_quarters_only(group, supervisor):
    """By the day of a session one could read out of the journal who sat together."""
    mentor, other = mentor_in(group), mentor_in(group)
    for day, people in ((date(2026, 1, 10), [mentor, other]), (date(2026, 3, 20), [mentor]), (DAY, [mentor])):
        session = record(supervisor, *people, held_on=day)
        for one in people:
            confirm(session, one)

    rows = Fact.objects.known_at(None).filter(kind="supervision.received")
    assert sorted(rows.values_list("occurred_on", "quantity")) == [
        (date(2026, 3, 31), 90),
        (date(2026, 3, 31), 180),
        (date(2026, 6, 30), 90),
    ]
    assert rows.filter(context="", who="", place="", attributes={}).count() == 3


def test_whoever_was_not_there_says_nothing_about_it(group, supervisor):
    session = record(supervisor, mentor_in(group))

    with pytest.raises(SupervisionRefused):
        confirm(session, mentor_in(group))
    with pytest.raises(SupervisionRefused):
        actions.contest_session(session=session, objection="because", by=supervisor.user, at=NOW)


def test_confirmed_is_what_was_seen(group, supervisor):
    mentor = mentor_in(group)
    session = record(supervisor, mentor)
    seen = session.seen
    actions.correct_session(
        session=session,
        mentors=[mentor],
        held_on=DAY,
        kind="individual",
        minutes=60,
        seen=seen,
        by=supervisor.user,
        at=NOW,
    )

    with pytest.raises(SupervisionRefused):
        actions.confirm_session(session=session, seen=seen, by=mentor.user, at=NOW)
    assert told("supervision.held") == [(Answer.UNCONFIRMED, 60)]


# --- mended and taken back


def test_corrected_session_asks_the_other_side_again(group, supervisor):
    mentor, other = mentor_in(group), mentor_in(group)
    session = record(supervisor, mentor)
    confirm(session, mentor)

    actions.correct_session(
        session=session,
        mentors=[mentor, other],
        held_on=date(2026, 3, 30),
        kind="group",
        minutes=120,
        seen=session.seen,
        by=supervisor.user,
        at=NOW,
    )

    assert told("supervision.held") == [(Answer.UNCONFIRMED, 120)]
    assert told("supervision.received") == [(Answer.UNCONFIRMED, 120), (Answer.UNCONFIRMED, 120)]
    assert_journal_agrees()


def test_only_the_writer_corrects(group, supervisor):
    mentor = mentor_in(group)
    given, own = (
        record(supervisor, mentor),
        record(supervisor, mentor, by=mentor.user, held_on=date(2026, 5, 11)),
    )
    again = {"mentors": [mentor], "held_on": DAY, "kind": "individual", "minutes": 60, "at": NOW}

    with pytest.raises(SupervisionRefused):
        actions.correct_session(session=given, seen=given.seen, by=mentor.user, **again)
    with pytest.raises(SupervisionRefused):
        actions.correct_session(session=own, seen=own.seen, by=supervisor.user, **again)


def test_mentors_correction_keeps_whom_it_is_about(group, supervisor):
    mentor, other = mentor_in(group), mentor_in(group)
    session = record(supervisor, mentor, by=mentor.user)

    actions.correct_session(
        session=session,
        mentors=[other],
        held_on=DAY,
        kind="group",
        minutes=60,
        seen=session.seen,
        by=mentor.user,
        at=NOW,
    )

    session.refresh_from_db()
    assert (session.kind, session.minutes) == ("individual", 60)
    assert [one.supervisee.mentor for one in session.participations.all()] == [mentor]


def test_session_is_taken_back_until_the_other_side_confirmed(group, supervisor):
    mentor = mentor_in(group)
    mistake, real = record(supervisor, mentor, held_on=date(2026, 5, 11)), record(supervisor, mentor)
    confirm(real, mentor)

    actions.take_back_session(session=mistake, by=supervisor.user, at=NOW)
    with pytest.raises(SupervisionRefused):
        actions.take_back_session(session=real, by=supervisor.user, at=NOW)

    assert SupervisionSession.objects.get() == real
    assert told("supervision.received") == [(Answer.CONFIRMED, 90)]
    assert_journal_agrees()


def test_same_key_twice_is_one_session(group, supervisor):
    mentor = mentor_in(group)
    first = record(supervisor, mentor)
    again = actions.record_session(
        supervisor=supervisor,
        mentors=[mentor],
        held_on=DAY,
        kind="individual",
        minutes=90,
        key=first.pk,
        by=supervisor.user,
        at=NOW,
    )

    assert again == first
    assert SupervisionSession.objects.count() == 1


# --- refused


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"held_on": NOW.date() + timedelta(days=1)}, "held_on"),
        ({"held_on": date(1, 1, 1)}, "held_on"),
        ({"minutes": 0}, "hours"),
        ({"minutes": -60}, "hours"),
        ({"minutes": 50}, "hours"),
        ({"minutes": 12 * 60 + 15}, "hours"),
        ({"kind": "private"}, "kind"),
        ({"kind": "group"}, "mentors"),
    ],
)
def test_impossible_session_is_refused(group, supervisor, fields, field):
    with pytest.raises(SupervisionRefused) as refusal:
        record(supervisor, mentor_in(group), **fields)

    assert refusal.value.field == field
    assert not Participation.objects.exists()


def test_supervisor_needs_a_contract_on_the_day(group):
    supervisor = SupervisorFactory(
        programme=group.programme, starts_on=date(2026, 1, 1), ends_on=date(2026, 4, 30)
    )
    mentor = mentor_in(group)

    record(supervisor, mentor, held_on=date(2026, 4, 30))
    with pytest.raises(SupervisionRefused, match=str(supervisor.user)):
        record(supervisor, mentor, held_on=date(2026, 5, 1))


def test_mentor_needs_a_mandate_of_the_programme_on_the_day(group, supervisor):
    left = mentor_in(group, ends_on=date(2026, 5, 11))
    elsewhere = mentor_in(CountyGroupFactory())

    record(supervisor, left, held_on=date(2026, 5, 11))
    for mentor in (left, elsewhere):
        with pytest.raises(SupervisionRefused, match=mentor.name):
            record(supervisor, mentor)


def test_twin_of_a_session_is_refused(group, supervisor):
    mentor, other = mentor_in(group), mentor_in(group)
    record(supervisor, mentor)
    record(supervisor, mentor, other)  # of the other kind

    with pytest.raises(SupervisionRefused, match=str(supervisor.user)):
        record(supervisor, mentor, by=mentor.user, minutes=60)
    with pytest.raises(SupervisionRefused, match=str(supervisor.user)):
        record(supervisor, other, mentor)
    record(supervisor, other)
    assert SupervisionSession.objects.count() == 3


def test_no_more_than_twelve_hours_in_a_day(group, supervisor):
    mentor, other = mentor_in(group), mentor_in(group)
    record(supervisor, mentor, minutes=600)
    second = SupervisorFactory(programme=group.programme)

    with pytest.raises(SupervisionRefused, match=mentor.name):
        record(second, mentor, minutes=135)
    with pytest.raises(SupervisionRefused, match="12"):
        record(supervisor, other, minutes=135)
    record(second, mentor, minutes=120)


def test_others_write_nothing_down(group, supervisor):
    mentor, other = mentor_in(group), mentor_in(group)

    for people, by in (
        ([mentor], holder(Role.OFFICE)),
        ([other], mentor.user),
        ([mentor, other], mentor.user),
    ):
        with pytest.raises(SupervisionRefused):
            record(supervisor, *people, by=by)


# --- who supervises


def test_contract_gives_the_role_for_its_days(group):
    user, office = UserFactory(), holder(Role.OFFICE)
    contract = actions.appoint_supervisor(
        programme=group.programme,
        user=user,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 30),
        by=office,
        at=NOW,
    )
    user.forget_grants()
    assert user.roles_on(date(2026, 6, 30)) == {Role.SUPERVISOR}

    actions.revise_supervisor(
        supervisor=contract, starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31), by=office, at=NOW
    )
    user.forget_grants()
    assert user.roles_on(date(2026, 6, 30)) == frozenset()


def test_nobody_of_the_network_supervises_and_no_supervisor_joins_it(group, supervisor):
    office, mentor = holder(Role.OFFICE), MentorFactory()
    appoint = {"programme": group.programme, "starts_on": DAY, "by": office, "at": NOW}

    for role in (Role.OFFICE, Role.MENTOR, Role.GROUP_LEADER):
        with pytest.raises(SupervisorRefused):
            actions.appoint_supervisor(user=holder(role), **appoint)
    with pytest.raises(SupervisorRefused):
        actions.appoint_supervisor(user=supervisor.user, **appoint)
    actions.link_account(mentor=mentor, user=supervisor.user, by=office, at=NOW)
    with pytest.raises(MandateRefused):
        actions.give_mandate(mentor=mentor, group=group, starts_on=DAY, by=office, at=NOW)
    with pytest.raises(MentorRefused):
        actions.link_account(
            mentor=MandateFactory(group=group).mentor,
            user=SupervisorFactory(programme=group.programme).user,
            by=office,
            at=NOW,
        )


def test_contract_covers_its_sessions_and_does_not_tell_their_days(group, supervisor):
    record(supervisor, mentor_in(group))

    with pytest.raises(SupervisorRefused) as refusal:
        actions.revise_supervisor(
            supervisor=supervisor,
            starts_on=supervisor.starts_on,
            ends_on=DAY - timedelta(days=10),
            by=holder(Role.OFFICE),
            at=NOW,
        )

    assert not any(letter.isdigit() for letter in str(refusal.value))


# --- sums


def test_hours_of_each_mentor_in_a_quarter(group, supervisor, django_assert_num_queries):
    anna, bela = mentor_in(group, mentor__name="Anna"), mentor_in(group, mentor__name="Béla")
    mentor_in(group, mentor__name="Csaba", ends_on=date(2026, 3, 31), end_reason=EndReason.TERM)
    for session in (record(supervisor, anna), record(supervisor, anna, bela, minutes=180)):
        confirm(session, anna)
    record(supervisor, anna, held_on=date(2026, 3, 31))

    with django_assert_num_queries(2):
        rows = queries.hours_by_mentor(group.programme, date(2026, 4, 1), date(2026, 6, 30))

    assert [(row.mentor, row.hours.confirmed, row.hours.unconfirmed) for row in rows] == [
        (anna, {"individual": 90, "group": 180}, 0),
        (bela, {}, 180),
    ]
    assert queries.added(rows).total == "4,5"


def test_stretches_are_years_and_quarters(group):
    group.programme.starts_on = date(2025, 8, 1)

    found = queries.stretches(group.programme, date(2026, 5, 20))

    assert [one.code for one in found] == ["2026", "2026-2", "2026-1", "2025", "2025-4", "2025-3"]
    assert [(found[1].first, found[1].last), (found[4].first, found[4].last)] == [
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2025, 10, 1), date(2025, 12, 31)),
    ]


def test_no_model_of_supervision_can_hold_what_was_said():
    """Codes out of lists, days, numbers, keys: nothing that takes words."""
    fields = {*SupervisionSession._meta.fields, *Participation._meta.fields}
    text = [
        one
        for one in fields
        if one.get_internal_type() in ("CharField", "TextField", "FileField", "JSONField")
    ]

    assert [one.name for one in text if not one.choices] == []
