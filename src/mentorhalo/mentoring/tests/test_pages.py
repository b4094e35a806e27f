"""The inbox, engagements and the calendar, as people use them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.tests.factories import holder
from mentorhalo.mentoring.actions import approve_activity, plan_appointment
from mentorhalo.mentoring.models import Activity, Appointment, Engagement, PeriodClosing
from mentorhalo.mentoring.tests.factories import (
    DECIDED_AT,
    OPENED_ON,
    VISITED_ON,
    ActivityFactory,
    EngagementFactory,
    leader_of,
)
from mentorhalo.partners.tests.factories import CommunityFactory

pytestmark = pytest.mark.django_db


def words(response):
    return response.content.decode()


def today():
    return timezone.localdate().isoformat()


def test_leader_approves_in_place(client):
    activity = ActivityFactory()
    client.force_login(leader_of(activity.group))
    assert activity.kind.name in words(client.get(reverse("mentoring:inbox")))

    response = client.post(
        reverse("mentoring:approve_entry", args=[activity.pk]), headers={"HX-Request": "true"}
    )

    assert words(response).strip().startswith(f'<article id="entry-{activity.pk}">')
    activity.refresh_from_db()
    assert activity.state == "approved"


def test_second_approval_is_told_who_was_first(client):
    activity = ActivityFactory()
    leader = leader_of(activity.group)
    approve_activity(activity=activity, by=leader, at=DECIDED_AT)
    client.force_login(holder("office"))

    response = client.post(reverse("mentoring:approve_entry", args=[activity.pk]), follow=True)

    assert f"Már jóváhagyta: {leader.name}" in words(response)


def test_leader_returns_with_a_reason_and_without_javascript(client):
    activity = ActivityFactory()
    client.force_login(leader_of(activity.group))
    page = reverse("mentoring:return_entry", args=[activity.pk])
    assert "reason" in client.post(page, {"reason": ""}).context["form"].errors

    client.post(page, {"reason": "Hiányzik a jelenléti ív"})

    activity.refresh_from_db()
    assert (activity.state, activity.return_reason) == ("returned", "Hiányzik a jelenléti ív")


def test_several_are_approved_at_once(client):
    engagement = EngagementFactory()
    entries = [ActivityFactory(engagement=engagement) for _ in range(3)]
    stranger = ActivityFactory()
    client.force_login(leader_of(entries[0].group))

    ticked = [str(one.pk) for one in (*entries[:2], stranger)]
    response = client.post(reverse("mentoring:approve_several"), {"entry": [*ticked, "x"]}, follow=True)

    assert "2 bejegyzés jóváhagyva." in words(response)
    states = dict(Activity.objects.values_list("pk", "state"))
    assert [states[one.pk] for one in (*entries, stranger)] == [
        "approved",
        "approved",
        "submitted",
        "submitted",
    ]


def test_leaders_own_entry_waits_for_the_office(client):
    activity = ActivityFactory()
    author = activity.mentor.user
    author.grants.create(
        role="group_leader", group=activity.group_id, starts_on=OPENED_ON, granted_at=DECIDED_AT
    )
    client.force_login(author)

    assert "Saját bejegyzés" in words(client.get(reverse("mentoring:inbox")))
    assert client.post(reverse("mentoring:approve_entry", args=[activity.pk])).status_code == 404


def test_office_closes_a_period(client):
    ActivityFactory()
    client.force_login(holder("office"))
    page = reverse("mentoring:periods")
    programme = Engagement.objects.get().programme

    refused = client.post(page, {"programme": str(programme.pk), "until": today()})
    assert "until" in refused.context["form"].errors
    client.post(page, {"programme": str(programme.pk), "until": VISITED_ON.isoformat()})
    assert PeriodClosing.objects.get().until == VISITED_ON


def test_mentor_opens_an_engagement_once(client):
    mentor = EngagementFactory().mentor
    community = CommunityFactory(name="Őszirózsa Klub")
    client.force_login(mentor.user)
    page = reverse("mentoring:open_engagement")
    assert (
        client.get(page, {"community": str(community.pk)}).context["form"].initial["community"] == community
    )
    sent = {
        "key": str(uuid4()),
        "community": community.name,
        "community_value": str(community.pk),
        "mentor": str(mentor.pk),
        "opened_on": today(),
        "goals": "Saját műsor",
        "contact_every_days": "30",
    }

    refused = client.post(page, sent | {"opened_on": (timezone.localdate() + timedelta(days=1)).isoformat()})
    assert "opened_on" in refused.context["form"].errors
    client.post(page, sent)
    client.post(page, sent)

    engagement = Engagement.objects.get(community=community)
    assert (engagement.goals, engagement.contact_every_days) == ("Saját műsor", 30)


def test_steps_are_taken_on_their_pages(client):
    engagement = EngagementFactory()
    client.force_login(engagement.mentor.user)

    def step(name, **sent):
        response = client.post(reverse(f"mentoring:{name}", args=[engagement.pk]), sent)
        engagement.refresh_from_db()
        return response

    assert "offer" in step("inform", on=today(), offer="").context["form"].errors
    step("inform", on=OPENED_ON.isoformat(), offer="Mentorálás", acknowledged_by="elnök")
    assert engagement.state == "informed"
    step("move", on=OPENED_ON.isoformat(), to_state="active", reason="")
    assert engagement.state == "active"
    assert "on" in step("pause", on="2020-01-01", reason="x").context["form"].errors
    step("pause", on=VISITED_ON.isoformat(), reason="Felújítás")
    assert engagement.state == "paused"
    assert "Felújítás" in words(client.get(reverse("mentoring:engagement", args=[engagement.pk])))
    step("resume", on=(VISITED_ON + timedelta(days=5)).isoformat())
    assert engagement.state == "active"
    step("agreement", goals="Műsor", contact_every_days="20")
    assert engagement.contact_every_days == 20
    step("close", on=today(), reason="Lejárt", evaluation="Jó volt")
    assert (engagement.state, engagement.closing_evaluation) == ("closed", "Jó volt")


def test_appointment_is_planned_called_off_and_logged(client):
    engagement = EngagementFactory()
    mentor = engagement.mentor
    client.force_login(mentor.user)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    sent = {
        "key": str(uuid4()),
        "title": "Látogatás",
        "engagement": str(engagement.pk),
        "on": tomorrow,
        "at": "17:30",
        "minutes": "60",
    }

    refused = client.post(reverse("mentoring:plan"), sent | {"on": "2020-01-01"})
    assert refused.context["form"].errors
    client.post(reverse("mentoring:plan"), sent)
    client.post(reverse("mentoring:plan"), sent)
    appointment = Appointment.objects.get()
    assert timezone.localtime(appointment.starts_at).strftime("%H:%M") == "17:30"
    assert "Látogatás" in words(client.get(reverse("mentoring:appointments")))

    client.post(reverse("mentoring:call_off", args=[appointment.pk]))
    appointment.refresh_from_db()
    assert appointment.called_off_at is not None


def test_entry_logged_from_an_appointment_settles_it(client):
    engagement = EngagementFactory()
    mentor = engagement.mentor
    client.force_login(mentor.user)
    appointment = plan_appointment(
        mentor=mentor,
        title="Látogatás",
        starts_at=timezone.now(),
        engagement=engagement,
        by=mentor.user,
        at=timezone.now(),
    )
    form = client.get(reverse("mentoring:log"), {"appointment": str(appointment.pk)}).context["form"]
    assert form.initial["appointment"] == appointment.pk

    client.post(
        reverse("mentoring:log"),
        {
            "key": str(uuid4()),
            "appointment": str(appointment.pk),
            "engagement": str(engagement.pk),
            "kind": "information_visit",
            "occurred_on": today(),
            "channel": "in_person",
            "settlement": engagement.community.settlement.name,
            "settlement_value": engagement.community.settlement.pk,
        },
    )

    appointment.refresh_from_db()
    assert appointment.activity == Activity.objects.get()
    refused = client.post(reverse("mentoring:call_off", args=[appointment.pk]), follow=True)
    assert "Ez már megtörtént" in words(refused)


def test_suggestions_answer_in_names_and_places(client):
    community = CommunityFactory(name="Őszirózsa Klub")
    client.force_login(holder("office"))

    found = client.get(reverse("mentoring:suggest_communities"), {"q": "oszi"}).json()["results"]

    assert found == [
        {"value": str(community.pk), "label": "Őszirózsa Klub", "note": community.settlement.name}
    ]
    assert client.get(reverse("mentoring:suggest_organisations"), {"q": ""}).json() == {"results": []}
