"""List, month, map; feeds that others parse."""

import json
import re
from datetime import date, timedelta

import feedparser
import pytest
import vobject
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import UserFactory, holder
from mentorhalo.core.registry import registry
from mentorhalo.events import actions
from mentorhalo.events.keys import calendar_key
from mentorhalo.territory.tests.factories import CountyFactory, SettlementFactory

from . import factories
from .factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def settlement():
    return SettlementFactory(name="Abda", county=CountyFactory(code="08"), lat=47.69, lon=17.54)


def events_in(answer):
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    assert b"\n" not in answer.content.replace(b"\r\n", b"")
    found = {str(event["SUMMARY"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}
    # Read by a program that did not write it, too.
    read = vobject.readOne(answer.content.decode(), validate=True).contents.get("vevent", [])
    assert {event.summary.value: event.dtstart.value for event in read} == {
        title: event["DTSTART"].dt for title, event in found.items()
    }
    return found


def test_feed_says_what_the_page_says(client, settlement):
    title = "Árvíztűrő; tükörfúró, műhely"
    occasion = factories.announced(
        title=title, settlement=settlement.pk, place="Fő út 1.", summary="Első sor, hosszú szöveg. " * 8
    )

    [event] = events_in(client.get(reverse("events:calendar_feed"))).values()

    assert str(event["SUMMARY"]) == title
    assert event["DTSTART"].dt == occasion.starts_at
    assert event["DTEND"].dt == occasion.ends_at
    assert str(event["LOCATION"]) == "Abda, Fő út 1."
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 0)
    assert str(event["UID"]).startswith(f"occasion-{occasion.pk}@")


def test_changed_and_cancelled_reach_subscribers(client):
    occasion = factories.announced()
    office = occasion.planned_by
    actions.revise_occasion(occasion=occasion, draft=factories.draft(title="Új cím"), by=office, at=NOW)
    actions.cancel_occasion(occasion=occasion, reason="Elmarad.", by=office, at=NOW)

    [event] = events_in(client.get(reverse("events:calendar_feed"))).values()

    assert (event["SUMMARY"], event["STATUS"], event["SEQUENCE"]) == ("Új cím", "CANCELLED", 2)


def test_feeds_hold_what_they_are_for(client, settlement):
    member = UserFactory()
    there = factories.announced(title="Abdán", settlement=settlement.pk)
    factories.announced(title="Online")
    factories.announced(title="Csak a hálózatnak", is_public=False)
    factories.planned(title="Készül")
    actions.register(
        occasion=there, draft=actions.AttendeeDraft(key=member.pk, name="Tag"), by=member, at=NOW
    )

    assert set(events_in(client.get(reverse("events:calendar_feed")))) == {"Abdán", "Online"}
    county = events_in(client.get(reverse("events:calendar_feed_county", args=["08"])))
    assert set(county) == {"Abdán"}
    own = reverse("events:own_feed", args=[calendar_key(member)])
    assert set(events_in(client.get(own))) == {"Abdán"}
    assert client.get(own.replace(".ics", "x.ics")).status_code == 302
    assert client.get(reverse("events:calendar_feed_county", args=["99"])).status_code == 404


def test_a_calendar_that_did_not_change_is_not_sent_again(client):
    factories.announced()
    first = client.get(reverse("events:calendar_feed"))

    again = client.get(reverse("events:calendar_feed"), headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_news_are_read_by_feed_readers(client, kind):
    occasion = factories.announced()

    read = feedparser.parse(client.get(reverse("events:feed_as", args=[kind])).content)

    assert not read.bozo
    assert [entry.title for entry in read.entries] == ["Közösségi tervezés"]
    assert read.entries[0].id == f"urn:uuid:{occasion.pk}"


def test_json_ld_is_safe_and_says_where(client, settlement):
    nasty = "</script><b>műhely"
    occasion = factories.announced(title=nasty, settlement=settlement.pk, place="Fő út 1.")

    page = client.get(reverse("events:occasion", args=[occasion.pk])).content.decode()

    [said] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    data = json.loads(said)
    assert data["name"] == nasty
    assert data["location"]["address"]["addressLocality"] == "Abda"
    assert data["eventStatus"].endswith("EventScheduled")
    assert data["eventAttendanceMode"].endswith("MixedEventAttendanceMode")


def test_list_month_and_map_show_the_same(client, settlement):
    starts_at = timezone.make_aware(timezone.datetime(2031, 5, 30, 9))
    occasion = factories.announced(
        settlement=settlement.pk, starts_at=starts_at, ends_at=starts_at + timedelta(days=2)
    )
    address = reverse("events:calendar")

    shown = client.get(address)
    assert [line["occasion"] for line in shown.context["lines"]] == [occasion]
    may = client.get(address, {"view": "month", "month": "2031-05"}).context["days"]
    june = client.get(address, {"view": "month", "month": "2031-06"}).context["days"]
    assert [day for day, _lines in may + june] == [date(2031, 5, 30), date(2031, 5, 31), date(2031, 6, 1)]
    on_map = client.get(address, {"view": "map"}).context
    assert on_map["by_county"] == [(settlement.county.name, 1, "?view=list&county=08")]
    assert client.get(address, {"view": "month", "month": "össze-vissza"}).status_code == 200
    assert client.get(address, {"county": "\x00", "kind": "nincs"}).status_code == 200


def test_the_list_asks_the_same_number_of_queries(client, settlement, django_assert_max_num_queries):
    factories.announced(settlement=settlement.pk)
    client.get(reverse("events:calendar"))
    with django_assert_max_num_queries(30) as few:
        client.get(reverse("events:calendar"))
    for number in range(3):
        factories.announced(title=f"Még egy {number}", settlement=settlement.pk)
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("events:calendar"))


def test_visitors_do_not_see_what_is_for_the_network(client):
    factories.announced(title="Belső", is_public=False)

    assert "Belső" not in client.get(reverse("events:calendar")).content.decode()
    client.force_login(holder(Role.MENTOR), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Belső" in client.get(reverse("events:calendar")).content.decode()


def test_the_room_signs_in():
    assert "occasion" in registry.search
    assert "events.occasion" in registry.derivations
