from datetime import UTC, date, datetime

import pytest

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import Grant
from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.core.models import AuditLine
from mentorhalo.network.actions import (
    ConsentRefused,
    MentorRefused,
    appoint_leader,
    give_consent,
    give_mandate,
    introduce_oneself,
    link_account,
    register_mentor,
    revise_mentor,
    withdraw_consent,
)
from mentorhalo.network.choices import ConsentScope
from mentorhalo.network.models import Mentor, PublicConsent

from .factories import CountyGroupFactory, MentorFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = datetime(2026, 3, 5, 9, tzinfo=UTC)
DAY = date(2026, 3, 1)


@pytest.fixture
def office():
    return UserFactory()


def card(**fields):
    empty = dict.fromkeys(("email", "phone", "introduction_hu", "introduction_en"), "")
    return {"name": "Őri Géza", "home": None, "user": None, **empty, **fields}


def test_mentor_is_found_without_accents(office):
    register_mentor(name="  Őri   Géza ", by=office, at=NOW)

    assert Mentor.objects.matching("ori geza").get().name == "Őri Géza"
    assert list(AuditLine.objects.values_list("deed", flat=True)) == ["register_mentor"]


@pytest.mark.parametrize("taken", ["name", "external_id", "user"])
def test_mentor_refused_writes_nothing(office, taken):
    user = UserFactory()
    MentorFactory(external_id="M-1", user=user)
    fields = {"name": {"name": " "}, "external_id": {"external_id": "M-1"}, "user": {"user": user}}[taken]

    with pytest.raises(MentorRefused):
        register_mentor(**{"name": "Új Mentor", **fields}, by=office, at=NOW)

    assert Mentor.objects.count() == 1


def test_card_is_changed(office):
    mentor = MentorFactory()

    revise_mentor(mentor=mentor, **card(phone="+36 1 234 5678"), by=office, at=NOW)

    mentor.refresh_from_db()
    assert (mentor.name, mentor.name_search, mentor.phone) == ("Őri Géza", "ori geza", "+36 1 234 5678")


def test_roles_move_with_the_account(office):
    old, new = UserFactory(), UserFactory()
    mentor = MentorFactory(user=old)
    group = CountyGroupFactory()
    give_mandate(mentor=mentor, group=group, starts_on=DAY, by=office, at=NOW)
    appoint_leader(group=group, mentor=mentor, starts_on=DAY, by=office, at=NOW)

    revise_mentor(mentor=mentor, **card(user=new), by=office, at=LATER)

    old.forget_grants()
    assert old.roles_on(DAY) == frozenset()
    assert new.roles_on(DAY) == {Role.MENTOR, Role.GROUP_LEADER}


def test_mentor_without_an_account_leaves_no_role_behind(office):
    mentor = MentorFactory(user=UserFactory())
    give_mandate(mentor=mentor, group=CountyGroupFactory(), starts_on=DAY, by=office, at=NOW)

    link_account(mentor=mentor, user=None, by=office, at=LATER)

    assert not Grant.objects.exists()


def test_account_of_another_mentor_is_refused(office):
    user = UserFactory()
    MentorFactory(user=user)
    mentor = MentorFactory(name="Régi Név")

    with pytest.raises(MentorRefused):
        revise_mentor(mentor=mentor, **card(user=user), by=office, at=NOW)

    assert Mentor.objects.get(pk=mentor.pk).name == "Régi Név"


def test_mentor_introduces_themself():
    user = UserFactory()
    mentor = MentorFactory(user=user)

    introduce_oneself(
        mentor=mentor,
        email="",
        phone="",
        introduction_hu="Faluról jövök.",
        introduction_en="",
        by=user,
        at=NOW,
    )

    assert Mentor.objects.get().introduction_hu == "Faluról jövök."


def test_consent_holds_from_its_moment_until_withdrawn():
    user = UserFactory()
    mentor = MentorFactory(user=user)

    give_consent(mentor=mentor, scope=ConsentScope.NAME, by=user, at=NOW)
    give_consent(mentor=mentor, scope=ConsentScope.NAME, by=user, at=LATER)
    withdraw_consent(mentor=mentor, scope=ConsentScope.NAME, by=user, at=LATER)
    withdraw_consent(mentor=mentor, scope=ConsentScope.NAME, by=user, at=LATER)

    assert list(PublicConsent.objects.values_list("given_at", "withdrawn_at")) == [(NOW, LATER)]
    assert list(AuditLine.objects.order_by("pk").values_list("deed", flat=True)) == [
        "give_consent",
        "withdraw_consent",
    ]


def test_consent_may_be_given_again():
    mentor = MentorFactory(user=UserFactory())
    give_consent(mentor=mentor, scope=ConsentScope.NAME, by=mentor.user, at=NOW)
    withdraw_consent(mentor=mentor, scope=ConsentScope.NAME, by=mentor.user, at=NOW)

    give_consent(mentor=mentor, scope=ConsentScope.NAME, by=mentor.user, at=LATER)

    assert PublicConsent.objects.in_force().get().given_at == LATER


def test_consent_to_nothing_is_refused():
    mentor = MentorFactory(user=UserFactory())

    with pytest.raises(ConsentRefused):
        give_consent(mentor=mentor, scope="shoe size", by=mentor.user, at=NOW)

    assert not PublicConsent.objects.exists()
