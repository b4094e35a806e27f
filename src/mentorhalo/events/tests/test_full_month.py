"""The month of a Week with very many programmes: counted by day, each day listed page by page."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorhalo.events.choices import OccasionState
from mentorhalo.events.models import Occasion
from mentorhalo.events.queries import occasions
from mentorhalo.events.queries.occasions import LONGEST_FEED
from mentorhalo.events.views.calendar import A_PAGE, MOST_IN_MONTH

from . import factories
from .factories import NOW

pytestmark = pytest.mark.django_db

CALENDAR = reverse("events:calendar")
DAY = date(2031, 5, 12)


def many(count: int, *, day: date = DAY, days: int = 1, kind: str = "week") -> list[Occasion]:
    """Programmes of the Week, one a minute from nine in the morning on."""
    model = factories.planned(title=f"Minta {uuid4()}")
    first = timezone.make_aware(datetime.combine(day, time(9)))
    made = [
        Occasion(
            programme=model.programme,
            kind=kind,
            state=OccasionState.PUBLISHED,
            title=f"Program {number}",
            title_search=f"program {number}",
            summary="Együtt.",
            host="Kör",
            online_url="https://pelda.hu/",
            starts_at=first + timedelta(minutes=number % 600),
            ends_at=first + timedelta(days=days - 1, hours=12),
            planned_at=NOW,
            published_at=NOW,
            changed_at=NOW,
        )
        for number in range(count)
    ]
    return Occasion.objects.bulk_create(made)


def links_of(page, day: date) -> bool:
    return f"day={day.isoformat()}" in page.content.decode().replace("&amp;", "&")


def test_a_full_month_counts_and_each_day_is_listed_in_pages(client):
    many(MOST_IN_MONTH)
    many(30, day=DAY + timedelta(days=1), days=2)
    many(3, kind="workshop")
    page = client.get(CALENDAR, {"view": "month", "kind": "week", "month": "2031-05"})
    assert page.context["counts"] == [
        (DAY, MOST_IN_MONTH),
        (DAY + timedelta(days=1), 30),
        (DAY + timedelta(days=2), 30),
    ]
    assert "Program 7" not in page.content.decode()
    assert [links_of(page, DAY + timedelta(days=n)) for n in range(-1, 4)] == [False, True, True, True, False]

    listed = client.get(CALENDAR, {"view": "list", "kind": "week", "day": DAY.isoformat()})
    assert (len(listed.context["lines"]), listed.context["page"].paginator.count) == (A_PAGE, MOST_IN_MONTH)
    last = client.get(
        CALENDAR, {"view": "list", "kind": "week", "day": DAY.isoformat(), "page": MOST_IN_MONTH // A_PAGE}
    )
    titles = {line["occasion"].title for line in last.context["lines"]}
    assert f"Program {MOST_IN_MONTH - 1}" in titles
    both = client.get(CALENDAR, {"view": "list", "day": (DAY + timedelta(days=2)).isoformat()})
    assert both.context["page"].paginator.count == 30


def test_a_quiet_month_still_says_what_there_is(client):
    many(3)
    page = client.get(CALENDAR, {"view": "month", "month": "2031-05"}).content.decode()
    assert page.count("Program ") == 3
    assert "day=2031" not in page


@pytest.mark.parametrize("day", ["x", "2031-02-30", "1066-10-14", "2031-05-12T00:00"])
def test_a_day_that_is_none_is_passed_over(client, day):
    many(2)
    page = client.get(CALENDAR, {"view": "list", "day": day})
    assert (page.status_code, page.context["day"], page.context["page"].paginator.count) == (200, None, 2)


def test_thousands_ask_as_many_queries_as_one(client, django_assert_max_num_queries):
    asked = (
        {"view": "month", "kind": "week", "month": "2031-05"},
        {"view": "list", "kind": "week", "day": DAY.isoformat()},
    )
    many(MOST_IN_MONTH + 1)
    for query in asked:
        client.get(CALENDAR, query)
    with django_assert_max_num_queries(40) as few:
        for query in asked:
            client.get(CALENDAR, query)
    for number in range(3):
        many(1000, day=DAY + timedelta(days=number))
    with django_assert_max_num_queries(len(few)):
        for query in asked:
            page = client.get(CALENDAR, query)
    assert page.context["page"].paginator.count == MOST_IN_MONTH + 1001


def test_a_calendar_that_is_too_long_keeps_what_is_coming():
    many(LONGEST_FEED, day=(NOW - timedelta(days=60)).date())
    [coming] = many(1, day=(NOW + timedelta(days=20)).date())
    Occasion.objects.filter(kind="week").update(kind="workshop")
    found = occasions.in_calendar("", NOW)
    assert (len(found), found[-1].pk) == (LONGEST_FEED, coming.pk)
    assert found == sorted(found, key=lambda one: (one.starts_at, one.pk))
