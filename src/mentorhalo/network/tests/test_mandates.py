from datetime import UTC, date, datetime

import pytest

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import Grant
from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.core.registry import registry
from mentorhalo.evidence.models import Fact
from mentorhalo.network.actions import (
    MandateRefused,
    appoint_leader,
    end_mandate,
    give_mandate,
    revise_mandate,
)
from mentorhalo.network.choices import EndReason
from mentorhalo.network.facts import MANDATE
from mentorhalo.network.models import Leadership, Mandate

from .factories import CountyGroupFactory, MandateFactory, MentorFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = datetime(2026, 3, 5, 9, tzinfo=UTC)
DAY = date(2026, 3, 1)


@pytest.fixture
def office():
    return UserFactory()


def live_facts():
    return Fact.objects.known_at(None).filter(source_type=MANDATE)


def given(office, **fields):
    mentor = fields.pop("mentor", None) or MentorFactory()
    group = fields.pop("group", None) or CountyGroupFactory()
    return give_mandate(mentor=mentor, group=group, **{"starts_on": DAY, "by": office, "at": NOW, **fields})


def test_mandate_is_a_fact_of_the_mentor_in_the_county(office):
    mandate = given(office, working_time=60)

    fact = live_facts().get()
    assert (fact.kind, fact.subject, fact.who) == (
        "mandate.held",
        f"mentor:{mandate.mentor_id}",
        f"mentor:{mandate.mentor_id}",
    )
    assert (fact.programme, fact.county) == (mandate.programme.code, mandate.group.county_id)
    assert (fact.group, fact.occurred_on, fact.until_on, fact.quantity) == (
        f"group:{mandate.group_id}",
        DAY,
        None,
        60,
    )


def test_mandate_gives_the_account_its_role_for_as_long_as_it_lasts(office):
    user = UserFactory()
    mandate = given(office, mentor=MentorFactory(user=user))

    end_mandate(mandate=mandate, ends_on=date(2026, 3, 31), reason=EndReason.LEFT, by=office, at=LATER)

    user.forget_grants()
    assert user.holds(Role.MENTOR, programme=mandate.programme.code, on=date(2026, 3, 31))
    assert not user.holds(Role.MENTOR, on=date(2026, 4, 1))


def test_mandate_without_an_account_gives_no_role(office):
    given(office)

    assert not Grant.objects.exists()


def test_mandate_with_a_known_end_ends_because_its_term_runs_out(office):
    assert given(office, ends_on=date(2026, 12, 31)).end_reason == EndReason.TERM


@pytest.mark.parametrize(
    "fields",
    [
        {"ends_on": date(2026, 2, 28)},
        {"end_reason": EndReason.LEFT},
        {"working_time": 0},
        {"working_time": 101},
        {"starts_on": date(2023, 12, 31)},
    ],
    ids=["ends before it starts", "reason without end", "no time", "too much time", "before the group"],
)
def test_mandate_refused_writes_nothing(office, fields):
    with pytest.raises(MandateRefused):
        given(office, **fields)

    assert not Mandate.objects.exists()
    assert not Fact.objects.exists()


def test_mandate_must_end_with_its_group(office):
    group = CountyGroupFactory(ends_on=date(2026, 6, 30))

    with pytest.raises(MandateRefused):
        given(office, group=group)

    assert given(office, group=group, ends_on=date(2026, 6, 30)).ends_on == date(2026, 6, 30)


def test_mentor_has_one_mandate_a_day_in_a_programme(office):
    first = given(office, ends_on=date(2026, 3, 31))
    sister = CountyGroupFactory(programme=first.programme)

    with pytest.raises(MandateRefused):
        given(office, mentor=first.mentor, group=sister, starts_on=date(2026, 3, 31))

    assert given(office, mentor=first.mentor, group=sister, starts_on=date(2026, 4, 1)).group == sister


def test_mentor_may_serve_two_programmes_at_once(office):
    first = given(office)

    assert given(office, mentor=first.mentor).programme != first.programme


def test_end_of_a_mandate_is_known_from_the_day_it_was_written(office):
    mandate = given(office)

    end_mandate(mandate=mandate, ends_on=date(2026, 3, 31), reason=EndReason.MOVED, by=office, at=LATER)

    assert live_facts().get().until_on == date(2026, 3, 31)
    assert Fact.objects.known_at(NOW).get().until_on is None


