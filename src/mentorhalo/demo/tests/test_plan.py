"""The plan itself, without a database."""

from datetime import date, timedelta
from random import Random

import pytest

from mentorhalo.demo.people import plan_seats
from mentorhalo.demo.plan import SEED, Period, Seat
from mentorhalo.demo.stories import BROKEN, CONTINUOUS, NOT_INFORMED, tell

TODAYS = (date(2026, 11, 23), date(2026, 1, 1), date(2024, 2, 29), date(2025, 6, 30))


def seats_of(period: Period) -> list[Seat]:
    counties = {f"{code:02}": 4 if code % 3 else 3 for code in range(2, 20)}
    return plan_seats(Random(SEED), period, counties, {code: ["12345"] for code in counties})


@pytest.mark.parametrize("today", TODAYS)
def test_programme_lasts_three_years_of_whole_quarters_around_today(today: date) -> None:
    period = Period(today)

    assert period.starts_on <= today <= period.ends_on
    assert (period.starts_on.day, period.starts_on.month % 3) == (1, 1)
    assert period.ends_on + timedelta(days=1) == period.starts_on.replace(year=period.starts_on.year + 3)


@pytest.mark.parametrize("today", TODAYS)
def test_each_group_has_three_or_four_mentors_on_every_day(today: date) -> None:
    period = Period(today)
    seats = seats_of(period)

    for offset in range((period.ends_on - period.starts_on).days + 1):
        day = period.starts_on + timedelta(days=offset)
        sizes: dict[str, int] = {}
        for seat in seats:
            sizes[seat.county] = sizes.get(seat.county, 0) + (seat.holder(day) is not None)
        assert set(sizes.values()) <= {3, 4}, day
        assert 60 <= sum(sizes.values()) <= 80, day


def test_the_same_day_gives_the_same_plan() -> None:
    period = Period(TODAYS[0])

    assert seats_of(period) == seats_of(period)


@pytest.mark.parametrize("today", TODAYS)
@pytest.mark.parametrize("name", [*CONTINUOUS, *BROKEN, *NOT_INFORMED])
def test_contacts_lie_within_their_engagement_and_in_order(name: str, today: date) -> None:
    period = Period(today)
    random = Random(name)
    for _time in range(30):
        story = tell(random, name, period)
        days = [day for day, _two_way, _decided in story.contacts]

        assert period.starts_on <= story.opened_on <= today
        assert days == sorted(days)
        assert all(story.opened_on < day <= (story.closed_on or today) for day in days)


def test_as_many_stories_as_the_programme_counted() -> None:
    assert sum(CONTINUOUS.values()) == 419
    assert sum(CONTINUOUS.values()) + sum(BROKEN.values()) == 905
