"""What may be asked of a table, and what is said to be beyond it."""

from typing import Any

import pytest
from django.test import Client

from mentorhalo.surveys.models import Instrument
from mentorhalo.surveys.tests.serving.programs import Program

from .conftest import AGES


def ask(program: Program, instrument: Instrument, rest: str, query: dict[str, Any] | None = None) -> Any:
    return program.get(f"/odata/v1/{instrument.pk}/{rest}", query)


def ages(program: Program, instrument: Instrument, **options: Any) -> list[int]:
    page = ask(
        program, instrument, "responses", {f"${name}": value for name, value in options.items()}
    ).json()
    return [row["age"] for row in page["value"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("age eq 41", [41]),
        ("41 eq age", [41]),
        ("age ne 41", [12, 21, 34, 58, 63, 77]),
        ("age gt 58 and age lt 77", [63]),
        ("age ge 63 or age le 12", [12, 63, 77]),
        ("not (age gt 12)", [12]),
        ("not age gt 12 or age eq 77", [12, 77]),
        ("age gt 20 and (age lt 30 or age gt 70)", [21, 77]),
        ("content eq '1' and age lt 34.5", [12, 21, 34]),
        ("content eq null", [63, 77]),
        ("content ne null and age gt 41", [58]),
        ("content gt '0'", [12, 21, 34, 41, 58]),
        ("wave eq null", [12, 21]),
        ("last eq 2026-02-01 and age gt 70", [77]),
        ("received gt 2026-03-02", []),
        ("sent_by eq 'it''s'", []),
        ("hours le 1.5e0 and age eq 12", [12]),
        ("true", list(AGES)),
        ("age eq -5", []),
        ("contains(content,'1') and age lt 40", [12, 21, 34]),
        ("startswith(form_version,'1') and endswith(sent_by,'ect') and age gt 60", [63, 77]),
        ("not contains(content,'2') and age gt 60", [63, 77]),
        ("toupper(state) eq 'ACCEPTED' and length(state) eq 8 and age eq 12", [12]),
        ("year(received) eq 2026 and month(received) eq 3 and day(received) eq 2 and age eq 21", [21]),
        ("year(last) lt 2026", []),
        ("date(last) eq 2026-02-01 and age eq 34", [34]),
        ("round(hours) eq 2 and floor(hours) eq 1 and ceiling(hours) eq 2 and age eq 12", [12]),
        ("round(1e999) gt 5 and floor(1e999) gt 5 and ceiling(-1e999) lt 5 and age eq 12", [12]),
        (f"round({'9' * 400}) gt 5 and age eq 12", [12]),
        ("age in (12,77,99)", [12, 77]),
        ("content in ('2',null)", [63, 77]),
        ("contains(trim(tolower(content)),'1') eq true and age eq 58", [58]),
    ],
)
def test_filters_compare_columns(
    program: Program, instrument: Instrument, text: str, expected: list[int]
) -> None:
    assert sorted(ages(program, instrument, filter=text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "age",
        "age eq",
        "age eq 'young'",
        "eq 41",
        "age eq 41 age",
        "(age eq 41",
        "name eq 'Kiss Piroska'",
        "wish eq 'x'",
        "age = 41",
        "last eq 2026-02-31",
        "age eq 41 and",
        "content eq 'open",
        "year(content) eq 2026",
        "contains(content)",
        "year(last,last) eq 2026",
        "contains(content,'1'",
        "age in 41",
        "age in ('a')",
        "year(last)",
        "(" * 99 + "age eq 1" + ")" * 99,
        "trim(" * 300 + "content" + ")" * 300 + " eq '1'",
        "content eq " + "trim(" * 300 + "content" + ")" * 300,
        "age eq 1 or " * 999 + "age eq 1",
    ],
)
def test_a_filter_that_is_none_is_refused_with_words(
    program: Program, instrument: Instrument, text: str
) -> None:
    answer = ask(program, instrument, "responses", {"$filter": text})

    assert (answer.status_code, answer.json()["error"]["target"]) == (400, "$filter")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("$filter", "substring(content,1) eq ''"),
        ("$filter", "totaloffsetminutes(last) eq 60"),
        ("$filter", "age add 1 eq 42"),
        ("$filter", "child/any(c:c/years gt 3)"),
        ("$orderby", "age"),
        ("$orderby", "age desc"),
        ("$expand", "child($filter=years gt 3)"),
        ("$expand", "child/$ref"),
        ("$expand", "*($filter=years gt 3)"),
        ("$search", "kórus"),
        ("$apply", "aggregate(age with sum as total)"),
    ],
)
def test_what_is_beyond_us_is_said_to_be(
    program: Program, instrument: Instrument, option: str, value: str
) -> None:
    answer = ask(program, instrument, "responses", {option: value})

    assert (answer.status_code, answer.json()["error"]["code"]) == (501, "not-supported")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("$top", "many"),
        ("$top", "-1"),
        ("$skip", "1.5"),
        ("$count", "maybe"),
        ("$select", "name"),
        ("$orderby", "name"),
        ("$orderby", "response_id up"),
        ("$limit", "5"),
        ("$expand", "club"),
        ("$expand", "child($select=name)"),
        ("$expand", "child(years"),
        ("$expand", "child($expand=child)"),
        ("$expand", "*($levels=none)"),
    ],
)
def test_an_option_that_is_none_is_refused(
    program: Program, instrument: Instrument, option: str, value: str
) -> None:
    answer = ask(program, instrument, "responses", {option: value})

    assert (answer.status_code, answer.json()["error"]["target"]) == (400, option)


