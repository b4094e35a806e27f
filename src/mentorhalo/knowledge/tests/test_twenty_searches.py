"""Twenty searches by conditions, as librarians ask them; what is right is worked out beside the product, in plain Python over what was entered."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import cos, hypot, radians
from uuid import UUID

import pytest
from django.http import QueryDict

from mentorhalo.accounts.choices import Role
from mentorhalo.core import search
from mentorhalo.knowledge.actions.practices import PracticeDraft, TakenPractice, enter_practices
from mentorhalo.knowledge.choices import PracticeState
from mentorhalo.knowledge.models import Practice, Term
from mentorhalo.knowledge.queries import practices as queries
from mentorhalo.knowledge.searching import SOURCES
from mentorhalo.territory.queries import forget_places
from mentorhalo.territory.tests.factories import CountyFactory, SettlementFactory

from . import factories, method_factories

pytestmark = pytest.mark.django_db

AT = datetime(2025, 3, 3, 9, tzinfo=UTC)
WAY = ("proposed", "checked", "consented", "in_review", "accepted", "published")
SIZES = {"00000": 300, "00500": 700, "01000": 1500, "02000": 3000, "05000": 7000, "10000": 20000}
TITLES = ("Mesekör", "Könyves pad", "Padlásmúzeum", "Közös kemence", "Kertek napja", "Fotókör")
HOW_MANY = 90


@dataclass(frozen=True)
class Told:
    """A practice as it was entered."""

    number: int
    title: str
    field: str
    county: str
    place: tuple[float, float]
    people: int
    size: str
    staff: int
    money: int
    time: int
    targets: frozenset[str]
    partners: frozenset[str]
    topics: frozenset[str]
    method: bool
    lesson: bool
    end: str  # "published", "archived", "withdrawn", "accepted"

    @property
    def is_listed(self) -> bool:
        return self.end == "published"


@pytest.fixture(scope="module")
def told(shared_records):
    """Ninety practices of four counties, some of them archived, taken back or not published yet."""
    chance = random.Random(20)
    places = [
        SettlementFactory(
            county=CountyFactory(code=county), lat=45.9 + step / 3, lon=17.5 + step / 2, population=people
        )
        for county in ("02", "03", "04", "05")
        for step, people in enumerate(SIZES.values())
    ]
    forget_places()
    terms = {one.code: one for one in Term.objects.all()}
    method = method_factories.locked("Szociometria").method
    people, rows, entered = factories.person(Role.OFFICE), [], []
    for number in range(1, HOW_MANY + 1):
        place = chance.choice(places)
        one = Told(
            number=number,
            title=chance.choice(TITLES),
            field=chance.choice(("library", "museum", "community")),
            county=place.county_id,
            place=(place.lat, place.lon),
            people=place.population,
            size=next(code for code, found in SIZES.items() if found == place.population),
            staff=chance.randrange(5),
            money=chance.randrange(5),
            time=chance.randrange(5),
            targets=frozenset(chance.sample(("children", "youth", "seniors", "everybody"), 2)),
            partners=frozenset(chance.sample(("school", "municipality", "association", "alone"), 2)),
            topics=frozenset(chance.sample(("volunteering", "heritage", "participation"), 1)),
            method=number % 4 == 0,
            lesson=number % 7 == 0,
            end=("archived", "withdrawn", "accepted")[number // 9 % 3] if number % 9 == 0 else "published",
        )
        rows.append(one)
        entered.append(_taken(one, place.pk, terms, people))
    enter_practices(practices=entered, by=people)
    for one in rows:
        if one.method:
            Practice.objects.get(number=one.number).versions.get().methods.add(method)
    search.index_whole(SOURCES[0], at=AT)
    return {"rows": rows, "method": str(method.pk), "village": places[1]}


def _taken(one: Told, settlement: str, terms: dict[str, Term], by) -> TakenPractice:
    steps = WAY[:5] if one.end == "accepted" else WAY if one.end == "published" else (*WAY, one.end)
    return TakenPractice(
        id=UUID(int=one.number),
        draft=PracticeDraft(
            field=one.field,
            settlement=settlement,
            institution_name="Községi Könyvtár",
            words=factories.words(title=f"{one.title} {one.number}", summary="Röviden."),
            is_lesson=one.lesson,
            starts_on=date(2024, 1, 1),
            staff_band=str(one.staff),
            money_band=str(one.money),
            time_band=str(one.time),
            topics=tuple(one.topics),
            terms=tuple(terms[code].pk for code in one.targets | one.partners),
            contact_email=factories.INSTITUTION,
        ),
        programme="",
        way=[(PracticeState(state), AT + timedelta(days=place)) for place, state in enumerate(steps)],
        contributor=None,
        by=by,
        checker=by,
        editor=by,
        agreed_by="Kovács Éva",
    )


SEARCHES: list[tuple[str, Callable[[Told], bool]]] = [
    ("", lambda one: True),
    ("size=00500&staff=1&money=0", lambda one: one.size == "00500" and one.staff <= 1 and one.money == 0),
    (
        "size=00000&size=00500&staff=1",
        lambda one: one.people < 1000 and one.staff <= 1,
    ),
    ("staff=0", lambda one: one.staff == 0),
    ("money=0&time=1", lambda one: one.money == 0 and one.time <= 1),
    ("time=0", lambda one: one.time == 0),
    ("field=library&staff=2", lambda one: one.field == "library" and one.staff <= 2),
    ("field=library&field=museum", lambda one: one.field != "community"),
    ("county=02", lambda one: one.county == "02"),
    ("county=02&county=04&money=1", lambda one: one.county in ("02", "04") and one.money <= 1),
    ("target=seniors", lambda one: "seniors" in one.targets),
    (
        "target=children&target=youth&partner=school",
        lambda one: bool(one.targets & {"children", "youth"}) and "school" in one.partners,
    ),
    ("partner=alone&money=2", lambda one: "alone" in one.partners and one.money <= 2),
    ("topic=heritage", lambda one: "heritage" in one.topics),
    (
        "topic=volunteering&field=community",
        lambda one: "volunteering" in one.topics and one.field == "community",
    ),
    ("kind=lesson", lambda one: one.lesson),
    ("kind=success&size=10000", lambda one: not one.lesson and one.size == "10000"),
    ("method=METHOD&staff=3", lambda one: one.method and one.staff <= 3),
    ("q=kemencét", lambda one: one.title == "Közös kemence"),
    (
        "q=kertekben&county=03&county=05&staff=4",
        lambda one: one.title == "Kertek napja" and one.county in ("03", "05"),
    ),
]


def found_by(told, query: str, place=None) -> tuple[int, list[int]]:
    """How many the search says there are, and the numbers of all of them, page after page."""
    asked = queries.Search.of(QueryDict(query.replace("METHOD", told["method"])), place)
    numbers, page, total = [], 1, 0
    while page:
        found = queries.find(asked, str(page))
        total = found.total
        numbers += [int(row.code.removeprefix("JGY-")) for row in found.rows]
        page = page + 1 if found.page.has_next() else 0
    return total, numbers


def test_there_are_twenty():
    assert len({query for query, _fits in SEARCHES}) == 20


@pytest.mark.parametrize(("query", "fits"), SEARCHES, ids=[query or "all" for query, _fits in SEARCHES])
def test_search_finds_what_fits_and_nothing_else(told, query, fits):
    expected = {one.number for one in told["rows"] if one.is_listed and fits(one)}
    others = sum(one.is_listed for one in told["rows"]) - len(expected)

    total, numbers = found_by(told, query)

    assert (set(numbers), len(numbers), total) == (expected, len(expected), len(expected))
    assert expected
    assert others or not query


@pytest.mark.parametrize("query", ["staff=1&by=near", "by=near&field=museum"])
def test_nearest_come_first(told, query):
    at = told["village"]
    fits = {
        "staff=1&by=near": lambda one: one.staff <= 1,
        "by=near&field=museum": lambda one: one.field == "museum",
    }

    def km(number: int) -> float:
        north, east = next(one.place for one in told["rows"] if one.number == number)
        return hypot(north - at.lat, (east - at.lon) * cos(radians(at.lat))) * 111.2

    _total, numbers = found_by(told, query, at)

    assert set(numbers) == {one.number for one in told["rows"] if one.is_listed and fits[query](one)}
    distances = [km(number) for number in numbers]
    assert all(later >= sooner - 1 for sooner, later in pairwise(distances))
