"""Who asks whom, where and when: the fieldwork of the demonstration as plain rows. No database here."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from random import Random
from uuid import UUID

from .parties import Place
from .plan import Seat

A_DAY = 7  # interviews that one person gets done
HONEST, HASTY, AT_HOME, COPYING = "", "hasty", "at_home", "copying"


@dataclass(frozen=True, slots=True)
class PlannedInterview:
    """One interview, by the mentor who held the seat on that day."""

    unit: str
    place: Place
    mentor: UUID
    county: str
    started_at: datetime
    minutes: float
    point: tuple[float, float, float]
    habit: str = HONEST


def places_asked(random: Random, places: Sequence[Place], count: int) -> list[Place]:
    """Settlements drawn with chances by the root of their population, so that villages have their part; in order of code."""
    keyed = [(random.random() ** (1 / math.sqrt(max(place.population, 50))), place) for place in places]
    chosen = sorted(keyed, key=lambda pair: -pair[0])[:count]
    return sorted((place for _key, place in chosen), key=lambda place: place.code)


def plan_interviews(
    random: Random,
    units: dict[str, list[str]],
    places: dict[str, Place],
    seats: Sequence[Seat],
    days: Sequence[date],
    zone: tzinfo,
    habits: dict[int, str] | None = None,
) -> Iterator[PlannedInterview]:
    """Interviews with these units (codes by settlement), each settlement shared by two seats of its county.

    `habits` names seats (by their number) whose holders do not work as they should.
    """
    by_county: dict[str, list[int]] = {}
    for number, seat in enumerate(seats):
        if any(seat.holder(day) for day in days):
            by_county.setdefault(seat.county, []).append(number)
    portions: dict[int, list[tuple[Place, list[str]]]] = {}
    for turn, (code, codes) in enumerate(sorted(units.items())):
        place = places[code]
        own = by_county[place.county]
        half = (len(codes) + 1) // 2
        for share, part in enumerate((codes[:half], codes[half:])):
            if part:
                portions.setdefault(own[(turn + share) % len(own)], []).append((place, part))
    for number, given in sorted(portions.items()):
        habit = (habits or {}).get(number, HONEST)
        yield from _of_seat(random, seats[number], given, days, zone, habit)


def _of_seat(
    random: Random,
    seat: Seat,
    given: list[tuple[Place, list[str]]],
    days: Sequence[date],
    zone: tzinfo,
    habit: str,
) -> Iterator[PlannedInterview]:
    """Day by day, a settlement at a time; what one day does not hold goes to the next on which the seat is held."""
    waiting = [(place, code) for place, codes in given for code in codes]
    held = [(day, holder) for day in days if (holder := seat.holder(day)) is not None]
    a_day = max(A_DAY, -(-len(waiting) // len(held)))
    for (day, holder), start in zip(held, range(0, len(waiting), a_day), strict=False):
        at = datetime.combine(day, time(9, random.randrange(0, 50)), tzinfo=zone)
        for place, code in waiting[start : start + a_day]:
            minutes = random.uniform(3.5, 6) if habit == HASTY else max(9.0, random.gauss(26, 6))
            yield PlannedInterview(
                unit=code,
                place=place,
                mentor=holder.id,
                county=seat.county,
                started_at=at,
                minutes=minutes,
                point=_point(random, place, habit),
                habit=habit,
            )
            at += timedelta(minutes=minutes + random.uniform(6, 25))


def _point(random: Random, place: Place, habit: str) -> tuple[float, float, float]:
    """Somewhere in the settlement; one who stays at home is at the same place always."""
    spread = 0.00005 if habit == AT_HOME else 0.006
    lat, lon = (47.5, 19.1) if habit == AT_HOME else (place.lat, place.lon)
    return (
        round(random.gauss(lat, spread), 6),
        round(random.gauss(lon, spread), 6),
        round(random.uniform(4, 16), 1),
    )


def working_days(starts_on: date, ends_on: date) -> list[date]:
    """The days of fieldwork: all but Sundays."""
    span = (ends_on - starts_on).days + 1
    days = [starts_on + timedelta(days=number) for number in range(span)]
    return [day for day in days if day.weekday() != 6]
