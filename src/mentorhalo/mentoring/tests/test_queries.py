"""What waits for whom, and how many queries the answers cost."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mentorhalo.mentoring.actions import (
    AssignmentDraft,
    assign_many,
    move_engagement,
    pause_engagement,
    plan_appointment,
    resume_engagement,
    return_activity,
)
from mentorhalo.mentoring.queries import (
    drafts_of,
    find_engagements,
    habits_of,
    inbox,
    load_of,
    missing_evidence,
    open_promises,
    returned_entries,
    silent_engagements,
    suggestions_for,
    timeline_of,
    timeline_of_communities,
)
from mentorhalo.mentoring.tests.factories import (
    DECIDED_AT,
    LOGGED_AT,
    OPENED_ON,
    VISITED_ON,
    ActivityFactory,
    EngagementFactory,
    group_of,
    leader_of,
)
from mentorhalo.partners.tests.factories import CommunityFactory
from mentorhalo.territory.tests.factories import SettlementFactory

pytestmark = pytest.mark.django_db
LATER = VISITED_ON + timedelta(days=60)


def test_silence_is_measured_by_the_engagements_own_promise(django_assert_num_queries):
    engagement = EngagementFactory()
    ActivityFactory(engagement=engagement)
    mentor = engagement.mentor
    patient = EngagementFactory(mentor=mentor, contact_every_days=200)

    assert silent_engagements(mentor=mentor, day=VISITED_ON + timedelta(days=45)) == []
    group = group_of(mentor)
    with django_assert_num_queries(2):
        (silent,) = silent_engagements(group=group, day=LATER)

    assert (silent.engagement, silent.last_on, silent.days, silent.days_over) == (
        engagement,
        VISITED_ON,
        60,
        15,
    )
    assert (
        silent_engagements(programme=patient.programme, day=OPENED_ON + timedelta(days=201))[-1].last_on
        is None
    )


def test_one_way_words_do_not_break_a_silence():
    engagement = EngagementFactory()
    ActivityFactory(engagement=engagement, is_two_way=False, channel="email", settlement=None)

    (silent,) = silent_engagements(mentor=engagement.mentor, day=LATER)

    assert silent.last_on is None


def test_resting_engagement_is_not_silent_and_the_rest_is_not_counted():
    engagement = EngagementFactory()
    move_engagement(engagement=engagement, to_state="active", on=OPENED_ON, reason="", by=None, at=LOGGED_AT)
    pause_engagement(engagement=engagement, on=VISITED_ON, reason="Felújítás", by=None, at=LOGGED_AT)
    assert silent_engagements(mentor=engagement.mentor, day=LATER) == []

    resumed_at = DECIDED_AT + timedelta(days=60)
    resume_engagement(engagement=engagement, on=LATER, by=None, at=resumed_at)
    assert silent_engagements(mentor=engagement.mentor, day=LATER + timedelta(days=44)) == []
    assert len(silent_engagements(mentor=engagement.mentor, day=LATER + timedelta(days=45))) == 1


def test_suggestion_is_todays_appointment_then_the_last_place_then_nothing(django_assert_num_queries):
    engagement = EngagementFactory()
    mentor = engagement.mentor
    now = timezone.now()
    assert suggestions_for(mentor, now).engagement is None

    ActivityFactory(engagement=engagement)
    assert suggestions_for(mentor, LOGGED_AT).settlement == engagement.community.settlement
    assert suggestions_for(mentor, now).engagement == engagement  # long ago, but the usual place

    other = EngagementFactory(mentor=mentor)
    plan_appointment(mentor=mentor, title="x", starts_at=now, engagement=other, by=None, at=now)
    with django_assert_num_queries(1):
        suggestion = suggestions_for(mentor, now)
    assert (suggestion.engagement, suggestion.settlement) == (other, other.community.settlement)


def test_habits_put_the_usual_kinds_first():
    engagement = EngagementFactory()
    for _ in range(2):
        ActivityFactory(engagement=engagement, kind="interview")

    habits = habits_of(engagement.mentor, VISITED_ON)

    assert habits.kinds[0].code == "interview"
    assert habits.engagements == [engagement]


def test_missing_sheets_are_asked_for_while_they_can_be_mended(django_assert_num_queries):
    engagement = EngagementFactory()
    event = ActivityFactory(engagement=engagement, kind="facilitation")
    ActivityFactory(engagement=engagement)

    with django_assert_num_queries(1):
        assert missing_evidence(engagement.mentor, day=LATER) == [event]
    assert missing_evidence(group=event.group_id, day=VISITED_ON + timedelta(days=200)) == []


def test_inbox_holds_what_waits_in_the_group():
    first = ActivityFactory()
    second = ActivityFactory(engagement=first.engagement, at=LOGGED_AT + timedelta(hours=1))
    ActivityFactory()

    assert list(inbox(group=first.group_id)) == [first, second]
    assert inbox().count() == 3


def test_returned_entries_and_drafts_wait_for_their_mentor():
    engagement = EngagementFactory()
    returned = ActivityFactory(engagement=engagement)
    return_activity(activity=returned, reason="x", by=leader_of(returned.group), at=DECIDED_AT)
    draft = ActivityFactory(engagement=engagement, state="draft")

    assert returned_entries(engagement.mentor) == [returned]
    assert drafts_of(engagement.mentor) == [draft]


def test_load_tells_who_covers_what(django_assert_num_queries):
    engagement = EngagementFactory()
    mentor = engagement.mentor
    ActivityFactory(engagement=engagement, minutes=90)
    group = group_of(mentor)
    settlements = [SettlementFactory() for _ in range(3)]
    assign_many(
        drafts=[
            AssignmentDraft(
                mentor=mentor.pk, programme=group.programme_id, starts_on=OPENED_ON, settlement=one.pk
            )
            for one in settlements
        ],
        by=None,
        at=LOGGED_AT,
    )

    with django_assert_num_queries(4):
        (load,) = load_of(group, VISITED_ON)

    assert (load.engagements, load.minutes, load.waiting, len(load.assignments)) == (1, 90, 1, 3)
    assert (load.hours, load.capacity, load.is_over) == (2, 20, False)


def test_timeline_tells_steps_and_entries_without_notes():
    activity = ActivityFactory(public_sentence="Szép este volt", group_note="Titok")

    moments = timeline_of([activity.engagement])

    assert [moment.at for moment in moments] == [VISITED_ON, OPENED_ON]
    assert moments[0].body == "Szép este volt"
    assert timeline_of_communities([activity.engagement.community_id]) == moments


def test_engagements_are_found_by_words_of_community_and_place():
    engagement = EngagementFactory(community=CommunityFactory(name="Őszirózsa Klub"))

    assert find_engagements("oszirozsa") == [engagement]
    assert find_engagements(engagement.community.settlement.name[:5]) == [engagement]
    assert find_engagements(" ") == []


def test_last_promise_of_each_engagement_is_open():
    engagement = EngagementFactory()
    ActivityFactory(engagement=engagement, next_step="Hívom", occurred_on=VISITED_ON - timedelta(days=9))
    last = ActivityFactory(engagement=engagement, next_step="Viszem a tervet", next_step_on=date(2025, 5, 1))

    assert open_promises([engagement.pk]) == [last]
