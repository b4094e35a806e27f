"""Order and search in Hungarian, on whichever database the tests run."""

import csv
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from mentorhalo.core.hungarian import closeness, fold, matches, sort_key

SETTLEMENTS = Path(__file__).parents[2] / "territory" / "data" / "settlements.csv"
ALPHABET = "aábccsddzdzseéfggyhiíjkllymnnyoóöőpqrsszttyuúüűvwxyzzs AÁBCSŐŰ-1290"


def official_names() -> list[str]:
    with SETTLEMENTS.open(encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["sort_order"]))
    return [row["name"] for row in rows]


@pytest.fixture
def names() -> list[str]:
    return official_names()


def test_order_is_that_of_the_statistical_office(names: list[str]) -> None:
    assert sorted(names, key=sort_key) == names


@pytest.mark.parametrize(
    "words",
    [
        ["cukor", "csak", "dal", "dzeta", "dzsem", "ember"],
        ["kasza", "kassza", "kasszát", "kaszt", "kasztanyetta"],
        ["Kaposújlak", "Kaposvár", "Kaposszekcső"],
        ["kor", "kór", "kőr", "kuka"],
        ["olló", "ózon", "öböl", "őz", "pék"],
        ["űr", "üveg", "vár"],
        ["Bács megye", "Bács-Kiskun", "Bácsalmás"],
        ["1. kör", "2. kör", "Alma"],
    ],
)
def test_letters_of_the_alphabet_stand_in_their_order(words: list[str]) -> None:
    backwards = words[::-1]

    assert sorted(backwards, key=sort_key) == words


@given(st.text(max_size=60))
@settings(deadline=None)
def test_key_fits_a_column_four_times_as_wide(text: str) -> None:
    key = sort_key(text)

    assert len(key) <= 4 * len(text)
    assert key.isascii()
    assert key == "" or key.isdigit()


@pytest.mark.django_db
def test_database_orders_the_keys_as_python_does(names: list[str]) -> None:
    keys = [sort_key(name) for name in names[::7]]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE keys_in_order (k varchar(320))")
        cursor.executemany("INSERT INTO keys_in_order VALUES (%s)", [(key,) for key in reversed(keys)])
        cursor.execute("SELECT k FROM keys_in_order ORDER BY k")
        assert [row[0] for row in cursor.fetchall()] == keys


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="asks PostgreSQL's collations")
@pytest.mark.parametrize("collation", ["C", "hu-HU-x-icu", "en-US-x-icu", "und-x-icu"])
def test_every_collation_of_postgresql_orders_the_keys_alike(names: list[str], collation: str) -> None:
    keys = [sort_key(name) for name in names]
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT k FROM unnest(%s::text[]) AS k ORDER BY k COLLATE "{collation}"', [keys])
        assert [row[0] for row in cursor.fetchall()] == keys


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="asks PostgreSQL's collations")
def test_order_is_that_of_icu(names: list[str]) -> None:
    hard = [
        *names,
        "meggy",
        "megy",
        "Kőröshegy",
        "Körösladány",
        "kassza",
        "pénzsóvár",
        "Bács-Kiskun",
        "Bács megye",
    ]
    hard += [
        "3. kör",
        "„Kör” Egyesület",
        "kör",
        "Kőr",
        "dzsessz",
        "loggia",
        "jobb",
        "poggyász",
        "hosszú",
        "könnyű",
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT n FROM unnest(%s::text[]) AS n ORDER BY lower(n COLLATE "hu-HU-x-icu") COLLATE "hu-HU-x-icu"',
            [hard],
        )
        by_icu = [row[0] for row in cursor.fetchall()]
    assert [sort_key(name) for name in by_icu] == sorted(sort_key(name) for name in hard)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("komlo", ["Komló", "Kömlő", "Komlóska"]),
        ("Komló", ["Komló", "Komlóska"]),
        ("kömlő", ["Kömlő"]),
        ("kömlö", ["Kömlő"]),
        ("komlő", ["Kömlő"]),
        ("KOML", ["Komló", "Kömlő", "Komlóska"]),
        ("kőmlő", []),
        ("mlo ka", ["Komlóska"]),
        ("kamló", []),
    ],
)
def test_accents_that_were_typed_are_never_contradicted(typed: str, found: list[str]) -> None:
    assert [name for name in ("Komló", "Kömlő", "Komlóska") if matches(typed, name)] == found


def test_words_may_stand_in_different_names() -> None:
    assert matches("kör pécs", "Olvasókör", "Pécs")
    assert not matches("kör győr", "Olvasókör", "Pécs")


@given(st.text(ALPHABET, max_size=20))
@settings(deadline=None)
def test_whatever_is_called_the_same_is_found(name: str) -> None:
    assert matches(name, name)
    assert matches(fold(name), name)
    assert matches(name.upper(), name)


def test_nearest_name_comes_first() -> None:
    names = ["Kiskomló", "Újkomló falu", "Kis Komló", "Komlóska", "Kömlő", "Komló"]

    assert sorted(names, key=lambda name: closeness("Komló", name)) == [
        "Komló",
        "Kömlő",
        "Komlóska",
        "Kis Komló",
        "Kiskomló",
        "Újkomló falu",
    ]


def test_folding_leaves_small_plain_words() -> None:
    assert fold("  Őcsény – „Árvíztűrő” KÖR ") == "ocseny arvizturo kor"
