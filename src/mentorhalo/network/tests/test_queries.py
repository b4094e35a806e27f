from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import UserFactory, holder
from mentorhalo.core.registry import registry
from mentorhalo.network import queries
from mentorhalo.network.choices import ConsentScope
from mentorhalo.network.facts import GROUP, MANDATE

from .factories import (
    CountyGroupFactory,
    LeadershipFactory,
    MandateFactory,
    MentorFactory,
    PublicConsentFactory,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 1)


def asked_by(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


# --- who is where


def test_mentor_is_known_by_the_account():
    user = UserFactory()
    mentor = MentorFactory(user=user)

    assert queries.mentor_of(user) == mentor
    assert queries.mentor_of(UserFactory()) is None
    assert queries.mentor_of(AnonymousUser()) is None


def test_group_of_a_mentor_is_that_of_the_mandate_on_the_day():
    former = MandateFactory(ends_on=date(2026, 2, 28))
    current = MandateFactory(mentor=former.mentor, starts_on=DAY)

    days = (date(2026, 2, 28), DAY, date(2023, 1, 1))
    assert [queries.group_of(former.mentor, day) for day in days] == [former.group, current.group, None]
    assert queries.group_of(former.mentor, DAY, former.programme) is None


def test_leader_finds_the_group_they_lead():
    group = CountyGroupFactory()
    leader = holder(Role.GROUP_LEADER, group=group.pk, ends_on=DAY)

    assert queries.led_group(leader, DAY) == group
    assert queries.led_group(leader, date(2026, 3, 2)) is None
    assert queries.led_group(AnonymousUser(), DAY) is None


def test_groups_show_their_members_on_the_day():
    group = CountyGroupFactory()
    leader = MandateFactory(group=group, mentor__name="Zöld Zita")
    member = MandateFactory(group=group, mentor__name="Ács Ádám")
    MandateFactory(group=group, ends_on=date(2026, 2, 28))
    LeadershipFactory(group=group, mentor=leader.mentor)

    (on_day,) = queries.groups_with_members(group.programme, DAY)

    assert [each.mentor for each in on_day.members] == [member.mentor, leader.mentor]
    assert on_day.leader == leader.mentor
    assert queries.headcount(group.programme, DAY) == 2


def test_groups_take_as_many_queries_for_three_as_for_one(django_assert_num_queries):
    programme = CountyGroupFactory().programme
    with django_assert_num_queries(3):
        queries.groups_with_members(programme, DAY)
    for _ in range(3):
        MandateFactory(group=CountyGroupFactory(programme=programme))

    with django_assert_num_queries(3):
        queries.groups_with_members(programme, DAY)


# --- what the public sees


def test_public_sees_of_a_mentor_only_what_they_allow():
    mandate = MandateFactory(mentor__name="Ács Ádám", mentor__email="adam@pelda.hu", mentor__phone="1")
    silent = MandateFactory(group=mandate.group, mentor__name="Zöld Zita", mentor__email="zita@pelda.hu")
    PublicConsentFactory(mentor=mandate.mentor)
    PublicConsentFactory(mentor=mandate.mentor, scope=ConsentScope.EMAIL)
    PublicConsentFactory(mentor=mandate.mentor, scope=ConsentScope.PHONE, withdrawn_at=timezone.now())

    shown = queries.public_mentors(mandate.programme, DAY)

    assert [(one.id, one.name, one.email, one.phone) for one in shown] == [
        (mandate.mentor_id, "Ács Ádám", "adam@pelda.hu", ""),
        (silent.mentor_id, "", "", ""),
    ]


def test_address_of_an_unnamed_mentor_is_not_shown():
    """An address tells the name."""
    mandate = MandateFactory(mentor__email="adam@pelda.hu")
    PublicConsentFactory(mentor=mandate.mentor, scope=ConsentScope.EMAIL)

    assert queries.public_mentor(mandate.mentor, mandate.programme, DAY).email == ""


def test_former_mentor_is_not_public():
    mandate = MandateFactory(ends_on=date(2026, 2, 28))
    PublicConsentFactory(mentor=mandate.mentor)

    assert queries.public_mentor(mandate.mentor, mandate.programme, DAY) is None


def test_introduction_speaks_the_language_of_the_page():
    mandate = MandateFactory(mentor__introduction_hu="Szia!", mentor__introduction_en="Hello!")
    for scope in (ConsentScope.NAME, ConsentScope.INTRODUCTION):
        PublicConsentFactory(mentor=mandate.mentor, scope=scope)

    with translation.override("en"):
        assert queries.public_mentor(mandate.mentor, mandate.programme, DAY).introduction == "Hello!"
    assert queries.public_mentor(mandate.mentor, mandate.programme, DAY).introduction == "Szia!"


def test_public_mentors_take_as_many_queries_for_three_as_for_one(django_assert_num_queries):
    programme = MandateFactory().programme
    with django_assert_num_queries(4):
        queries.public_mentors(programme, DAY)
    for _ in range(3):
        MandateFactory(group=CountyGroupFactory(programme=programme))

    with django_assert_num_queries(4):
        queries.public_mentors(programme, DAY)


# --- drill-down


@pytest.mark.parametrize("viewer", [None, AnonymousUser(), "stranger"])
def test_journal_does_not_name_a_mentor_to_the_public(viewer):
    named, unnamed = MentorFactory(name="Ács Ádám"), MentorFactory()
    PublicConsentFactory(mentor=named)
    request = None if viewer is None else asked_by(UserFactory() if viewer == "stranger" else viewer)

    links = registry.subjects["mentor"](request, [str(named.pk), str(unnamed.pk), "not an id"])

    assert {pk: (link.label, link.url) for pk, link in links.items()} == {
        str(named.pk): ("Ács Ádám", None),
        str(unnamed.pk): ("egy mentor", None),
    }


@pytest.mark.parametrize("role", [Role.MENTOR, Role.OFFICE, Role.AUDITOR])
def test_journal_names_and_links_a_mentor_to_the_network(role):
    mentor = MentorFactory(name="Ács Ádám")

    links = registry.subjects["mentor"](asked_by(holder(role)), [str(mentor.pk)])

    link = links[str(mentor.pk)]
    assert (link.label, link.url) == ("Ács Ádám", reverse("network:mentor", args=[mentor.pk]))


def test_journal_names_groups_and_mandates(django_assert_num_queries):
    mandate = MandateFactory(group__county__name="Zala")
    ids = [str(mandate.pk), *(str(MandateFactory().pk) for _ in range(2))]
    office = asked_by(holder(Role.OFFICE))
    assert office.user.has_perm("network.view")

    with django_assert_num_queries(2):
        links = registry.sources[MANDATE](office, ids)

    assert links[str(mandate.pk)].label == f"Megbízás: {mandate.mentor.name}, Zala, kezdete: 2024. január 1."
    assert registry.sources[GROUP](None, [str(mandate.group_id)])[str(mandate.group_id)].label == "Zala"
