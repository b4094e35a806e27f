"""An organiser's pages, from the first words to the closed list."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.core import search
from mentorhalo.core.search.actions import index_records
from mentorhalo.events import actions
from mentorhalo.events.actions import OccasionRefused
from mentorhalo.events.choices import OccasionState
from mentorhalo.events.models import Occasion
from mentorhalo.events.queries.occasions import Asked, days_of_month
from mentorhalo.programmes.tests.factories import ProgrammeFactory

from . import factories
from .factories import NOW

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def office(client):
    user = holder(Role.OFFICE)
    client.force_login(user, backend=BACKEND)
    return user


def typed(**fields):
    return {
        "title": "Közösségi  tervezés",
        "kind": "workshop",
        "summary": "Hogyan tervezzünk együtt?",
        "starts_on": "2031-05-05",
        "starts_hour": "09:00",
        "ends_hour": "16:00",
        "online_url": "https://hivas.example.org/1",
        "host": "Községi Könyvtár",
        "is_public": "on",
        "key": str(uuid4()),
        **fields,
    }


def test_planned_announced_and_found(client, office):
    ProgrammeFactory()
    data = typed()
    client.post(reverse("events:plan"), data)
    client.post(reverse("events:plan"), data)
    occasion = Occasion.objects.get()
    assert (occasion.title, occasion.state) == ("Közösségi tervezés", OccasionState.DRAFT)
    assert occasion not in Occasion.objects.public()

    client.post(reverse("events:publish", args=[occasion.pk]))
    index_records("occasion", [str(occasion.pk)], at=timezone.now())

    page = client.get(reverse("events:occasion", args=[occasion.pk])).content.decode()
    assert '"@type": "Event"' in page
    assert '"startDate": "2031-05-05T09:00:00+02:00"' in page
    assert "hivas.example.org" not in page  # only for those with a place
    found = search.search("tervezések", frozenset({"public"}), kind="occasion")
    assert [hit.title for hit in found.hits] == ["Közösségi tervezés"]


def test_impossible_times_are_refused_with_everything_typed_kept(client, office):
    ProgrammeFactory()
    page = client.post(reverse("events:plan"), typed(ends_hour="08:00"))

    assert "ends_on" in page.context["form"].errors
    assert page.context["form"]["title"].value() == "Közösségi  tervezés"
    assert Occasion.objects.count() == 0


def test_what_lasts_until_midnight_is_of_one_day(client, office):
    """In the form, in the month, in the list of who was there, and when it is opened for mending again."""
    ProgrammeFactory()
    client.post(reverse("events:plan"), typed(starts_hour="20:00", ends_hour="00:00"))
    occasion = Occasion.objects.get()

    assert occasion.ends_at - occasion.starts_at == timedelta(hours=4)
    assert occasion.days == [date(2031, 5, 5)]
    client.post(reverse("events:publish", args=[occasion.pk]))
    month = client.get(reverse("events:calendar"), {"view": "month", "month": "2031-05"})
    assert [day for day, _lines in month.context["days"]] == [date(2031, 5, 5)]
    with_counts = days_of_month(office, Asked(), date(2031, 5, 1))
    assert with_counts == {date(2031, 5, 5): 1}
    form = client.get(reverse("events:revise", args=[occasion.pk])).context["form"]
    assert form.initial["ends_on"] == date(2031, 5, 5)


def test_which_midnight_is_meant_is_asked(client, office):
    """Between the two days, as it was written before, or after the second?"""
    ProgrammeFactory()
    asked = typed(starts_hour="20:00", ends_on="2031-05-06", ends_hour="00:00")
    page = client.post(reverse("events:plan"), asked)
    assert "éjfélkor" in page.context["form"].errors["ends_hour"][0]

    client.post(reverse("events:plan"), {**asked, "ends_on": "2031-05-07"})

    assert len(Occasion.objects.get().days) == 3


def test_the_same_title_at_the_same_time_is_the_same_occasion(client, office):
    ProgrammeFactory()
    client.post(reverse("events:plan"), typed())
    page = client.post(reverse("events:plan"), typed(title="KÖZÖSSÉGI tervezés"))

    assert page.context["form"].non_field_errors()
    assert Occasion.objects.count() == 1


def test_what_is_nowhere_is_not_announced():
    occasion = factories.planned(online_url="")

    with pytest.raises(OccasionRefused):
        actions.publish_occasion(occasion=occasion, by=occasion.planned_by, at=NOW)


def test_list_is_ticked_and_the_occasion_closed(client, office):
    starts_at = NOW - timedelta(days=2)
    occasion = factories.announced(by=office, starts_at=starts_at, at=NOW - timedelta(days=9))
    attendee = factories.confirmed(occasion, at=NOW - timedelta(days=8))
    sheet = reverse("events:sheet", args=[occasion.pk])

    client.post(sheet, {"there": [f"{attendee.pk} {occasion.starts_on}", "rossz", f"{uuid4()} 2020-01-01x"]})
    client.post(reverse("events:hold", args=[occasion.pk]))

    occasion.refresh_from_db()
    assert occasion.state == OccasionState.HELD
    assert attendee.days.count() == 1
    assert "checked" in client.get(sheet).content.decode()


def test_draft_can_be_dropped_and_what_was_announced_cannot(client, office):
    draft, announced = factories.planned(by=office), factories.announced(by=office, title="Kint van")

    client.post(reverse("events:drop", args=[draft.pk]))
    client.post(reverse("events:drop", args=[announced.pk]))

    assert list(Occasion.objects.all()) == [announced]


def test_documents_are_kept_once_and_read_by_whom_they_are_for(client, office):
    occasion = factories.announced(by=office)
    upload = SimpleUploadedFile("jelenlét.pdf", b"%PDF-1.7", "application/pdf")
    kept = actions.add_file(occasion=occasion, upload=upload, is_public=False, by=office, at=NOW)
    again = SimpleUploadedFile("masik.pdf", b"%PDF-1.7", "application/pdf")

    assert actions.add_file(occasion=occasion, upload=again, is_public=True, by=office, at=NOW) == kept
    address = reverse("events:file", args=[kept.pk])
    assert client.get(address)["Content-Disposition"].startswith("attachment")
    client.logout()
    assert client.get(address).status_code == 302
    with pytest.raises(OccasionRefused):
        actions.add_file(
            occasion=occasion,
            upload=SimpleUploadedFile("virus.html", b"<script>", "text/html"),
            is_public=False,
            by=office,
            at=NOW,
        )
    actions.drop_file(kept=kept)
    assert occasion.files.count() == 0


def test_desk_asks_the_same_number_of_queries(client, office, django_assert_max_num_queries):
    factories.announced(by=office)
    with django_assert_max_num_queries(30) as few:
        client.get(reverse("events:desk"))
    for number in range(3):
        factories.announced(by=office, title=f"Még egy {number}")
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("events:desk"))


def test_what_is_over_and_open_waits_for_its_organiser(office):
    from mentorhalo.core.registry import registry  # late: only this test asks the registry

    factories.announced(by=office, starts_at=NOW - timedelta(days=3), at=NOW - timedelta(days=9))

    words = [one.words for one in registry.waiting_for(office, NOW)]

    assert "Ki volt ott? Véget ért, de még nincs lezárva: Közösségi tervezés." in words
