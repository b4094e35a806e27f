"""Opening, steps, pauses and closing, and what the journal says of them."""

from datetime import date, timedelta

import pytest

from mentorhalo.evidence.models import Fact
from mentorhalo.mentoring.actions import (
    EngagementDraft,
    EngagementRefused,
    PauseDraft,
    StepRefused,
    close_engagement,
    inform,
    move_engagement,
    open_engagement,
    pause_engagement,
    plan_appointment,
    resume_engagement,
    revise_engagement,
    revise_engagements,
)
from mentorhalo.mentoring.models import Appointment, Engagement, Transition
from mentorhalo.mentoring.tests.factories import (
    LOGGED_AT,
    OPENED_ON,
    VISITED_ON,
    ActivityFactory,
    EngagementFactory,
    group_of,
    mentor_at_work,
)
from mentorhalo.partners.tests.factories import CommunityFactory

pytestmark = pytest.mark.django_db
LATER = LOGGED_AT + timedelta(days=90)


def facts(engagement, kind):
    live = Fact.objects.known_at(None).filter(kind=kind, context=f"engagement:{engagement.pk}")
    return list(live.values_list("occurred_on", "until_on", "state").order_by("occurred_on"))


def steps(engagement):
    rows = Transition.objects.filter(engagement=engagement).order_by("occurred_on", "recorded_at")
    return [step.to_state for step in rows]


def active(**fields):
    engagement = EngagementFactory(**fields)
    return move_engagement(
        engagement=engagement, to_state="active", on=OPENED_ON, reason="", by=None, at=LOGGED_AT
    )


def test_opened_engagement_stands_in_the_journal():
    engagement = EngagementFactory()

    assert engagement.state == "contacted"
    assert steps(engagement) == ["contacted"]
    assert facts(engagement, "engagement.opened") == [(OPENED_ON, None, "")]
    fact = Fact.objects.get(kind="engagement.opened")
    assert fact.subject == f"community:{engagement.community_id}"
    assert fact.group == f"group:{group_of(engagement.mentor).pk}"


def test_engagement_entered_with_its_whole_way():
    mentor = mentor_at_work()
    draft = EngagementDraft(
        programme=group_of(mentor).programme_id,
        community=CommunityFactory().pk,
        mentor=mentor.pk,
        opened_on=date(2025, 1, 6),
        informed_on=date(2025, 1, 6),
        closed_on=date(2025, 6, 30),
        closing_reason="Lejárt",
        pauses=[PauseDraft(date(2025, 3, 1), date(2025, 3, 31), "Betegség")],
    )

    engagement = open_engagement(draft=draft, by=None, at=LATER)

    assert [one.to_state for one in engagement.transitions.order_by("occurred_on", "from_state")][
        -1
    ] == "closed"
    assert engagement.state == "closed"
    assert facts(engagement, "engagement.opened") == [(date(2025, 1, 6), date(2025, 6, 30), "")]
    assert facts(engagement, "engagement.informed") == [(date(2025, 1, 6), None, "claimed")]
    assert facts(engagement, "engagement.paused") == [(date(2025, 3, 1), date(2025, 3, 31), "reasoned")]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"opened_on": date(2030, 1, 1)}, "opened_on"),
        ({"opened_on": date(2020, 1, 1)}, "opened_on"),
        ({"closed_on": OPENED_ON - timedelta(days=1)}, "closed_on"),
        ({"informed_on": OPENED_ON - timedelta(days=1)}, "informed_on"),
        ({"informed_on": VISITED_ON, "closed_on": OPENED_ON}, "informed_on"),
        ({"pauses": [PauseDraft(VISITED_ON, OPENED_ON, "x")]}, "pause_until"),
        ({"pauses": [PauseDraft(date(2025, 1, 1), None, "x")]}, "pause_from"),
        ({"pauses": [PauseDraft(date(2027, 1, 1), None, "x")]}, "pause_from"),
        (
            {"pauses": [PauseDraft(OPENED_ON, VISITED_ON, "x"), PauseDraft(VISITED_ON, None, "x")]},
            "pause_from",
        ),
    ],
)
def test_opening_that_contradicts_itself_is_refused(fields, field):
    with pytest.raises(EngagementRefused) as refused:
        EngagementFactory(at=LOGGED_AT, **fields)

    assert refused.value.field == field
    assert not Engagement.objects.exists()


def test_access_given_is_dated_and_acknowledged():
    engagement = EngagementFactory()

    engagement = inform(
        engagement=engagement,
        on=VISITED_ON,
        offer="Mentorálás",
        acknowledged_by="elnök",
        by=None,
        at=LOGGED_AT,
    )

    assert engagement.state == "informed"
    assert facts(engagement, "engagement.informed") == [(VISITED_ON, None, "acknowledged")]
    with pytest.raises(StepRefused):
        inform(engagement=engagement, on=VISITED_ON, offer="Újra", acknowledged_by="", by=None, at=LOGGED_AT)


def test_access_needs_an_offer_and_may_come_after_work_began():
    engagement = active()
    with pytest.raises(StepRefused) as refused:
        inform(engagement=engagement, on=VISITED_ON, offer=" ", acknowledged_by="", by=None, at=LOGGED_AT)
    assert refused.value.field == "offer"
    with pytest.raises(StepRefused):
        inform(
            engagement=engagement,
            on=OPENED_ON - timedelta(days=1),
            offer="Mentorálás",
            acknowledged_by="",
            by=None,
            at=LOGGED_AT,
        )

    engagement = inform(
        engagement=engagement, on=VISITED_ON, offer="Mentorálás", acknowledged_by="", by=None, at=LOGGED_AT
    )
    assert engagement.state == "active"
    assert facts(engagement, "engagement.informed") == [(VISITED_ON, None, "claimed")]


