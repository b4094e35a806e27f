"""The search by conditions: what is found, what is counted beside each condition, in what order, at what price."""

import pytest
from django.http import QueryDict

from mentorhalo.accounts.choices import Role
from mentorhalo.knowledge.models import Practice
from mentorhalo.knowledge.queries import practices as queries
from mentorhalo.territory.queries import forget_places
from mentorhalo.territory.tests.factories import CountyFactory, SettlementFactory

from . import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shelf(shared_records):
    """Six practices: (title, settlement, conditions)."""
    people = {
        "by": factories.person(Role.MENTOR),
        "checker": factories.person(Role.OFFICE),
        "editor": factories.editor_of("library"),
    }
    county, other = CountyFactory(code="02"), CountyFactory(code="03")
    village = SettlementFactory(county=county, lat=46.0, lon=18.0, population=700, name="Kisfalu")
    nearby = SettlementFactory(county=county, lat=46.1, lon=18.0, population=9000, name="Közel")
    town = SettlementFactory(county=other, lat=47.5, lon=19.0, population=800, name="Messze")
    forget_places()
    rows = (
        ("Mesekör", village, {"settlement_size": "00500", "staff_band": "1", "money_band": "0"}),
        ("Könyves pad", nearby, {"settlement_size": "05000", "staff_band": "2", "money_band": "1"}),
        ("Padlásmúzeum", town, {"settlement_size": "00500", "staff_band": "0", "money_band": "0"}),
        (
            "Elmaradt kert",
            town,
            {"settlement_size": "00500", "staff_band": "4", "money_band": "4", "is_lesson": True},
        ),
    )
    return {
        title: factories.published(
            **people, settlement=place.pk, words=factories.words(title=title), **conditions
        )
        for title, place, conditions in rows
    } | {"places": {"village": village, "town": town}}


def titles(query, place=None):
    found = queries.find(queries.Search.of(QueryDict(query), place), None)
    assert found.total == len(found.rows)
    return [row.title for row in found.rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Mesekör", "Könyves pad", "Padlásmúzeum", "Elmaradt kert"}),
        ("size=00500&staff=1&money=0", {"Mesekör", "Padlásmúzeum"}),
        ("staff=0", {"Padlásmúzeum"}),
        ("money=1", {"Mesekör", "Könyves pad", "Padlásmúzeum"}),
        ("county=03&kind=lesson", {"Elmaradt kert"}),
        ("county=02&county=03&kind=success", {"Mesekör", "Könyves pad", "Padlásmúzeum"}),
        ("size=99999", set()),
        ("field=museum", set()),
    ],
)
def test_what_needs_no_more_than_one_has_is_found(shelf, query, expected):
    assert set(titles(query)) == expected


def test_beside_each_condition_stands_what_it_would_find(shelf):
    found = queries.find(queries.Search.of(QueryDict("county=02"), None), None)

    counts = {facet.name: {one.value: one.count for one in facet.options} for facet in found.facets}
    assert counts["county"] == {"02": 2, "03": 2}
    assert counts["staff"] == {"1": 1, "2": 2, "3": 2, "4": 2}
    assert counts["size"] == {"00500": 1, "05000": 1}
    assert found.by_county == {"02": 2}


def test_the_nearest_and_the_most_alike(shelf):
    village = shelf["places"]["village"]

    assert titles("by=near", village)[:2] == ["Mesekör", "Könyves pad"]
    assert set(titles("by=like", village)[:3]) == {"Mesekör", "Padlásmúzeum", "Elmaradt kert"}


def test_what_is_taken_down_is_in_no_list(shelf):
    practice = shelf["Mesekör"]
    Practice.objects.filter(pk=practice.pk).update(public_version=None)

    assert "Mesekör" not in titles("")


def test_the_number_of_queries_does_not_grow(shelf, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        titles("size=00500&staff=1")
    with django_assert_max_num_queries(12):
        titles("")


def test_alike_are_others_that_share_conditions(shelf):
    found = queries.alike(shelf["Mesekör"])

    assert found[0] == shelf["Padlásmúzeum"].pk
    assert shelf["Mesekör"].pk not in found