@pytest.mark.parametrize(
    ("fields", "ends_on", "reason"),
    [
        ({}, date(2026, 3, 31), ""),
        ({}, date(2026, 2, 28), EndReason.LEFT),
        ({"ends_on": date(2026, 3, 15)}, date(2026, 3, 31), EndReason.LEFT),
    ],
    ids=["no reason", "before it starts", "ended already"],
)
def test_end_refused_changes_nothing(office, fields, ends_on, reason):
    mandate = given(office, **fields)

    with pytest.raises(MandateRefused):
        end_mandate(mandate=mandate, ends_on=ends_on, reason=reason, by=office, at=LATER)

    assert Mandate.objects.get().ends_on == fields.get("ends_on")


def test_leading_the_group_ends_with_the_mandate(office):
    user = UserFactory()
    mandate = given(office, mentor=MentorFactory(user=user))
    appoint_leader(group=mandate.group, mentor=mandate.mentor, starts_on=DAY, by=office, at=NOW)

    end_mandate(mandate=mandate, ends_on=date(2026, 3, 31), reason=EndReason.LEFT, by=office, at=LATER)

    assert Leadership.objects.get().ends_on == date(2026, 3, 31)
    user.forget_grants()
    assert user.groups_led(date(2026, 3, 31)) == {mandate.group_id}
    assert user.groups_led(date(2026, 4, 1)) == frozenset()


def test_leading_that_would_begin_after_the_mandate_never_begins(office):
    user = UserFactory()
    mandate = given(office, mentor=MentorFactory(user=user))
    appoint_leader(group=mandate.group, mentor=mandate.mentor, starts_on=date(2026, 5, 1), by=office, at=NOW)

    end_mandate(mandate=mandate, ends_on=date(2026, 3, 31), reason=EndReason.LEFT, by=office, at=LATER)

    assert not Leadership.objects.exists()
    assert list(Grant.objects.values_list("role", flat=True)) == [Role.MENTOR]


def test_former_leading_stays_as_it_was(office):
    mandate = given(office, ends_on=date(2026, 3, 31))
    appoint_leader(group=mandate.group, mentor=mandate.mentor, starts_on=DAY, by=office, at=NOW)
    again = given(office, mentor=mandate.mentor, group=mandate.group, starts_on=date(2026, 5, 1))

    end_mandate(mandate=again, ends_on=date(2026, 5, 31), reason=EndReason.LEFT, by=office, at=LATER)

    assert Leadership.objects.get().ends_on == date(2026, 3, 31)


def test_correction_of_a_mandate_replaces_its_fact(office):
    user = UserFactory()
    mandate = given(office, mentor=MentorFactory(user=user))

    revise_mandate(
        mandate=mandate,
        starts_on=date(2026, 2, 1),
        ends_on=date(2026, 9, 30),
        working_time=50,
        capacity=10,
        by=office,
        at=LATER,
    )

    fact = live_facts().get()
    assert (fact.occurred_on, fact.until_on, fact.quantity) == (date(2026, 2, 1), date(2026, 9, 30), 50)
    assert Grant.objects.get().starts_on == date(2026, 2, 1)


def test_correction_that_meets_another_mandate_is_refused(office):
    first = given(office, ends_on=date(2026, 3, 31))
    second = given(office, mentor=first.mentor, group=first.group, starts_on=date(2026, 4, 1))

    with pytest.raises(MandateRefused):
        revise_mandate(
            mandate=second,
            starts_on=date(2026, 3, 31),
            ends_on=None,
            working_time=100,
            capacity=20,
            by=office,
            at=LATER,
        )

    assert Mandate.objects.get(pk=second.pk).starts_on == date(2026, 4, 1)


def test_journal_says_what_is_derived_again(office):
    mandate = given(office)
    MandateFactory(mentor=mandate.mentor, programme=CountyGroupFactory().programme)

    derived = dict(registry.derivations[MANDATE]())

    assert len(derived) == 2
    (draft,) = derived[str(mandate.pk)]
    assert (draft.subject, draft.occurred_on) == (f"mentor:{mandate.mentor_id}", DAY)
