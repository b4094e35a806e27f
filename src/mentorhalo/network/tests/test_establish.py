from datetime import UTC, date, datetime

import pytest

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.evidence.models import Fact
from mentorhalo.network.actions import (
    GroupDraft,
    GroupRefused,
    LeadershipDraft,
    MandateDraft,
    MandateRefused,
    MentorDraft,
    NetworkPlan,
    PlanRefused,
    establish_network,
)
from mentorhalo.network.choices import ConsentScope, EndReason
from mentorhalo.network.facts import MANDATE
from mentorhalo.network.models import CountyGroup, Mandate, Mentor, PublicConsent

from .factories import programme_in

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
THEN = datetime(2024, 2, 1, 9, tzinfo=UTC)


def plan_of(programme, *, user=None):
    group = GroupDraft(county="10", recorded_at=THEN)
    leaver = MentorDraft(name="Ágoston Éva", consents=(ConsentScope.NAME,), consented_at=THEN)
    successor = MentorDraft(name="Csík Béla", user=user)
    return NetworkPlan(
        programme=programme,
        groups=[group],
        mentors=[leaver, successor],
        mandates=[
            MandateDraft(
                mentor=leaver.id,
                group=group.id,
                starts_on=date(2024, 1, 1),
                ends_on=date(2024, 12, 31),
                end_reason=EndReason.LEFT,
                recorded_at=THEN,
            ),
            MandateDraft(mentor=successor.id, group=group.id, starts_on=date(2025, 1, 1), working_time=50),
        ],
        leaderships=[
            LeadershipDraft(group=group.id, mentor=leaver.id, starts_on=date(2024, 1, 1)),
            LeadershipDraft(group=group.id, mentor=successor.id, starts_on=date(2025, 1, 1)),
        ],
    )


def test_plan_becomes_records_facts_and_roles():
    user = UserFactory()
    plan = plan_of(programme_in("10"), user=user)

    network = establish_network(plan, by=UserFactory(), at=NOW)

    leaver, successor = plan.mentors
    first, second = plan.mandates
    assert set(network.mentors) == {leaver.id, successor.id}
    assert network.leaderships[plan.leaderships[0].id].ends_on == date(2024, 12, 31)
    facts = {fact.source_id: fact for fact in Fact.objects.filter(source_type=MANDATE)}
    assert set(facts) == {str(first.id), str(second.id)}
    assert facts[str(first.id)].recorded_at == THEN
    assert facts[str(second.id)].recorded_at == NOW
    assert facts[str(second.id)].quantity == 50
    assert facts[str(second.id)].county == "10"
    assert user.roles_on(date(2025, 6, 1)) == {Role.MENTOR, Role.GROUP_LEADER}
    assert user.groups_led(date(2025, 6, 1)) == {plan.groups[0].id}
    assert PublicConsent.objects.get().given_at == THEN


def test_statements_do_not_grow_with_the_plan(django_assert_max_num_queries):
    programme = programme_in("10", "11")
    by = UserFactory()
    groups = [GroupDraft(county="10"), GroupDraft(county="11")]
    mentors = [MentorDraft(name=f"Mentor {n}") for n in range(200)]
    mandates = [
        MandateDraft(mentor=mentor.id, group=groups[n % 2].id, starts_on=date(2024, 1, 1))
        for n, mentor in enumerate(mentors)
    ]
    plan = NetworkPlan(programme=programme, groups=groups, mentors=mentors, mandates=mandates)

    with django_assert_max_num_queries(30):
        establish_network(plan, by=by, at=NOW)

    assert Mandate.objects.count() == 200


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda plan: plan.groups.append(GroupDraft(county="10")), PlanRefused),
        (lambda plan: plan.groups.append(GroupDraft(county="99")), PlanRefused),
        (lambda plan: plan.groups.append(GroupDraft(county="11")), GroupRefused),
        (lambda plan: plan.mentors.pop(), PlanRefused),
        (lambda plan: plan.mandates.pop(), PlanRefused),
        (
            lambda plan: plan.mandates.append(
                MandateDraft(mentor=plan.mentors[1].id, group=plan.groups[0].id, starts_on=date(2026, 1, 1))
            ),
            MandateRefused,
        ),
        (
            lambda plan: plan.leaderships.append(
                LeadershipDraft(
                    group=plan.groups[0].id, mentor=plan.mentors[0].id, starts_on=date(2024, 6, 1)
                )
            ),
            PlanRefused,
        ),
    ],
    ids=[
        "two groups of a county",
        "unknown county",
        "county outside the programme",
        "unknown mentor",
        "leader without mandate",
        "two mandates on a day",
        "two leaders on a day",
    ],
)
def test_contradictory_plan_writes_nothing(change, refusal):
    plan = plan_of(programme_in("10"))
    programme_in("11", code="masik")
    change(plan)

    with pytest.raises(refusal):
        establish_network(plan, by=UserFactory(), at=NOW)

    assert not Mentor.objects.exists()
    assert not CountyGroup.objects.exists()
    assert not Fact.objects.exists()


def test_plan_may_give_standing_mentors_further_mandates():
    plan = plan_of(programme_in("10"))
    network = establish_network(plan, by=UserFactory(), at=NOW)
    returner = network.mentors[plan.mentors[0].id]
    group = network.groups[plan.groups[0].id]
    again = MandateDraft(mentor=returner.pk, group=group.pk, starts_on=date(2025, 6, 1))

    establish_network(NetworkPlan(programme=plan.programme, mandates=[again]), by=UserFactory(), at=NOW)

    assert returner.mandates.count() == 2


def test_plan_refuses_a_day_the_standing_mentor_serves_already():
    plan = plan_of(programme_in("10"))
    establish_network(plan, by=UserFactory(), at=NOW)
    again = MandateDraft(mentor=plan.mentors[0].id, group=plan.groups[0].id, starts_on=date(2024, 6, 1))

    with pytest.raises(MandateRefused):
        establish_network(NetworkPlan(programme=plan.programme, mandates=[again]), by=UserFactory(), at=NOW)
