"""Responsibilities: given, ended, handed over."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core.models import AuditLine
from mentorhalo.evidence.models import Fact
from mentorhalo.mentoring.actions import (
    AssignmentDraft,
    AssignmentRefused,
    assign,
    assign_many,
    end_assignment,
    hand_over,
    plan_appointment,
)
from mentorhalo.mentoring.models import Assignment
from mentorhalo.mentoring.tests.factories import (
    LOGGED_AT,
    OPENED_ON,
    VISITED_ON,
    ActivityFactory,
    EngagementFactory,
    group_of,
    leader_of,
    mentor_at_work,
)
from mentorhalo.territory.tests.factories import SettlementFactory

pytestmark = pytest.mark.django_db


def a_draft(mentor, **fields):
    values = {
        "mentor": mentor.pk,
        "programme": group_of(mentor).programme_id,
        "starts_on": OPENED_ON,
        "settlement": SettlementFactory().pk,
    }
    return AssignmentDraft(**(values | fields))


def test_responsibility_is_given_and_noted():
    assignment = assign(draft=a_draft(mentor_at_work()), by=holder("office"), at=LOGGED_AT)

    assert Assignment.objects.on(VISITED_ON).get() == assignment
    assert AuditLine.objects.filter(deed="assign").count() == 1


def test_one_thing_has_one_primary_mentor():
    first, second = mentor_at_work(), mentor_at_work()
    draft = a_draft(first)
    assign(draft=draft, by=None, at=LOGGED_AT)

    with pytest.raises(AssignmentRefused) as refused:
        assign(draft=a_draft(first, settlement=draft.settlement), by=None, at=LOGGED_AT)
    assert refused.value.field == "mentor"
    with pytest.raises(AssignmentRefused) as refused:
        assign(draft=a_draft(second, settlement=draft.settlement), by=None, at=LOGGED_AT)
    assert refused.value.field == "role"
    assert (
        assign(draft=a_draft(second, settlement=draft.settlement, role="second"), by=None, at=LOGGED_AT).role
        == "second"
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"settlement": None},
        {"community": "both"},
        {"starts_on": date(2001, 1, 1)},
        {"ends_on": OPENED_ON - timedelta(days=1)},
    ],
)
def test_impossible_responsibility_is_refused(fields):
    if fields.get("community"):
        fields = {"community": EngagementFactory().community_id}

    with pytest.raises(AssignmentRefused):
        assign_many(drafts=[a_draft(mentor_at_work(), **fields)], by=None, at=LOGGED_AT)


def test_responsibility_ends_for_a_reason():
    assignment = assign(draft=a_draft(mentor_at_work()), by=None, at=LOGGED_AT)
    for on, reason in ((OPENED_ON - timedelta(days=1), "completed"), (VISITED_ON, "because")):
        with pytest.raises(AssignmentRefused):
            end_assignment(assignment=assignment, on=on, reason=reason, by=None, at=LOGGED_AT)

    ended = end_assignment(assignment=assignment, on=VISITED_ON, reason="completed", by=None, at=LOGGED_AT)

    assert (ended.ends_on, ended.end_reason) == (VISITED_ON, "completed")
    with pytest.raises(AssignmentRefused):
        end_assignment(assignment=assignment, on=VISITED_ON, reason="completed", by=None, at=LOGGED_AT)


def test_everything_open_goes_on_with_successors():
    activity = ActivityFactory(next_step="Viszem a tervet")
    engagement, leaver = activity.engagement, activity.mentor
    group = group_of(leaver)
    heir, other = mentor_at_work(group=group), mentor_at_work(group=group)
    kept, given = (assign(draft=a_draft(leaver), by=None, at=LOGGED_AT) for _ in range(2))
    plan_appointment(
        mentor=leaver,
        title="x",
        starts_at=LOGGED_AT + timedelta(days=20),
        engagement=engagement,
        by=None,
        at=LOGGED_AT,
    )

    handover = hand_over(
        leaver=leaver, last_day=VISITED_ON, to=heir, instead={given.pk: other}, by=None, at=LOGGED_AT
    )

    first_day = VISITED_ON + timedelta(days=1)
    assert {(one.mentor_id, one.settlement_id) for one in Assignment.objects.on(first_day)} == {
        (heir.pk, kept.settlement_id),
        (other.pk, given.settlement_id),
    }
    assert set(Assignment.objects.on(VISITED_ON).values_list("mentor_id", flat=True)) == {leaver.pk}
    assert [one.mentor_id for one in handover.engagements] == [heir.pk]
    assert [one.mentor_id for one in handover.appointments] == [heir.pk]
    assert handover.promises == [activity]
    assert Fact.objects.known_at(None).get(kind="engagement.opened").who == f"mentor:{heir.pk}"


def test_nobody_hands_over_to_themselves_or_to_somebody_without_a_mandate():
    leaver = EngagementFactory().mentor
    gone = mentor_at_work(starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31))

    for heir in (leaver, gone):
        with pytest.raises(AssignmentRefused):
            hand_over(leaver=leaver, last_day=VISITED_ON, to=heir, by=None, at=LOGGED_AT)


def test_leader_hands_over_on_one_page(client):
    engagement = EngagementFactory()
    leaver = engagement.mentor
    heir = mentor_at_work(group=group_of(leaver))
    client.force_login(leader_of(group_of(leaver)))
    page = reverse("mentoring:hand_over", args=[leaver.pk])
    assert client.get(page).status_code == 200

    response = client.post(page, {"last_day": timezone.localdate().isoformat(), "to": str(heir.pk)})

    assert "Átadva" in response.content.decode()
    engagement.refresh_from_db()
    assert engagement.mentor == heir


def test_leader_gives_and_ends_a_responsibility(client):
    mentor = mentor_at_work()
    settlement = SettlementFactory()
    client.force_login(leader_of(group_of(mentor)))
    today = timezone.localdate().isoformat()
    sent = {"mentor": str(mentor.pk), "role": "primary", "starts_on": today}

    refused = client.post(reverse("mentoring:assign"), sent)
    assert refused.context["form"].non_field_errors() == [
        "Egyet válasszon: települést, közösséget vagy konzorciumot."
    ]

    client.post(
        reverse("mentoring:assign"), sent | {"settlement": settlement.name, "settlement_value": settlement.pk}
    )
    assignment = Assignment.objects.get()
    client.post(
        reverse("mentoring:end_assignment", args=[assignment.pk]), {"on": today, "reason": "rebalanced"}
    )
    assignment.refresh_from_db()
    assert assignment.end_reason == "rebalanced"
