"""What the journal of supervision keeps to itself, and that it is right where two hands meet and where a programme ends."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import UserFactory, holder
from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.queries import reconcile
from mentorhalo.network import actions, facts
from mentorhalo.network.actions import SupervisionRefused
from mentorhalo.network.choices import Answer
from mentorhalo.network.models import SupervisionSession
from mentorhalo.programmes.actions import FIELDS, ProgrammeDraft, revise_programme

from .factories import CountyGroupFactory, MandateFactory, SupervisorFactory

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
DAY = date(2026, 5, 12)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def mentor_in(group):
    return MandateFactory(group=group, mentor__user=UserFactory()).mentor


def held(supervisor, *mentors, on=DAY, at=NOW, minutes=90):
    return actions.record_session(
        supervisor=supervisor,
        mentors=mentors,
        held_on=on,
        kind="individual" if len(mentors) == 1 else "group",
        minutes=minutes,
        by=supervisor.user,
        at=at,
    )


def confirm(session, mentor, at=NOW):
    actions.confirm_session(session=session, seen=session.seen, by=mentor.user, at=at)


def received():
    rows = Fact.objects.known_at(None).filter(kind="supervision.received").order_by("pk")
    return [(one.occurred_on, one.state, one.quantity) for one in rows]


def agrees():
    sources = {facts.SUPERVISION, facts.SUPERVISED}
    return [one for one in reconcile().differences if one.source_type in sources] == []


# --- who sat together


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["supervision.held", "supervision.received"])
def test_only_an_auditor_sees_when_the_journal_was_told(client, kind):
    """A deed tells the session and the quarters of who took part at one moment, in adjacent rows."""
    group = CountyGroupFactory()
    supervisor = SupervisorFactory(programme=group.programme)
    anna, bela = mentor_in(group), mentor_in(group)
    confirm(held(supervisor, anna, bela), anna, at=NOW + timedelta(hours=1))
    earlier, last = Fact.objects.filter(kind=kind).order_by("pk")[0], Fact.objects.filter(kind=kind).last()
    address = reverse("evidence:source", args=[last.source_type, last.source_id])

    def page(role):
        client.force_login(holder(role), backend=BACKEND)
        return client.get(address)

    for role in (Role.MENTOR, Role.GROUP_LEADER, Role.OFFICE, Role.ADMINISTRATOR):
        shown = page(role)
        assert [one.fact for one in shown.context["record"].entries] == [last]
        text = shown.content.decode()
        assert "15:00" not in text
        assert last.digest not in text
        assert text.count('scope="col"') == 4
    text = page(Role.AUDITOR).content.decode()
    assert "15:00" in text
    assert last.digest in text
    assert earlier.pk < last.pk


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["mentors-supervised", "supervision-sessions"])
def test_looking_back_finds_no_moment(client, code):
    group = CountyGroupFactory(programme__ends_on=None)
    supervisor = SupervisorFactory(programme=group.programme)
    anna = mentor_in(group)
    confirm(held(supervisor, anna), anna, at=NOW + timedelta(hours=1))
    address = reverse("indicators:figure", args=[code])

    def rows(role, moment):
        client.force_login(holder(role), backend=BACKEND)
        local = timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M:%S")
        found = client.get(
            address, {"programme": group.programme.code, "as_of": "2026-07-01", "known_at": local}
        )
        return len(found.context["counted"].object_list)

    soon = NOW + timedelta(hours=2)
    assert rows(Role.AUDITOR, soon) == 1
    assert rows(Role.AUDITOR, NOW) == 0
    for role in (Role.MENTOR, Role.OFFICE):
        assert rows(role, soon) == rows(role, NOW) == rows(role, NOW + timedelta(days=1)) == 1


@pytest.mark.django_db
def test_two_moments_of_such_a_figure_are_compared_by_auditors_alone(client):
    group = CountyGroupFactory(programme__ends_on=None)
    anna = mentor_in(group)
    confirm(held(SupervisorFactory(programme=group.programme), anna), anna, at=NOW + timedelta(hours=1))
    runs = [
        f"supervision-sessions@2026-07-01@{(NOW + timedelta(hours=hours)).isoformat()}" for hours in (0, 2)
    ]

    def changes(role):
        client.force_login(holder(role), backend=BACKEND)
        asked = {"programme": group.programme.code, "first": runs[0], "second": runs[1]}
        found = client.get(reverse("indicators:compare"), asked).context["found"]
        return found and len(found.changes)

    assert changes(Role.AUDITOR) == 1
    assert changes(Role.OFFICE) is None


@pytest.mark.django_db
def test_rows_of_figures_lead_only_an_auditor_into_the_journal(client):
    group = CountyGroupFactory(programme__ends_on=None)
    supervisor = SupervisorFactory(programme=group.programme)
    anna = mentor_in(group)
    session = held(supervisor, anna)
    confirm(session, anna)
    address = reverse("indicators:row", args=["supervision-sessions", f"supervision:{session.pk}"])
    target = reverse("evidence:source", args=[facts.SUPERVISION, session.pk])

    def leads(role):
        client.force_login(holder(role), backend=BACKEND)
        page = client.get(address, {"programme": group.programme.code, "as_of": "2026-07-01"})
        return target in page.content.decode()

    assert (leads(Role.MENTOR), leads(Role.OFFICE), leads(Role.AUDITOR)) == (False, False, True)


# --- two hands at once


def at_once(*deeds: Callable[[], None]) -> None:
    start = Barrier(len(deeds))

    def run(deed: Callable[[], None]) -> None:
        try:
            start.wait(timeout=10)
            deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        for done in [pool.submit(run, deed) for deed in deeds]:
            done.result(timeout=60)


@pytest.mark.django_db(transaction=True)
def test_sessions_of_one_quarter_confirmed_at_once_are_all_in_its_sum():
    group = CountyGroupFactory()
    supervisor = SupervisorFactory(programme=group.programme)
    anna = mentor_in(group)
    sessions = [held(supervisor, anna, on=DAY - timedelta(days=back)) for back in range(6)]

    at_once(*(lambda one=one: confirm(one, anna) for one in sessions))

    assert received() == [(date(2026, 6, 30), Answer.CONFIRMED, 6 * 90)]
    assert agrees()


@pytest.mark.django_db(transaction=True)
def test_two_contracts_of_one_supervisor_see_each_other():
    one, other = CountyGroupFactory(), CountyGroupFactory()
    first = SupervisorFactory(programme=one.programme)
    second = SupervisorFactory(programme=other.programme, user=first.user)
    refused = []

    def hold(supervisor, mentor):
        def deed():
            try:
                held(supervisor, mentor, minutes=420)
            except SupervisionRefused as refusal:
                refused.append(refusal.field)

        return deed

    at_once(*(hold(*pair) for pair in ((first, mentor_in(one)), (second, mentor_in(other)))))

    assert refused == ["hours"]
    assert SupervisionSession.objects.count() == 1


# --- where the programme ends


@pytest.mark.django_db
def test_last_quarter_ends_with_the_programme():
    group = CountyGroupFactory(programme__ends_on=date(2026, 5, 31))
    supervisor = SupervisorFactory(programme=group.programme)
    anna = mentor_in(group)
    confirm(held(supervisor, anna), anna)

    assert received() == [(date(2026, 5, 31), Answer.CONFIRMED, 90)]
    assert agrees()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ends_on", "told_on"), [(date(2026, 6, 15), date(2026, 6, 15)), (None, date(2026, 6, 30))]
)
def test_sums_follow_when_the_end_of_the_programme_moves(ends_on, told_on):
    group = CountyGroupFactory(programme__ends_on=date(2026, 5, 31))
    supervisor = SupervisorFactory(programme=group.programme)
    anna = mentor_in(group)
    confirm(held(supervisor, anna), anna)
    said = ProgrammeDraft(**{name: getattr(group.programme, name) for name in FIELDS})

    revise_programme(
        programme=group.programme, draft=replace(said, ends_on=ends_on), by=None, at=NOW + timedelta(days=1)
    )

    assert received() == [(told_on, Answer.CONFIRMED, 90)]
    assert agrees()
