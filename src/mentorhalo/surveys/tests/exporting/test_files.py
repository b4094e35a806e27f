"""Every format, read back by a reader that is not ours."""

import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars
import pyreadstat
import pytest

from mentorhalo.core.tests.access import World
from mentorhalo.surveys.exporting.order import EXACT, LABELS, Order
from mentorhalo.surveys.exporting.statistical import missing_values
from mentorhalo.surveys.exporting.variables import Holds, Measure, Variable
from mentorhalo.surveys.models import Instrument
from mentorhalo.surveys.tests.factories import InstrumentFactory

from .builders import ANSWERS, a_form, a_response, a_version
from .files import filled, written

pytestmark = pytest.mark.usefixtures("shared_world")

ENGLISH = "English (en)"


@pytest.fixture
def instrument(world: World) -> Instrument:
    """Two responses, the second without an opinion."""
    made: Instrument = InstrumentFactory(study=world.study, form_id="life")
    version = a_version(made)
    a_response(version, ANSWERS, wave=world.wave)
    a_response(version, {"content": "9", "heard": ["press", "friend"]}, wave=world.wave)
    return made


def unpacked(instrument: Instrument, folder: Path, order: Order) -> Path:
    export = written(instrument, folder, order)
    with zipfile.ZipFile(export.path) as archive:
        archive.extractall(folder / "tables")
    return folder / "tables"


def by_name(frame: Any, *names: str) -> list[tuple[Any, ...]]:
    return sorted(frame.select(names).rows(), key=str)


@pytest.mark.parametrize("kind", ["sav", "zsav"])
def test_spss_reads_labels_missing_values_and_measures(
    instrument: Instrument, tmp_path: Path, kind: str
) -> None:
    order = Order(kind, language=ENGLISH, free_text=True, times=EXACT, values=LABELS)
    tables = unpacked(instrument, tmp_path, order)

    frame, meta = pyreadstat.read_sav(
        str(tables / f"responses.{kind}"), user_missing=True, output_format="polars"
    )

    names = ("content", "heard_press", "hours", "last", "wish")
    assert by_name(frame, *names) == [
        (1.0, 0.0, 1.5, date(2026, 2, 1), "=több énekkar"),
        (9.0, 1.0, None, None, ""),
    ]
    assert frame["ended"][0].isoformat() == "2026-03-02T10:12:00"
    assert meta.variable_value_labels["content"] == {1.0: "Content", 2.0: "Discontent", 9.0: "Don't know"}
    assert meta.missing_ranges["content"] == [{"lo": 9.0, "hi": 9.0}]
    assert meta.column_names_to_labels["heard_friend"] == "Where did you hear of us? – Friend"
    assert (meta.variable_measure["content"], meta.variable_measure["hours"]) == ("nominal", "scale")
    club, meta = pyreadstat.read_sav(str(tables / f"club.{kind}"), output_format="polars")
    assert club["told"].to_list() == ["press", "friend"]
    labels: dict[Any, str] = meta.variable_value_labels["told"]
    assert labels == {"press": "Newspaper", "friend": "Friend"}


def test_stata_reads_labels_and_numbers_codes_that_are_words(instrument: Instrument, tmp_path: Path) -> None:
    tables = unpacked(instrument, tmp_path, Order("dta", language="Magyar (hu)"))

    frame, meta = pyreadstat.read_dta(str(tables / "responses.dta"), output_format="polars")
    club, club_meta = pyreadstat.read_dta(str(tables / "club.dta"), output_format="polars")

    assert sorted(frame["content"].to_list()) == [1, 9]
    assert meta.variable_value_labels["content"][9] == "Nem tudja"
    assert meta.column_names_to_labels["age"] == "Kora?"
    assert club["told"].to_list() == [1, 2]
    assert club_meta.variable_value_labels["told"] == {1: "Újság", 2: "Ismerős"}


def test_long_texts_fit_into_every_program(world: World, tmp_path: Path) -> None:
    instrument: Instrument = InstrumentFactory(study=world.study, form_id="tales")
    version = a_version(instrument)
    tale = "árvíztűrő tükörfúrógép " * 2_000
    for answers in ({"wish": tale}, {"wish": "rövid"}, {}):
        a_response(version, answers)

    read = {"sav": pyreadstat.read_sav, "zsav": pyreadstat.read_sav, "dta": pyreadstat.read_dta}
    found = {}
    for kind, reader in read.items():
        (tmp_path / kind).mkdir()
        order = Order(kind, free_text=True)
        frame, _meta = reader(
            str(unpacked(instrument, tmp_path / kind, order) / f"responses.{kind}"), output_format="polars"
        )
        found[kind] = sorted(frame["wish"].to_list(), key=len)

    assert found["dta"] == ["", "rövid", tale]
    for kind in ("sav", "zsav"):
        empty, short, long = found[kind]
        assert (empty, short) == ("", "rövid")
        assert tale.startswith(long)
        assert 32_700 < len(long.encode()) <= 32_767