def test_steps_follow_the_way():
    engagement = EngagementFactory()

    with pytest.raises(StepRefused) as refused:
        move_engagement(
            engagement=engagement, to_state="closing", on=VISITED_ON, reason="", by=None, at=LOGGED_AT
        )
    assert refused.value.field == "to_state"


@pytest.mark.parametrize("on", [OPENED_ON - timedelta(days=1), date(2030, 1, 1)])
def test_steps_run_neither_backwards_nor_ahead(on):
    engagement = EngagementFactory()

    with pytest.raises(StepRefused) as refused:
        move_engagement(engagement=engagement, to_state="active", on=on, reason="", by=None, at=LOGGED_AT)
    assert refused.value.field == "on"


def test_pause_and_going_on():
    engagement = active()

    pause_engagement(engagement=engagement, on=VISITED_ON, reason="Felújítás", by=None, at=LOGGED_AT)
    engagement.refresh_from_db()
    assert engagement.state == "paused"
    assert facts(engagement, "engagement.paused") == [(VISITED_ON, None, "reasoned")]

    with pytest.raises(StepRefused):
        resume_engagement(engagement=engagement, on=VISITED_ON, by=None, at=LATER)

    resume_engagement(engagement=engagement, on=VISITED_ON + timedelta(days=30), by=None, at=LATER)
    engagement.refresh_from_db()
    assert engagement.state == "active"
    assert facts(engagement, "engagement.paused") == [
        (VISITED_ON, VISITED_ON + timedelta(days=29), "reasoned")
    ]
    with pytest.raises(StepRefused):
        resume_engagement(engagement=engagement, on=date(2025, 6, 1), by=None, at=LATER)


def test_pause_needs_a_reason_and_a_sensible_plan():
    engagement = active()

    with pytest.raises(StepRefused):
        pause_engagement(engagement=engagement, on=VISITED_ON, reason=" ", by=None, at=LOGGED_AT)
    with pytest.raises(StepRefused):
        pause_engagement(
            engagement=engagement, on=VISITED_ON, reason="x", planned_until=OPENED_ON, by=None, at=LOGGED_AT
        )


def test_closing_ends_the_pause_and_calls_appointments_off():
    engagement = active()
    pause_engagement(engagement=engagement, on=VISITED_ON, reason="Felújítás", by=None, at=LOGGED_AT)
    engagement.refresh_from_db()
    plan_appointment(
        mentor=engagement.mentor,
        title="Látogatás",
        starts_at=LATER + timedelta(days=3),
        engagement=engagement,
        by=None,
        at=LOGGED_AT,
    )

    closed = close_engagement(
        engagement=engagement,
        on=date(2025, 5, 31),
        reason="Megszűnt",
        evaluation="Jó volt",
        by=None,
        at=LATER,
    )

    assert closed.state == "closed"
    assert facts(engagement, "engagement.opened") == [(OPENED_ON, date(2025, 5, 31), "")]
    assert facts(engagement, "engagement.paused") == [(VISITED_ON, date(2025, 5, 31), "reasoned")]
    assert Appointment.objects.get().called_off_at == LATER


def test_closing_needs_a_reason_and_no_later_entry():
    activity = ActivityFactory()
    engagement = activity.engagement

    with pytest.raises(StepRefused) as refused:
        close_engagement(engagement=engagement, on=VISITED_ON, reason="", by=None, at=LOGGED_AT)
    assert refused.value.field == "reason"
    with pytest.raises(StepRefused) as refused:
        close_engagement(
            engagement=engagement, on=VISITED_ON - timedelta(days=1), reason="x", by=None, at=LOGGED_AT
        )
    assert refused.value.field == "on"


def test_closed_engagement_is_followed_up_at_most():
    engagement = EngagementFactory()
    close_engagement(engagement=engagement, on=VISITED_ON, reason="x", by=None, at=LOGGED_AT)

    with pytest.raises(StepRefused):
        move_engagement(
            engagement=engagement, to_state="active", on=VISITED_ON, reason="", by=None, at=LOGGED_AT
        )
    moved = move_engagement(
        engagement=engagement, to_state="follow_up", on=VISITED_ON, reason="", by=None, at=LOGGED_AT
    )
    assert moved.state == "follow_up"


def test_agreement_is_written_down():
    engagement = EngagementFactory()

    revised = revise_engagement(
        engagement=engagement, goals="Saját műsor", contact_every_days=30, by=None, at=LOGGED_AT
    )
    assert (revised.goals, revised.contact_every_days) == ("Saját műsor", 30)
    with pytest.raises(StepRefused):
        revise_engagement(engagement=engagement, goals="", contact_every_days=0, by=None, at=LOGGED_AT)


def test_engagement_of_earlier_records_is_made_what_they_say():
    engagement = EngagementFactory(
        external_id="E1", pauses=[PauseDraft(date(2025, 3, 10), date(2025, 3, 20), "x")], at=LOGGED_AT
    )
    draft = EngagementDraft(
        id=engagement.pk,
        external_id="E1",
        programme=engagement.programme_id,
        community=engagement.community_id,
        mentor=engagement.mentor_id,
        opened_on=date(2025, 2, 3),
        closed_on=date(2025, 4, 1),
    )

    revise_engagements(drafts=[draft], by=None, at=LATER)

    assert facts(engagement, "engagement.opened") == [(date(2025, 2, 3), date(2025, 4, 1), "")]
    assert facts(engagement, "engagement.paused") == []
    assert Engagement.objects.get().state == "closed"