def test_some_columns_may_be_chosen(program: Program, instrument: Instrument) -> None:
    page = ask(program, instrument, "responses", {"$select": "hours,response_id", "$top": "1"}).json()

    assert page["@odata.context"].endswith("$metadata#responses(response_id,hours)")
    assert list(page["value"][0]) == ["response_id", "hours"]


def test_rows_are_counted(program: Program, instrument: Instrument) -> None:
    page = ask(
        program, instrument, "responses", {"$count": "true", "$top": "2", "$filter": "age gt 40"}
    ).json()

    assert (page["@odata.count"], len(page["value"])) == (4, 2)
    assert [
        ask(program, instrument, f"{table}/$count").content for table in ("responses", "child", "club")
    ] == [b"7", b"10", b"10"]
    assert ask(program, instrument, "child/$count", {"$filter": "years lt 5"}).content == b"5"


def test_rows_stand_in_the_order_of_their_key(program: Program, instrument: Instrument) -> None:
    def names(**options: Any) -> list[tuple[str, str]]:
        asked = {f"${name}": value for name, value in options.items()}
        return [
            (row["response_id"], row["row"])
            for row in ask(program, instrument, "child", asked).json()["value"]
        ]

    usual = names()
    assert usual == sorted(usual)
    assert names(orderby="response_id desc,row desc") == usual[::-1]
    assert names(orderby="response_id,row", skip=3, top=2) == usual[3:5]


def test_one_row_is_found_by_its_key(program: Program, instrument: Instrument) -> None:
    child = ask(program, instrument, "child", {"$top": "2"}).json()["value"][1]
    name = child["response_id"]

    found = ask(program, instrument, f"child(response_id='{name}',row='2')").json()
    response = ask(program, instrument, f"responses('{name}')", {"$select": "response_id"}).json()

    assert {key: value for key, value in found.items() if key != "@odata.context"} == child
    assert found["@odata.context"].endswith("#child/$entity")
    assert response["response_id"] == name
    assert ask(program, instrument, "responses('nobody')").status_code == 404
    assert ask(program, instrument, f"child(response_id='{name}',row='9')").status_code == 404
    assert ask(program, instrument, f"child('{name}')").status_code == 400


def test_an_address_that_leads_nowhere_is_answered_behind_the_key(
    program: Program, instrument: Instrument
) -> None:
    for beginning in ("", "every-state/"):
        address = f"/odata/v1/{instrument.pk}/{beginning}responses('x')/child/$count"
        answer = program.get(address)

        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not-found")
        assert Client().get(address).status_code == 401
