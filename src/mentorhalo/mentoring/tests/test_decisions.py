"""Approving, returning, and closing periods."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core.models import AuditLine
from mentorhalo.evidence.models import Fact
from mentorhalo.mentoring.actions import (
    AlreadyDecided,
    ClosingRefused,
    DecisionRefused,
    NotDecider,
    OwnEntry,
    approve_activity,
    approve_many,
    close_period,
    return_activity,
    submit_activity,
)
from mentorhalo.mentoring.models import Activity, ActivityKind, PeriodClosing
from mentorhalo.mentoring.tests.factories import (
    DECIDED_AT,
    LOGGED_AT,
    ActivityFactory,
    EngagementFactory,
    leader_of,
)

pytestmark = pytest.mark.django_db


def test_leader_approves():
    activity = ActivityFactory()
    leader = leader_of(activity.group)

    approved = approve_activity(activity=activity, by=leader, at=DECIDED_AT)

    assert (approved.state, approved.decided_by, approved.decided_at) == ("approved", leader, DECIDED_AT)
    assert Fact.objects.known_at(None).get(kind="activity.community").state == "approved"
    assert Fact.objects.known_at(LOGGED_AT).get(kind="activity.community").state == "submitted"


def test_second_approval_names_the_first_and_changes_nothing():
    activity = ActivityFactory()
    leader = leader_of(activity.group)
    approve_activity(activity=activity, by=leader, at=DECIDED_AT)
    facts = Fact.objects.count()

    with pytest.raises(AlreadyDecided) as refused:
        approve_activity(activity=activity, by=holder("office"), at=DECIDED_AT + timedelta(hours=1))

    assert leader.name in str(refused.value)
    assert Activity.objects.get().decided_by == leader
    assert Fact.objects.count() == facts


def test_returned_entry_counts_nowhere_until_sent_in_again():
    activity = ActivityFactory()
    leader = leader_of(activity.group)

    returned = return_activity(activity=activity, reason="Hiányzik a jelenléti ív", by=leader, at=DECIDED_AT)

    assert (returned.state, returned.return_reason) == ("returned", "Hiányzik a jelenléti ív")
    assert not Fact.objects.known_at(None).filter(kind="activity.community").exists()
    with pytest.raises(AlreadyDecided):
        approve_activity(activity=activity, by=leader, at=DECIDED_AT)

    submit_activity(activity=activity, by=activity.mentor.user, at=DECIDED_AT)
    assert approve_activity(activity=activity, by=leader, at=DECIDED_AT).state == "approved"


def test_returning_needs_a_reason():
    activity = ActivityFactory()

    with pytest.raises(DecisionRefused):
        return_activity(activity=activity, reason="  ", by=leader_of(activity.group), at=DECIDED_AT)


def test_nobody_decides_on_their_own_entry():
    activity = ActivityFactory()
    author = activity.mentor.user
    author.grants.update(role="group_leader")
    author.forget_grants()

    with pytest.raises(OwnEntry):
        approve_activity(activity=activity, by=author, at=DECIDED_AT)


def test_leader_of_another_group_does_not_decide():
    activity = ActivityFactory()
    other = leader_of(ActivityFactory().group)

    with pytest.raises(NotDecider):
        approve_activity(activity=activity, by=other, at=DECIDED_AT)


def test_draft_is_not_decided_on():
    activity = ActivityFactory(state="draft")

    with pytest.raises(DecisionRefused):
        approve_activity(activity=activity, by=holder("office"), at=DECIDED_AT)


def test_many_are_approved_each_by_itself():
    engagement = EngagementFactory()
    activities = [ActivityFactory(engagement=engagement) for _ in range(3)]
    office = holder("office")
    approve_activity(activity=activities[1], by=office, at=DECIDED_AT)

    decided = approve_many(activities=activities, by=office, at=DECIDED_AT)

    assert [one.pk for one in decided.approved] == [activities[0].pk, activities[2].pk]
    assert [one.pk for one, _reason in decided.refused] == [activities[1].pk]


def test_period_is_closed_once_it_is_over():
    programme = ActivityFactory().programme
    office = holder("office")

    close_period(programme=programme, until=date(2025, 3, 31), by=office, at=DECIDED_AT)

    assert PeriodClosing.objects.get().until == date(2025, 3, 31)
    assert AuditLine.objects.filter(deed="close_period").count() == 1
    for until in (date(2025, 3, 31), date(2025, 2, 28), date(2025, 4, 14), date(2001, 1, 1)):
        with pytest.raises(ClosingRefused):
            close_period(programme=programme, until=until, by=office, at=DECIDED_AT)


@pytest.mark.django_db(transaction=True)
def test_two_approving_at_once_approve_once():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: the two cannot meet")
    ActivityKind.objects.get_or_create(code="information_visit", defaults={"name_hu": "x", "name_en": "x"})
    activity = ActivityFactory()
    leaders = [leader_of(activity.group), holder("office")]
    barrier, outcomes = Barrier(2), []

    def approve(user):
        try:
            barrier.wait()
            approve_activity(activity=activity, by=user, at=DECIDED_AT)
            outcomes.append("approved")
        except AlreadyDecided:
            outcomes.append("too late")
        finally:
            connections.close_all()

    threads = [Thread(target=approve, args=[user]) for user in leaders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["approved", "too late"]
    assert Fact.objects.known_at(None).filter(kind="activity.community", state="approved").count() == 1
