"""The mentors of the demonstration: groups of three or four, leavers and successors."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from .plan import Period, PlannedMandate, PlannedMentor, Seat, minted
from .words import people

LEAVING = ("left", "left", "left", "parental", "health", "moved")


def plan_seats(
    random: Random, period: Period, seats_of: dict[str, int], homes: dict[str, list[str]]
) -> list[Seat]:
    """Seats by county with the mandates that fill them: on no day has a group fewer than three mentors.

    `seats_of` gives each county its number of seats (3 or 4), `homes` the settlements its mentors may live in. A seat
    of a group of four may stay empty for some weeks; a group of three gets the successor on the next day.
    """
    names, numbers = people(random), iter(range(10_000))
    seats: list[Seat] = []
    for county, count in seats_of.items():
        vacant_until = period.starts_on
        for place in range(count):
            seat = Seat(county)
            seats.append(seat)
            starts_on = period.starts_on
            if place > 0 and random.random() < 0.42:
                leaves_on = period.starts_on + timedelta(days=random.randint(120, 900))
                pause = 1
                if count == 4 and leaves_on > vacant_until:
                    pause = random.randint(12, 45)
                    vacant_until = leaves_on + timedelta(days=pause)
                seat.mandates.append(_mandate(random, seat, names, numbers, homes, starts_on, leaves_on))
                starts_on = leaves_on + timedelta(days=pause)
            seat.mandates.append(_mandate(random, seat, names, numbers, homes, starts_on, None))
    return seats


def _mandate(
    random: Random,
    seat: Seat,
    names: Iterator[str],
    numbers: Iterator[int],
    homes: dict[str, list[str]],
    starts_on: date,
    ends_on: date | None,
) -> PlannedMandate:
    mentor = PlannedMentor(minted("mentor", next(numbers)), next(names), random.choice(homes[seat.county]))
    return PlannedMandate(
        mentor=mentor,
        county=seat.county,
        starts_on=starts_on,
        ends_on=ends_on,
        end_reason=random.choice(LEAVING) if ends_on else "",
        working_time=random.choice((100, 100, 100, 75, 50)),
    )