@pytest.mark.parametrize(
    ("codes", "missing", "expected"),
    [
        ("1 2 9", "9", [9]),
        ("1 2 97 98 99", "97 98 99", [97, 98, 99]),
        ("1 2 6 7 8 9", "6 7 8 9", [{"lo": 6, "hi": 9}]),
        ("1 2 97 98 99 999", "97 98 99 999", [{"lo": 97, "hi": 999}]),
        ("1 2 97 98 99 500 999", "97 98 99 999", [{"lo": 97, "hi": 99}, 999]),
        ("-1 1 2 8 88 99", "-1 8 88 99", [{"lo": 8, "hi": 99}, -1]),
        ("-1 1 8 50 88 99", "-1 8 88 99", [-1, 8, 88]),  # SPSS cannot say it
    ],
)
def test_spss_gets_as_many_missing_values_as_it_can_take(
    codes: str, missing: str, expected: list[Any]
) -> None:
    variable = Variable(
        "q", Holds.TEXT, Measure.NOMINAL, codes={code: {} for code in codes.split()}, missing=tuple(missing.split())
    )  # fmt: skip

    assert missing_values(variable, is_whole=True) == expected


def test_stata_takes_many_questions_with_long_names_and_labels(world: World, tmp_path: Path) -> None:
    made = InstrumentFactory(study=world.study, form_id="long")
    names = [f"how_content_are_you_with_the_life_of_the_village_{number}" for number in range(12)]
    rows = [("select_one content", name, "Mennyire?", "How?", None, None) for name in names]
    a_response(a_version(made, form=a_form(rows)), {names[0]: "9"}, wave=world.wave)

    export = written(made, tmp_path, Order("dta", language="Magyar (hu)"))

    _frame, meta = pyreadstat.read_dta(str(export.path), output_format="polars")
    labelled = {
        name: labels for name, labels in meta.variable_value_labels.items() if name.startswith("how_")
    }
    assert len(labelled) == 12
    assert labelled["how_content_are_you_with_the"][9] == "Nem tudja"


def test_parquet_keeps_types(instrument: Instrument, tmp_path: Path) -> None:
    tables = unpacked(instrument, tmp_path, Order("parquet"))

    frame = polars.read_parquet(tables / "responses.parquet")

    assert by_name(frame, "content", "age", "last") == [(1, 41, date(2026, 2, 1)), (9, None, None)]
    assert polars.read_parquet(tables / "child.parquet")["years"].to_list() == [9, 4]


def test_parquet_has_labels_when_chosen(instrument: Instrument, tmp_path: Path) -> None:
    order = Order("parquet", values=LABELS, language=ENGLISH)

    frame = polars.read_parquet(unpacked(instrument, tmp_path, order) / "responses.parquet")

    assert sorted(frame["content"].to_list()) == ["Content", "Don't know"]


def test_workbook_has_a_sheet_for_each_table_and_one_of_variables(
    instrument: Instrument, tmp_path: Path
) -> None:
    export = written(instrument, tmp_path, Order("xlsx", language=ENGLISH, free_text=True))

    book = openpyxl.load_workbook(export.path.rename(tmp_path / "export.xlsx"), read_only=True)

    assert export.ending == "xlsx"
    assert book.sheetnames == ["responses", "child", "club", "Változók"]
    head, *rows = list(book["responses"].iter_rows(values_only=True))
    cells = sorted((dict(zip(head, row, strict=True)) for row in rows), key=lambda row: str(row["content"]))
    assert [row["content"] for row in cells] == [1, 9]
    assert (cells[0]["wish"], cells[0]["last"].isoformat()) == ("=több énekkar", "2026-02-01T00:00:00")
    described = {row[1]: row for row in book["Változók"].iter_rows(values_only=True)}
    assert described["content"][2:4] == (
        "How content are you?",
        "1 = Content; 2 = Discontent; 9 = Don't know",
    )
    assert described["heard_press"][4] == "/data/who/age > 17"
    book.close()


def test_json_has_a_line_for_each_response_with_its_repeats_within(
    instrument: Instrument, tmp_path: Path
) -> None:
    export = written(instrument, tmp_path, Order("jsonl"))

    lines = [json.loads(line) for line in export.path.read_text(encoding="utf-8").splitlines()]

    first = next(line for line in lines if line["content"] == "1")
    assert first["child"] == [
        {"response_id": first["response_id"], "row": "1", "years": 9},
        {"response_id": first["response_id"], "row": "2", "years": 4},
    ]
    assert len(lines) == 2
    assert [filled(line).get("hours") for line in sorted(lines, key=lambda line: line["content"])] == [
        1.5,
        None,
    ]


def test_a_table_without_rows_can_be_written(world: World, tmp_path: Path) -> None:
    instrument: Instrument = InstrumentFactory(study=world.study, form_id="nobody")
    a_version(instrument)

    for kind in ("csv", "xlsx", "sav", "dta", "parquet", "jsonl"):
        assert written(instrument, tmp_path, Order(kind)).rows["responses"] == 0


def test_tables_lie_in_one_file_where_there_is_no_repeat(world: World, tmp_path: Path) -> None:
    instrument: Instrument = InstrumentFactory(study=world.study, form_id="flat")
    version = a_version(instrument)
    version.schema["nodes"] = version.schema["nodes"][:4]
    version.save()

    endings = [
        written(instrument, tmp_path, replace(Order("csv"), format=kind)).ending for kind in ("csv", "sav")
    ]

    assert endings == ["csv", "sav"]
