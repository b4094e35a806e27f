"""Repeats within the rows they belong to: as they are declared, and the same rows as in their own tables."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from mentorhalo.surveys.models import Instrument
from mentorhalo.surveys.tests.exporting.builders import a_form, a_response, a_version
from mentorhalo.surveys.tests.factories import FOUNDED_AT
from mentorhalo.surveys.tests.serving.programs import Program

from .excel import EDM

type Rows = list[dict[str, Any]]


def ask(program: Program, instrument: Instrument, rest: str, **options: str) -> Any:
    query = {f"${name}": value for name, value in options.items()}
    return program.get(f"/odata/v1/{instrument.pk}/{rest}", query).json()


def declared(program: Program, instrument: Instrument) -> ET.Element:
    return ET.fromstring(program.get(f"/odata/v1/{instrument.pk}/$metadata").content)


def within(rows: Rows, name: str) -> Rows:
    return [inner for row in rows for inner in row[name]]


def without(rows: Rows, name: str) -> Rows:
    return [{key: value for key, value in row.items() if key != name} for row in rows]


def by_key(rows: Rows) -> Rows:
    return sorted(rows, key=lambda row: (row["response_id"], row.get("row", "")))


def test_tables_within_are_declared_and_lead_to_tables(program: Program, instrument: Instrument) -> None:
    metadata = declared(program, instrument)

    types = {one.get("Name"): one for one in metadata.iter(f"{EDM}EntityType")}
    sets = {one.get("Name"): one for one in metadata.iter(f"{EDM}EntitySet")}
    leads = {
        (name, one.get("Name")): one.get("Type")
        for name, kind in types.items()
        for one in kind.iter(f"{EDM}NavigationProperty")
    }
    assert leads == {
        ("responses", "child"): "Collection(mentorhalo.rows.child)",
        ("child", "club"): "Collection(mentorhalo.rows.club)",
    }
    bound = {
        (name, one.get("Path")): one.get("Target")
        for name, made in sets.items()
        for one in made.iter(f"{EDM}NavigationPropertyBinding")
    }
    assert bound == {("responses", "child"): "child", ("child", "club"): "club"}
    order = [one.tag.removeprefix(EDM) for one in types["responses"]]
    assert order == sorted(order, key=["Key", "Property", "NavigationProperty"].index)
    unexpandable = [
        name
        for name, made in sets.items()
        if any("ExpandRestrictions" in one.get("Term", "") for one in made)
    ]
    assert unexpandable == ["club"]


def test_expanding_all_gives_the_rows_of_every_table(program: Program, instrument: Instrument) -> None:
    page = ask(program, instrument, "responses", expand="*")

    rows = page["value"]
    children = within(rows, "child")
    assert page["@odata.context"].endswith("$metadata#responses(child(club()))")
    assert without(rows, "child") == ask(program, instrument, "responses")["value"]
    assert by_key(without(children, "club")) == by_key(ask(program, instrument, "child")["value"])
    assert by_key(within(children, "club")) == by_key(ask(program, instrument, "club")["value"])
    for row in rows:
        for child in row["child"]:
            assert child["response_id"] == row["response_id"]
            assert {club["parent_row"] for club in child["club"]} <= {child["row"]}
    assert sorted(len(row["child"]) for row in rows) == [0, 0, 2, 2, 2, 2, 2]


def test_one_level_and_some_columns_can_be_chosen(program: Program, instrument: Instrument) -> None:
    one = ask(program, instrument, "responses", expand="*($levels=1)", top="1", filter="age eq 12")
    some = ask(
        program, instrument, "responses", top="1", filter="age eq 12", select="age,child",
        expand="child($select=years;$expand=club($select=told))",
    )  # fmt: skip

    assert "club" not in one["value"][0]["child"][0]
    assert some["@odata.context"].endswith("#responses(age,child(years,club(told)))")
    assert some["value"] == [
        {
            "age": 12,
            "child": [
                {"years": 9, "club": [{"told": "press"}, {"told": "friend"}]},
                {"years": 4, "club": []},
            ],
        }
    ]


def test_pages_go_on_expanding(program: Program, instrument: Instrument) -> None:
    address: str = f"/odata/v1/{instrument.pk}/responses?$expand=*&$select=age"
    found: Rows = []
    pages = 0
    while address:
        page = program.get(address, Prefer="odata.maxpagesize=3").json()
        found += page["value"]
        pages += 1
        address = page.get("@odata.nextLink", "")

    assert (pages, len(found), len(within(found, "child"))) == (3, 7, 10)


def test_a_row_can_be_looked_into_by_its_address(program: Program, instrument: Instrument) -> None:
    child = ask(program, instrument, "child", filter="years eq 9", top="1")["value"][0]
    name = child["response_id"]

    children = ask(program, instrument, f"responses('{name}')/child", count="true")
    clubs = ask(program, instrument, f"child(response_id='{name}',row='1')/club", select="told", skip="1")
    none = ask(program, instrument, f"child(response_id='{name}',row='2')/club")
    row = ask(program, instrument, f"responses('{name}')", expand="child", select="response_id")

    assert (children["@odata.count"], children["value"][0]) == (2, child)
    assert children["@odata.context"].endswith("$metadata#child")
    assert clubs["value"] == [{"told": "friend"}]
    assert none["value"] == []
    assert row["child"] == children["value"]
    for wrong in (f"responses('{name}')/club", "responses/child", "responses('nobody')/child"):
        assert program.get(f"/odata/v1/{instrument.pk}/{wrong}").status_code == 404


@pytest.fixture
def namesakes(instrument: Instrument) -> Instrument:
    """A question beside a repeat of the same name, and a repeat of which nothing is given around another one."""
    form = a_form(
        [
            ("begin group", "home", "Otthon", "Home", None, None),
            ("integer", "visit", "Látogatások száma?", "How many visits?", None, None),
            ("end group", None, None, None, None, None),
            ("begin repeat", "visit", "Látogatás", "Visit", None, None),
            ("text", "story", "Mesélje el!", "Tell us!", None, None),
            ("begin repeat", "guest", "Vendég", "Guest", None, None),
            ("integer", "years", "Hány éves?", "How old?", None, None),
            ("end repeat", None, None, None, None, None),
            ("end repeat", None, None, None, None, None),
            ("begin repeat", "pet", "Állat", "Pet", None, None),
            ("integer", "legs", "Hány lába van?", "How many legs?", None, None),
            ("end repeat", None, None, None, None, None),
        ]
    )
    version = a_version(
        instrument, "3", form, content_sha256="3" * 64, published_at=FOUNDED_AT.replace(year=2027)
    )
    a_response(
        version,
        {"home/visit": 2, "visit": [{"story": "Jó volt", "guest": [{"years": 7}, {"years": 8}]}], "pet": [{"legs": 4}]},
        identities={},
    )  # fmt: skip
    return instrument


def test_names_stay_apart_and_nothing_is_lost_below_what_is_left_out(
    program: Program, namesakes: Instrument
) -> None:
    (row,) = ask(program, namesakes, "responses", filter="form_version eq '3'", expand="*")["value"]

    assert (row["visit"], [guest["years"] for guest in row["guest"]]) == (2, [7, 8])
    assert [guest["parent_row"] for guest in row["guest"]] == ["1", "1"]
    assert [pet["legs"] for pet in row["pet"]] == [4]
