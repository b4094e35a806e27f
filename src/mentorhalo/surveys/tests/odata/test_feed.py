"""The feed as Excel and Power BI read it."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from mentorhalo.core.tests.access import World
from mentorhalo.surveys.choices import ResponseState
from mentorhalo.surveys.exporting.order import Order
from mentorhalo.surveys.models import Instrument, Response
from mentorhalo.surveys.odata import reading
from mentorhalo.surveys.tests.exporting.builders import a_form, a_version
from mentorhalo.surveys.tests.exporting.files import csv_tables, written
from mentorhalo.surveys.tests.factories import FOUNDED_AT
from mentorhalo.surveys.tests.serving.programs import Program

from .excel import Excel

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"


def root(instrument: Instrument) -> str:
    return f"http://testserver/odata/v1/{instrument.pk}/"


def as_csv(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows]


def in_order(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(rows, key=lambda row: (row["response_id"], row.get("row", "")))


def test_every_table_has_the_rows_of_the_exported_csv(
    program: Program, instrument: Instrument, tmp_path: Path
) -> None:
    tables = Excel(program, root(instrument), page=2).read()

    files = csv_tables(written(instrument, tmp_path, Order("csv")).path)
    assert {name: in_order(as_csv(table.rows)) for name, table in tables.items()} == {
        name: in_order(rows) for name, rows in files.items()
    }
    assert {name: (len(table.rows), table.key) for name, table in tables.items()} == {
        "responses": (7, ["response_id"]),
        "child": (10, ["response_id", "row"]),
        "club": (10, ["response_id", "row"]),
    }
    assert tables["responses"].pages == 4


def test_columns_have_types_and_the_questions_as_descriptions(
    program: Program, instrument: Instrument
) -> None:
    metadata = program.get(f"{root(instrument)}$metadata", Accept_Language="en")

    declared = ET.fromstring(metadata.content)
    responses = next(declared.iter(f"{EDM}EntityType"))
    columns = {one.get("Name"): one for one in responses.iter(f"{EDM}Property")}
    types = {
        name: columns[name].get("Type")
        for name in ("age", "content", "hours", "last", "received", "heard_press")
    }
    assert types == {
        "age": "Edm.Int64",
        "content": "Edm.String",
        "hours": "Edm.Double",
        "last": "Edm.Date",
        "received": "Edm.Date",
        "heard_press": "Edm.Int64",
    }
    described = {name: one.find(f"{EDM}Annotation") for name, one in columns.items()}
    label = described["content"]
    assert label is not None
    assert label.get("String") == "How content are you?"
    assert columns["response_id"].get("Nullable") == "false"
    assert metadata["Content-Type"].startswith("application/xml")


def test_identities_are_nowhere(program: Program, instrument: Instrument) -> None:
    addresses = ["", "$metadata", "responses", "child", "club"]

    said = "".join(program.get(f"{root(instrument)}{rest}").content.decode() for rest in addresses)

    for secret in ("Piroska", "énekkar", "46.0712", *map(str, Response.objects.values_list("pk", flat=True))):
        assert secret not in said


def test_fieldwork_is_followed_where_every_state_is_given(program: Program, instrument: Instrument) -> None:
    first, second, *_others = Response.objects.order_by("pk").values_list("pk", flat=True)
    Response.objects.filter(pk=first).update(state=ResponseState.RECEIVED)
    Response.objects.filter(pk=second).update(state=ResponseState.REJECTED)
    whole = f"{root(instrument)}every-state/"

    accepted = Excel(program, root(instrument)).read()["responses"].rows
    every = Excel(program, whole, page=2).read()
    received = program.get(
        f"{whole}responses", {"$filter": "state eq 'received' and received ge 2026-03-01", "$count": "true"}
    ).json()

    assert (len(accepted), {row["state"] for row in accepted}) == (5, {"accepted"})
    assert sorted(row["state"] for row in every["responses"].rows) == ["accepted"] * 5 + [
        "received",
        "rejected",
    ]
    assert received["@odata.count"] == 1
    name = received["value"][0]["response_id"]
    assert program.get(f"{whole}responses('{name}')/child").status_code == 200
    assert program.get(f"{root(instrument)}responses('{name}')/child").status_code == 404


def test_a_new_version_adds_columns(program: Program, instrument: Instrument) -> None:
    before = set(Excel(program, root(instrument)).read()["responses"].types)
    form = a_form([("integer", "siblings", "Testvérei?", "Siblings?", None, None)])

    a_version(instrument, "2", form, content_sha256="2" * 64, published_at=FOUNDED_AT.replace(year=2027))

    assert set(Excel(program, root(instrument)).read()["responses"].types) - before == {"siblings"}


def test_pages_stay_bounded_where_a_filter_lets_few_pass(
    program: Program, instrument: Instrument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SCANNED", 2)
    address = f"{root(instrument)}responses?$filter=age gt 70"
    pages = []
    while address:
        page = program.get(address).json()
        pages.append([row["age"] for row in page["value"]])
        address = page.get("@odata.nextLink", "")

    assert len(pages) == 4
    assert [age for page in pages for age in page] == [77]


def test_skip_and_top_go_on_through_pages(
    program: Program, instrument: Instrument, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = [row["age"] for row in program.get(f"{root(instrument)}responses").json()["value"]]
    monkeypatch.setattr(reading, "SCANNED", 2)

    address, found = f"{root(instrument)}responses?$skip=3&$top=3", []
    while address:
        page = program.get(address).json()
        found += [row["age"] for row in page["value"]]
        address = page.get("@odata.nextLink", "")

    assert found == every[3:6]


def test_a_programme_that_only_hears_an_older_version_is_told(
    program: Program, instrument: Instrument
) -> None:
    old = program.get(root(instrument), OData_MaxVersion="3.0")
    atom = program.get(root(instrument), Accept="application/atom+xml")

    assert (old.status_code, atom.status_code) == (400, 406)
    assert old["OData-Version"] == "4.0"


def test_metadata_can_be_left_out(program: Program, instrument: Instrument) -> None:
    page = program.get(
        f"{root(instrument)}responses", {"$top": "1", "$format": "application/json;odata.metadata=none"}
    )

    assert list(page.json()) == ["value"]


def test_a_table_that_is_not_there_is_not_found(
    program: Program, instrument: Instrument, world: World
) -> None:
    missing = program.get(f"{root(instrument)}people")

    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "not-found")
