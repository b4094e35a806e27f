from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from mentorhalo.territory.models import LevelLabel, SettlementRecord
from mentorhalo.territory.queries import (
    county_label,
    county_of,
    find_settlements,
    forget_places,
    place_on,
    places_on,
    settlement_chosen,
    settlement_named,
)
from mentorhalo.territory.tests.factories import CountyFactory, DistrictFactory, SettlementFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)


def names(found) -> list[str]:
    return [settlement.name for settlement in found]


def test_komlo_and_komlo_are_never_mixed_up(register: None) -> None:
    assert names(find_settlements("Komló")) == [
        "Komló",
        "Komlódtótfalu",
        "Komlósd",
        "Komlóska",
        "Füzérkomlós",
        "Tótkomlós",
    ]
    assert names(find_settlements("Kömlő")) == ["Kömlő", "Kömlőd"]
    assert names(find_settlements("komlo"))[:2] == ["Komló", "Kömlő"]


def test_settlements_are_found_as_people_type_them(register: None) -> None:
    meant = {
        "ács": "Ács",
        "ŐCSÉNY": "Őcsény",
        "szekesfehervar": "Székesfehérvár",
        "17376": "Aba",
        "7300": "Komló",
        "hódmező": "Hódmezővásárhely",
        "györ": "Győr",
    }

    assert {typed: names(find_settlements(typed))[0] for typed in meant} == meant


def test_nothing_typed_finds_nothing() -> None:
    assert find_settlements("  - ") == []


@pytest.mark.parametrize("count", [1, 3])
def test_search_asks_once_however_many_are_found(count: int, django_assert_num_queries) -> None:
    for place in range(count):
        SettlementFactory(name=f"Alsófalu{place}")

    with django_assert_num_queries(1):
        found = [(one.name, one.county.name) for one in find_settlements("also")]

    assert len(found) == count


def test_name_without_accents_must_mean_one_settlement(register: None) -> None:
    assert settlement_named("komlo") is None
    assert settlement_named("Kömlő").name == "Kömlő"
    assert settlement_named("szekesfehervar").name == "Székesfehérvár"
    assert settlement_named("26408").name == "Komló"
    assert settlement_named("komlo", county="02").name == "Komló"


def test_place_of_a_day_follows_the_records_of_that_day() -> None:
    settlement = SettlementFactory(recorded_from=date(2013, 1, 1))
    before = settlement.county_id
    after = CountyFactory()
    SettlementRecord.objects.filter(settlement=settlement).update(valid_until=date(2024, 12, 31))
    SettlementRecord.objects.create(
        settlement=settlement,
        valid_from=date(2025, 1, 1),
        name="Új név",
        status=settlement.status,
        size_type=settlement.size_type,
        county=after,
        district=DistrictFactory(county=after),
    )

    assert county_of(settlement.code, date(2024, 12, 31)) == before
    assert county_of(settlement.code, date(2025, 1, 1)) == after.code
    assert places_on(date(2025, 1, 1))[settlement.code].name == "Új név"
    assert county_of(settlement.code, date(2012, 12, 31)) == ""
    assert place_on("00000", DAY) is None


def test_places_are_read_once(django_assert_num_queries) -> None:
    settlement = SettlementFactory()

    with django_assert_num_queries(1):
        for year in range(2014, 2026):
            county_of(settlement.code, date(year, 1, 1))


def test_forgotten_places_are_read_anew() -> None:
    first = SettlementFactory()
    places_on(DAY)
    second = SettlementFactory()
    assert set(places_on(DAY)) == {first.code}

    forget_places()

    assert set(places_on(DAY)) == {first.code, second.code}


def test_label_of_a_county_is_that_of_the_day(register: None) -> None:
    assert county_label("02", date(2022, 12, 31)) == "Baranya megye"
    assert county_label("02", date(2023, 1, 1)) == "Baranya vármegye"
    assert county_label("01", DAY) == "Budapest"
    with translation.override("en"):
        assert county_label("02", DAY) == "Baranya County"


def test_county_without_a_label_is_called_by_its_name() -> None:
    LevelLabel.objects.all().delete()

    assert county_label(CountyFactory(code="02", name="Baranya"), DAY) == "Baranya"


@pytest.fixture
def namesakes() -> None:
    SettlementFactory(code="26408", name="Komló", county=CountyFactory(code="02", name="Baranya"))
    SettlementFactory(code="31866", name="Kömlő", county=CountyFactory(code="10", name="Heves"))


def test_choice_that_may_mean_two_is_refused_with_both(namesakes: None) -> None:
    with pytest.raises(ValidationError, match=r"Komló \(Baranya\), Kömlő \(Heves\)"):
        settlement_chosen("", "komlo")


@pytest.mark.parametrize(
    ("value", "words", "code"),
    [
        ("", "Kömlő", "31866"),
        ("", "komló", "26408"),
        ("", "31866", "31866"),
        ("31866", "Kömlő", "31866"),
        ("31866", "komlo", "31866"),
        ("31866", "Komló", "26408"),  # typed over after choosing
        ("99999", "Komló", "26408"),
    ],
)
def test_choice_is_what_is_chosen_or_typed(namesakes: None, value: str, words: str, code: str) -> None:
    chosen = settlement_chosen(value, words)

    assert chosen is not None
    assert chosen.code == code


def test_choice_that_is_not_in_the_register_is_none(namesakes: None) -> None:
    assert settlement_chosen("", "Kisrakéta") is None
