"""Pages of supervision: what a mentor, a supervisor, a leader and the office see, and what they are told when it is wrong."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.actions import follow_grants
from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import UserFactory, holder
from mentorhalo.core.registry import registry
from mentorhalo.network import actions
from mentorhalo.network.actions.grants import leadership_grant, supervisor_grant
from mentorhalo.network.choices import Answer, Objection
from mentorhalo.network.models import Participation, SupervisionSession, Supervisor
from mentorhalo.programmes.tests.factories import ProgrammeFactory

from .factories import CountyGroupFactory, LeadershipFactory, MandateFactory, SupervisorFactory

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def group():
    return CountyGroupFactory(programme=ProgrammeFactory(ends_on=None))


@pytest.fixture
def supervisor(group):
    contract = SupervisorFactory(programme=group.programme, user__name="Szilágyi Szilvia")
    follow_grants([supervisor_grant(contract)], by=None, at=timezone.now())
    return contract


def mentor_in(group, **fields):
    return MandateFactory(group=group, mentor__user=UserFactory(), **fields).mentor


def signed_in(client, user):
    client.force_login(user, backend=BACKEND)
    return user


def yesterday():
    return timezone.localdate() - timedelta(days=1)


def record(supervisor, *mentors, by=None, held_on=None):
    return actions.record_session(
        supervisor=supervisor,
        mentors=mentors,
        held_on=held_on or yesterday(),
        kind="individual" if len(mentors) == 1 else "group",
        minutes=90,
        by=by or supervisor.user,
        at=timezone.now(),
    )


def test_supervisor_writes_a_group_down_and_another_like_it(client, group, supervisor):
    first, second = mentor_in(group), mentor_in(group)
    signed_in(client, supervisor.user)
    typed = {
        "supervisor": supervisor.pk,
        "held_on": yesterday().isoformat(),
        "hours": "2,5",
        "kind": "group",
        "mentors": [first.pk, second.pk],
    }

    answer = client.post(reverse("network:record_session"), typed)

    assert answer["Location"] == reverse("network:supervise")
    session = SupervisionSession.objects.get()
    assert (session.minutes, session.answer, session.participations.count()) == (150, Answer.CONFIRMED, 2)
    like = client.get(reverse("network:record_session"), {"like": session.pk}).context["form"]
    assert sorted(like.initial["mentors"], key=str) == sorted([first.pk, second.pk], key=str)
    assert like.initial["held_on"] == timezone.localdate()


@pytest.mark.parametrize("like", ["x", "00000000-0000-4000-8000-000000000001"])
def test_like_of_nothing_is_an_empty_form(client, supervisor, like):
    signed_in(client, supervisor.user)

    assert client.get(reverse("network:record_session"), {"like": like}).context["form"].initial == {
        "held_on": timezone.localdate()
    }


@pytest.mark.parametrize("hours", ["", "0", "13", "sok", "1.1", "1e9", "NaN", "-1"])
def test_wrong_hours_are_told_and_typing_is_kept(client, group, supervisor, hours):
    mentor = mentor_in(group)
    signed_in(client, mentor.user)
    typed = {"supervisor": supervisor.pk, "held_on": yesterday().isoformat(), "hours": hours}

    answer = client.post(reverse("network:record_own_session"), typed)

    form = answer.context["form"]
    assert list(form.errors) == ["hours"]
    assert form["held_on"].value() == typed["held_on"]
    assert not SupervisionSession.objects.exists()


def test_day_to_come_is_told_at_its_field(client, group, supervisor):
    mentor = mentor_in(group)
    signed_in(client, mentor.user)
    tomorrow = timezone.localdate() + timedelta(days=1)

    answer = client.post(
        reverse("network:record_own_session"),
        {"supervisor": supervisor.pk, "held_on": tomorrow.isoformat(), "hours": "1"},
    )

    assert list(answer.context["form"].errors) == ["held_on"]


def test_mentor_confirms_or_contests(client, group, supervisor):
    mentor = mentor_in(group)
    good, wrong = (
        record(supervisor, mentor),
        record(supervisor, mentor, held_on=yesterday() - timedelta(days=1)),
    )
    user = signed_in(client, mentor.user)
    waiting = [one.words for one in registry.waiting_for(user, timezone.now())]
    assert len(waiting) == 1

    client.post(reverse("network:confirm_session", args=[good.pk]), {"seen": good.seen})
    empty = client.post(reverse("network:contest_session", args=[wrong.pk]))
    client.post(reverse("network:contest_session", args=[wrong.pk]), {"objection": Objection.HOURS})

    assert list(empty.context["form"].errors) == ["objection"]
    words = dict(Participation.objects.values_list("session", "answer"))
    assert words == {good.pk: Answer.CONFIRMED, wrong.pk: Answer.CONTESTED}
    assert registry.waiting_for(user, timezone.now()) == []
    supervisor.user.forget_grants()
    mend = registry.waiting_for(supervisor.user, timezone.now())
    assert [one.href for one in mend] == [reverse("network:supervise")]


def test_supervisor_confirms_what_a_mentor_wrote(client, group, supervisor):
    mentor = mentor_in(group)
    session = record(supervisor, mentor, by=mentor.user)
    user = signed_in(client, supervisor.user)
    assert [one.href for one in registry.waiting_for(user, timezone.now())] == [reverse("network:supervise")]

    client.post(reverse("network:confirm_session", args=[session.pk]), {"seen": session.seen})

    session.refresh_from_db()
    assert session.answer == Answer.CONFIRMED
    assert client.get(reverse("network:correct_session", args=[session.pk])).status_code == 404


def test_correcting_and_taking_back(client, group, supervisor):
    mentor = mentor_in(group)
    session = record(supervisor, mentor, by=mentor.user)
    signed_in(client, mentor.user)
    address = reverse("network:correct_session", args=[session.pk])

    assert client.get(address).context["form"]["hours"].value() == 1.5
    seen = client.get(address).context["form"]["seen"].value()
    typed = {"held_on": yesterday().isoformat(), "hours": "2", "seen": seen}
    client.post(address, typed)
    session.refresh_from_db()
    assert session.minutes == 120
    late = client.post(address, {**typed, "hours": "3"})
    assert late.context["form"].non_field_errors()

    client.post(reverse("network:take_back_session", args=[session.pk]))
    assert not SupervisionSession.objects.exists()


def test_in_a_group_a_mentor_is_not_shown_the_others(client, group, supervisor):
    mentor, other = mentor_in(group), mentor_in(group, mentor__name="Titok Tamás")
    record(supervisor, mentor, other)
    signed_in(client, mentor.user)

    page = client.get(reverse("network:own_supervision")).content.decode()

    assert "Szilágyi Szilvia" in page
    assert "Titok Tamás" not in page


def test_leader_sees_their_own_group_and_the_office_all(client, group, supervisor):
    leader, other = mentor_in(group, mentor__name="Aranka"), mentor_in(group, mentor__name="Béla")
    elsewhere = mentor_in(CountyGroupFactory(programme=group.programme), mentor__name="Csilla")
    led = LeadershipFactory(group=group, mentor=leader)
    follow_grants([leadership_grant(led)], by=None, at=timezone.now())
    address = reverse("network:supervision_hours")

    signed_in(client, leader.user)
    own = client.get(address)
    signed_in(client, holder(Role.OFFICE))
    everybody = client.get(address, {"of": "nonsense"})

    assert [row.mentor for row in own.context["rows"]] == [leader, other]
    assert [row.mentor for row in everybody.context["rows"]] == [leader, other, elsewhere]
    assert "Szilágyi Szilvia" not in everybody.content.decode()


def test_leader_sees_single_mentors_without_kinds(client, group, supervisor):
    """By hours of one kind in a quarter one could read who sat together."""
    leader, other = mentor_in(group, mentor__name="Aranka"), mentor_in(group, mentor__name="Béla")
    follow_grants(
        [leadership_grant(LeadershipFactory(group=group, mentor=leader))], by=None, at=timezone.now()
    )
    session = record(supervisor, leader, other, held_on=timezone.localdate())  # a day of this quarter
    actions.confirm_session(session=session, seen=session.seen, by=other.user, at=timezone.now())
    address = reverse("network:supervision_hours")

    def cells(name):
        lines = re.findall(r"<tr>(.*?)</tr>", client.get(address).content.decode(), re.DOTALL)
        (line,) = [one for one in lines if name in one]
        return [cell.strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", line, re.DOTALL)]

    signed_in(client, leader.user)
    assert cells("Béla") == ["1,5"]
    assert cells("Aranka") == ["0"]
    signed_in(client, holder(Role.OFFICE))
    assert cells("Béla") == ["0", "1,5", "<strong>1,5</strong>", "0", "0"]


def test_office_appoints_and_revises(client, group):
    signed_in(client, holder(Role.OFFICE))
    user = UserFactory(email="szilvia@pelda.hu")

    unknown = client.post(
        reverse("network:appoint_supervisor"), {"user": "x@pelda.hu", "starts_on": "2026-01-01"}
    )
    client.post(
        reverse("network:appoint_supervisor"), {"user": "SZILVIA@pelda.hu", "starts_on": "2026-01-01"}
    )
    contract = Supervisor.objects.get()
    wrong = client.post(
        reverse("network:revise_supervisor", args=[contract.pk]),
        {"starts_on": "2026-01-01", "ends_on": "2025-12-31"},
    )

    assert list(unknown.context["form"].errors) == ["user"]
    assert (contract.user, contract.programme) == (user, group.programme)
    assert list(wrong.context["form"].errors) == ["ends_on"]


@pytest.mark.parametrize("name", ["network:own_supervision", "network:supervise"])
def test_lists_take_as_many_queries_for_three_as_for_one(
    client, group, supervisor, name, django_assert_max_num_queries
):
    mentor, other = mentor_in(group), mentor_in(group)
    signed_in(client, mentor.user if name == "network:own_supervision" else supervisor.user)
    record(supervisor, mentor, other)
    client.get(reverse(name))
    with django_assert_max_num_queries(20) as one:
        client.get(reverse(name))
    for days in (2, 3, 4):
        record(supervisor, mentor, other, held_on=timezone.localdate() - timedelta(days=days))

    with django_assert_max_num_queries(len(one)):
        client.get(reverse(name))
