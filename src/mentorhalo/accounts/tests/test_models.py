from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User

from .factories import GrantFactory, UserFactory, holder

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 1)


def test_role_holds_on_its_first_and_last_day():
    user = holder(Role.MENTOR, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31))

    held = [
        user.holds(Role.MENTOR, on=date(2026, month, day))
        for month, day in ((2, 28), (3, 1), (3, 31), (4, 1))
    ]

    assert held == [False, True, True, False]


def test_grant_of_a_programme_holds_in_that_programme_and_in_any():
    user = holder(Role.OFFICE, programme="halo-2024")

    assert user.holds(Role.OFFICE, programme="halo-2024", on=DAY)
    assert user.holds(Role.OFFICE, on=DAY)
    assert not user.holds(Role.OFFICE, programme="masik", on=DAY)


def test_grant_of_no_programme_holds_in_every_programme():
    assert holder(Role.OFFICE).holds(Role.OFFICE, programme="halo-2024", on=DAY)


def test_closed_account_holds_nothing_and_may_nothing():
    user = holder(Role.ADMINISTRATOR)
    user.is_active = False

    assert user.roles_on(DAY) == frozenset()
    assert not user.has_perm("accounts.manage_people")
    assert not user.has_perm("core.public")


def test_grants_are_loaded_once_for_an_instance(django_assert_num_queries):
    user = holder(Role.MENTOR)
    GrantFactory(user=user, role=Role.OFFICE)
    user = User.objects.get(pk=user.pk)

    with django_assert_num_queries(1):
        assert user.roles_on(DAY) == {Role.MENTOR, Role.OFFICE}
        assert user.holds(Role.MENTOR, on=DAY)
        assert not user.has_perm("accounts.manage_people")


def test_leader_leads_the_groups_of_grants_in_force():
    group, former = uuid4(), uuid4()
    user = holder(Role.GROUP_LEADER, group=group)
    GrantFactory(user=user, role=Role.GROUP_LEADER, group=former, ends_on=date(2020, 12, 31))

    assert user.groups_led(DAY) == {group}


def test_visitor_manages_nobody():
    assert not AnonymousUser().has_perm("accounts.manage_people")


def test_search_finds_names_without_accents_and_addresses():
    found = UserFactory(name="Kömlői Ádám", email="adam@pelda.hu")
    UserFactory(name="Nagy Éva", email="eva@pelda.hu")

    assert list(User.objects.matching("ADAM")) == [found]
    assert list(User.objects.matching("adam@")) == [found]
