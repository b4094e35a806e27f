"""What was published is told in one letter, and can be taken down by those who published it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.urls import reverse
from icalendar import Calendar

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core.models import SearchEntry
from mentorhalo.core.registry import registry
from mentorhalo.core.search import index_whole
from mentorhalo.events import actions
from mentorhalo.events.actions import OccasionRefused
from mentorhalo.events.choices import OccasionState
from mentorhalo.events.keys import joiner_key
from mentorhalo.events.models import Joiner, Occasion, WeekProgramme
from mentorhalo.events.queries import week as queries
from mentorhalo.territory.tests.factories import SettlementFactory

from . import factories
from .factories import GUEST, NOW

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def test_whatever_was_accepted_for_an_address_is_one_letter(django_capture_on_commit_callbacks, mailoutbox):
    edition, office = factories.edition(), holder(Role.OFFICE)
    first = factories.accepted(edition)
    factories.accepted(edition, name="Dalkör")
    factories.week_programme(first, hour=15, title="Közös főzés")
    actions.accept_joiner(joiner=first, by=office, at=NOW)
    factories.accepted(edition, name="Olvasókör", email="masik@pelda.hu")

    with django_capture_on_commit_callbacks(execute=True):
        assert [actions.tell_of_accepted(at=NOW) for _time in range(2)] == [2, 0]
    assert sorted(letter.to[0] for letter in mailoutbox) == sorted([GUEST, "masik@pelda.hu"])
    [letter] = [one for one in mailoutbox if one.to == [GUEST]]
    for words in ("Kertbarátok", "Dalkör", "Közös főzés", "Nyitott kert"):
        assert words in letter.body
    for joiner in Joiner.objects.filter(email=GUEST):
        assert joiner_key(joiner) in letter.body
    assert "Olvasókör" not in letter.body


def test_what_was_called_off_before_the_letter_is_not_told(django_capture_on_commit_callbacks, mailoutbox):
    edition = factories.edition()
    joiner = factories.accepted(edition)
    programme = joiner.programmes.select_related("occasion").get()
    actions.cancel_programme(programme=programme, reason="Eső.", at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.tell_of_accepted(at=NOW) == 0
    assert mailoutbox == []
    assert not WeekProgramme.objects.untold().exists()


def events_in(client, joiner):
    page = client.get(reverse("events:calendar_feed_county", args=[joiner.settlement.county_id]))
    return {str(one["uid"]): one for one in Calendar.from_ical(page.content).walk("VEVENT")}


@pytest.fixture
def published():
    """Held ten days ago, and not told of."""
    settlement = SettlementFactory(county__code="08")
    before = NOW - timedelta(days=40)
    joiner = factories.accepted(factories.edition(at=before), settlement=settlement.pk, at=before)
    return joiner.programmes.select_related("occasion", "joiner__edition", "joiner__settlement").get()


def test_taken_down_its_page_says_why_and_nothing_else(
    client, published, django_capture_on_commit_callbacks, mailoutbox
):
    [before] = events_in(client, published.joiner).values()
    page = reverse("events:occasion", args=[published.occasion_id])
    assert client.get(page).status_code == 200
    listed = client.get(reverse("events:calendar") + "?kind=week&past=1").content.decode()
    assert published.title in listed

    client.force_login(holder(Role.OFFICE), backend=BACKEND)
    deed = reverse("events:week_take_down", args=[published.pk])
    assert deed in client.get(page).content.decode()
    refused = client.post(deed, {"reason": " "})
    assert "reason" in refused.context["form"].errors
    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(2):
            client.post(deed, {"reason": "Nem ott lesz."})
    client.logout()

    assert [letter.to for letter in mailoutbox] == [[GUEST]]
    assert "Nem ott lesz." in mailoutbox[0].body
    gone = client.get(page)
    said = gone.content.decode()
    assert gone.status_code == 410
    assert "Nem ott lesz." in said
    assert published.summary not in said
    assert "noindex" in said
    assert client.get(reverse("events:week_poster", args=[published.occasion_id])).status_code == 404
    listed = client.get(reverse("events:calendar") + "?kind=week&past=1").content.decode()
    assert published.title not in listed
    [after] = events_in(client, published.joiner).values()
    assert (after["uid"], str(after["status"])) == (before["uid"], "CANCELLED")
    assert after["sequence"] == before["sequence"] + 1
    assert published.summary not in str(after["description"])
    own = client.get(reverse("events:week_own", args=[joiner_key(published.joiner)])).content.decode()
    assert "Nem ott lesz." in own


def test_what_was_taken_down_is_not_reported_cancelled_or_photographed(published):
    office = holder(Role.OFFICE)
    photo = factories.photographed(published, at=NOW)
    actions.show_photo(photo=photo, by=office, at=NOW)
    actions.take_down_programme(programme=published, reason="Téves.", by=office, at=NOW)
    published = WeekProgramme.objects.select_related("occasion", "joiner__edition").get()
    with pytest.raises(OccasionRefused):
        actions.report_programme(
            programme=published, attendance=3, counted_by="sheet", quote="", by=None, at=NOW
        )
    with pytest.raises(OccasionRefused):
        factories.photographed(published, upload=factories.picture("red"), at=NOW)
    actions.cancel_programme(programme=published, reason="Eső.", at=NOW)
    assert Occasion.objects.get().state == OccasionState.TAKEN_DOWN
    assert Occasion.objects.get().cancel_reason == "Téves."


def test_nothing_stays_of_the_photos_of_what_was_taken_down(
    client, published, django_capture_on_commit_callbacks
):
    office = holder(Role.OFFICE)
    waiting = factories.photographed(published, upload=factories.picture("red"), at=NOW)
    photo = factories.photographed(published, at=NOW)
    actions.show_photo(photo=photo, by=office, at=NOW)
    address = reverse("events:week_photo", args=[photo.pk])
    assert client.get(address).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        actions.take_down_programme(programme=published, reason="Téves.", by=office, at=NOW)
    assert client.get(address).status_code == 302
    assert not published.photos.exists()
    assert [one.file.storage.exists(one.file.name) for one in (photo, waiting)] == [False, False]
    assert [one.waits for one in queries.to_check(office, published.joiner.edition)] == [False]


def _report(programme):
    actions.report_programme(programme=programme, attendance=3, counted_by="sheet", quote="", by=None, at=NOW)


def _photograph(programme):
    factories.photographed(programme, at=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("deed", [_report, _photograph])
def test_what_is_taken_down_meanwhile_takes_neither_report_nor_photo(published, deed):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: the two cannot meet")

    def other_hand():
        try:
            deed(published)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            actions.take_down_programme(programme=published, reason="Téves.", by=holder(Role.OFFICE), at=NOW)
            told = pool.submit(other_hand)
            while not (told.done() or _somebody_waits_for_us()):
                pass
        with pytest.raises(OccasionRefused):
            told.result(timeout=60)
    programme = WeekProgramme.objects.select_related("occasion").get()
    assert (programme.reported_at, programme.photos.count()) == (None, 0)
    assert programme.occasion.is_taken_down


def _somebody_waits_for_us():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        return cursor.fetchone()[0] > 0


def test_the_search_forgets_at_once_what_was_taken_down(published):
    index_whole(registry.search["occasion"], at=NOW)
    found = SearchEntry.objects.filter(kind="occasion", record=str(published.occasion_id))
    assert found.count() == 1
    actions.take_down_programme(programme=published, reason="Téves.", by=holder(Role.OFFICE), at=NOW)
    assert found.count() == 0


def test_only_what_is_published_can_be_taken_down():
    joiner = factories.sent_in(factories.edition())
    with pytest.raises(OccasionRefused):
        actions.take_down_programme(
            programme=joiner.programmes.get(), reason="Téves.", by=holder(Role.OFFICE), at=NOW
        )
