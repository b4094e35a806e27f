"""What the phone holds after a synchronisation: this person's, small, and told again only if it changed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentorhalo.mentoring.actions import AssignmentDraft, assign, plan_appointment, return_activity
from mentorhalo.mentoring.tests.factories import (
    DECIDED_AT,
    VISITED_ON,
    ActivityFactory,
    EngagementFactory,
    group_of,
    leader_of,
    mentor_at_work,
)
from mentorhalo.partners.tests.factories import ConsortiumFactory, OrganisationFactory
from mentorhalo.territory.tests.factories import SettlementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(mentor):
    return mentor.user


def told(phone):
    return phone.get(reverse("field:state")).json()


def test_week_tells_what_waits_for_this_mentor_alone(phone, mentor):
    engagement = EngagementFactory(mentor=mentor)
    returned = ActivityFactory(engagement=engagement, kind="facilitation")
    return_activity(activity=returned, reason="Hányan voltak?", by=leader_of(returned.group), at=DECIDED_AT)
    plan_appointment(
        mentor=mentor,
        title="Látogatás",
        starts_at=timezone.now() + timedelta(days=1),
        engagement=engagement,
        by=mentor.user,
        at=timezone.now(),
    )
    ActivityFactory(kind="facilitation")

    week = told(phone)["week"]

    assert [one["title"] for one in week["appointments"]] == ["Látogatás"]
    assert [(one["engagement"], one["urgent"]) for one in week["silent"]] == [(str(engagement.pk), True)]
    assert [(one["id"], one["reason"]) for one in week["returned"]] == [(str(returned.pk), "Hányan voltak?")]


def test_places_tell_their_last_five_contacts(phone, mentor):
    engagement = EngagementFactory(mentor=mentor)
    village = engagement.community.settlement
    hall = OrganisationFactory(settlement=village)
    days = [timezone.localdate() - timedelta(days=6 - number) for number in range(6)]
    for day in days:
        ActivityFactory(
            engagement=engagement,
            settlement=village,
            organisations=(hall.pk,),
            occurred_on=day,
            public_sentence="Találkozó.",
            at=timezone.now(),
        )

    places = told(phone)["places"]

    for kind in ("communities", "settlements", "organisations"):
        [place] = places[kind]
        assert [one["day"] for one in place["contacts"]] == [day.isoformat() for day in days[:0:-1]]


def test_communities_of_others_and_their_notes_are_not_on_the_phone(phone, mentor):
    EngagementFactory(mentor=mentor)
    ActivityFactory(group_note="Csak nekik.", private_note="Csak neki.", public_sentence="Máshol.")

    text = phone.get(reverse("field:state")).content.decode()

    assert "Csak" not in text
    assert "Máshol." not in text


def test_state_is_told_again_only_if_it_changed(phone, mentor):
    first = phone.get(reverse("field:state"))

    same = phone.get(reverse("field:state"), headers={"If-None-Match": first["ETag"]})
    EngagementFactory(mentor=mentor)
    changed = phone.get(reverse("field:state"), headers={"If-None-Match": first["ETag"]})

    assert (same.status_code, same.content) == (304, b"")
    assert changed.status_code == 200
    for answer in (first, same):
        assert answer["X-Field-Token"]
        assert int(answer["X-Field-Time"]) > 0
        assert answer["Cache-Control"] == "private, no-store"


def test_state_asks_as_much_for_three_as_for_one(phone, mentor):
    def give() -> None:
        engagement = EngagementFactory(mentor=mentor)
        organisation = OrganisationFactory()
        consortium = ConsortiumFactory(lead=organisation)
        ActivityFactory(
            engagement=engagement,
            kind="facilitation",
            organisations=(organisation.pk,),
            consortium=consortium.pk,
        )
        for place in ({"settlement": SettlementFactory().pk}, {"consortium": consortium.pk}):
            draft = AssignmentDraft(
                mentor=mentor.pk, programme=group_of(mentor).programme_id, starts_on=VISITED_ON, **place
            )
            assign(draft=draft, by=mentor.user, at=timezone.now())

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            told(phone)
        return len(asked)

    give()
    told(phone)
    with_one = queries()
    give()
    give()

    assert queries() == with_one


def test_register_of_settlements_is_the_standing_ones(phone):
    SettlementFactory(name="Ács")

    rows = phone.get(reverse("field:settlements")).json()

    assert [row[1] for row in rows if row[1] == "Ács"] == ["Ács"]


def test_shell_is_the_same_for_everybody_and_names_nobody(phone, mentor):
    page = phone.get(reverse("field:shell")).content
    phone.force_login(mentor_at_work().user)

    assert phone.get(reverse("field:shell")).content == page
    assert mentor.name not in page.decode()
    assert b"csrf" not in page.lower()


def test_worker_keeps_everything_the_shell_is_made_of(phone):
    worker = phone.get(reverse("field:worker"))

    assert worker["Content-Type"] == "text/javascript; charset=utf-8"
    assert worker["Cache-Control"] == "no-cache"
    assert reverse("field:manifest") in worker.content.decode()


def test_icons_have_the_size_they_say(client):
    manifest = client.get(reverse("field:manifest")).json()

    for one in manifest["icons"]:
        picture = client.get(one["src"]).content
        width, height = int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])
        assert (picture[:8], f"{width}x{height}") == (b"\x89PNG\r\n\x1a\n", one["sizes"])
    assert client.get(reverse("field:icon", args=["other"])).status_code == 404
