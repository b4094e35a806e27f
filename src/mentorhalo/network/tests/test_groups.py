from datetime import UTC, date, datetime

import pytest

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.evidence.models import Fact
from mentorhalo.network.actions import GroupRefused, appoint_leader, end_group, end_leadership, form_group
from mentorhalo.network.models import CountyGroup, Leadership
from mentorhalo.territory.tests.factories import CountyFactory

from .factories import CountyGroupFactory, MandateFactory, MentorFactory, programme_in

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = date(2026, 3, 1)


@pytest.fixture
def office():
    return UserFactory()


def test_group_works_from_the_first_day_of_its_programme(office):
    programme = programme_in("10")

    group = form_group(programme=programme, county=CountyFactory(code="10"), by=office, at=NOW)

    assert group.starts_on == programme.starts_on
    fact = Fact.objects.get()
    assert (fact.kind, fact.subject, fact.county) == ("group.active", f"group:{group.pk}", "10")


@pytest.mark.parametrize(
    ("county", "fields"),
    [
        ("11", {}),
        ("10", {"starts_on": date(2023, 12, 31)}),
        ("10", {"ends_on": date(2023, 12, 31)}),
    ],
    ids=["county outside the programme", "before the programme", "ends before it starts"],
)
def test_group_refused_writes_nothing(office, county, fields):
    programme = programme_in("10")

    with pytest.raises(GroupRefused):
        form_group(programme=programme, county=CountyFactory(code=county), by=office, at=NOW, **fields)

    assert not CountyGroup.objects.exists()
    assert not Fact.objects.exists()


def test_county_has_one_group_in_a_programme(office):
    programme = programme_in("10")
    form_group(programme=programme, county=CountyFactory(code="10"), by=office, at=NOW)

    with pytest.raises(GroupRefused):
        form_group(programme=programme, county=CountyFactory(code="10"), by=office, at=NOW)


def test_group_ends_when_its_mandates_have_ended(office):
    mandate = MandateFactory(ends_on=DAY)

    end_group(group=mandate.group, ends_on=DAY, by=office, at=NOW)

    assert CountyGroup.objects.get().ends_on == DAY
    assert Fact.objects.get(kind="group.active").until_on == DAY


@pytest.mark.parametrize("ends_on", [None, date(2026, 3, 2)])
def test_group_with_standing_mandates_does_not_end(office, ends_on):
    mandate = MandateFactory(ends_on=ends_on)

    with pytest.raises(GroupRefused):
        end_group(group=mandate.group, ends_on=DAY, by=office, at=NOW)

    assert CountyGroup.objects.get().ends_on is None


def test_group_does_not_end_before_it_starts(office):
    group = CountyGroupFactory()

    with pytest.raises(GroupRefused):
        end_group(group=group, ends_on=date(2023, 12, 31), by=office, at=NOW)


def test_leader_leads_as_long_as_the_mandate_lasts(office):
    user = UserFactory()
    mandate = MandateFactory(mentor=MentorFactory(user=user), ends_on=date(2026, 12, 31))

    leadership = appoint_leader(group=mandate.group, mentor=mandate.mentor, starts_on=DAY, by=office, at=NOW)

    assert leadership.ends_on == date(2026, 12, 31)
    assert user.roles_on(DAY) == {Role.GROUP_LEADER}
    assert user.groups_led(DAY) == {mandate.group_id}


def test_new_leader_follows_the_former_one(office):
    former_user = UserFactory()
    former = MandateFactory(mentor=MentorFactory(user=former_user))
    successor = MandateFactory(group=former.group)
    appoint_leader(group=former.group, mentor=former.mentor, starts_on=date(2025, 1, 1), by=office, at=NOW)

    appoint_leader(group=former.group, mentor=successor.mentor, starts_on=DAY, by=office, at=NOW)

    led = list(Leadership.objects.values_list("mentor", "ends_on"))
    assert led == [(former.mentor_id, date(2026, 2, 28)), (successor.mentor_id, None)]
    assert former_user.groups_led(DAY) == frozenset()


def test_stranger_to_the_group_does_not_lead_it(office):
    mandate = MandateFactory()

    with pytest.raises(GroupRefused):
        appoint_leader(group=CountyGroupFactory(), mentor=mandate.mentor, starts_on=DAY, by=office, at=NOW)

    assert not Leadership.objects.exists()


def test_later_leader_is_not_overtaken(office):
    first = MandateFactory()
    second = MandateFactory(group=first.group)
    appoint_leader(group=first.group, mentor=first.mentor, starts_on=DAY, by=office, at=NOW)

    with pytest.raises(GroupRefused):
        appoint_leader(group=first.group, mentor=second.mentor, starts_on=date(2026, 2, 1), by=office, at=NOW)

    assert Leadership.objects.get().mentor == first.mentor


def test_leading_may_end_before_the_mandate(office):
    user = UserFactory()
    mandate = MandateFactory(mentor=MentorFactory(user=user))
    leadership = appoint_leader(group=mandate.group, mentor=mandate.mentor, starts_on=DAY, by=office, at=NOW)

    end_leadership(leadership=leadership, ends_on=date(2026, 3, 31), by=office, at=NOW)

    assert user.groups_led(date(2026, 3, 31)) == {mandate.group_id}
    assert user.groups_led(date(2026, 4, 1)) == frozenset()
    with pytest.raises(GroupRefused):
        end_leadership(leadership=leadership, ends_on=date(2026, 4, 30), by=office, at=NOW)
    with pytest.raises(GroupRefused):
        end_leadership(leadership=leadership, ends_on=date(2026, 2, 28), by=office, at=NOW)
