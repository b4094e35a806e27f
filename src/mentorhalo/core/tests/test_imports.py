"""The way from a file to records, with an importer of nothing in particular."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from mentorhalo.core.imports import ImportPlan, ImportRefused, PlannedRow, apply_import, plan_import
from mentorhalo.core.registry import registry
from mentorhalo.core.tabular import CellError, ColumnSpec, RowError, TableError, parse_count, read_table

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, tzinfo=UTC)


class ShelfImporter:
    """Brings in how many of what, onto a shelf that is a dictionary."""

    label = "polc"
    columns = (ColumnSpec("what", "mi", required=True), ColumnSpec("count", "darab", required=True))
    deeds = {"add": "új", "change": "módosult"}
    can_create_missing = False

    def __init__(self) -> None:
        self.shelf: dict[str, int] = {}

    def plan(self, table, *, create_missing=False, decisions=None) -> ImportPlan:
        plan = ImportPlan()
        for record in table.records():
            try:
                count = parse_count(record["count"])
            except CellError as error:
                plan.errors.append(
                    RowError(record.number, table.heading_of("count"), record["count"], error.message)
                )
                continue
            if self.shelf.get(record["what"]) == count:
                plan.unchanged += 1
                continue
            deed = "change" if record["what"] in self.shelf else "add"
            plan.rows.append(PlannedRow(record.number, deed, record["what"], data=count))
        return plan

    def apply(self, plan, *, by, at) -> dict[str, int]:
        self.shelf |= {row.title: row.data for row in plan.rows}
        return plan.counts()


@pytest.fixture
def importer():
    one = ShelfImporter()
    registry.add_importer("shelf", one)
    yield one
    del registry.importers["shelf"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "polc.csv"
    path.write_text("mi;darab\nkörte;3\nalma;sok\nszőlő;12;kék\n", encoding="utf-8")
    return path


def test_refused_rows_stop_everything(importer: ShelfImporter, file: Path) -> None:
    with file.open("rb") as stream:
        plan = plan_import(importer, read_table(stream, file.name))

    assert [row.title for row in plan.rows] == ["körte"]
    assert [error.row for error in plan.errors] == [3, 4]
    with pytest.raises(ImportRefused):
        apply_import(importer, plan, by=None, at=AT)
    assert apply_import(importer, plan, by=None, at=AT, skip_refused=True) == {"add": 1}
    assert importer.shelf == {"körte": 3}


def test_missing_column_is_named(importer: ShelfImporter, tmp_path: Path) -> None:
    path = tmp_path / "polc.csv"
    path.write_text("mi;szín\nkörte;zöld\n", encoding="utf-8")

    with path.open("rb") as stream, pytest.raises(TableError, match=r"darab \(count\)"):
        plan_import(importer, read_table(stream, path.name))


def test_command_refuses_the_file_and_tells_rows(importer: ShelfImporter, file: Path, capsys) -> None:
    with pytest.raises(SystemExit) as leaving:
        call_command("import", "shelf", str(file))

    said = capsys.readouterr()
    assert leaving.value.code == 1
    assert "3. sor, darab (sok)" in said.err
    assert "4. sor: " in said.err
    assert "Semmi nem íródott be." in said.out
    assert importer.shelf == {}


def test_command_leaves_refused_rows_out_when_told(importer: ShelfImporter, file: Path) -> None:
    call_command("import", "shelf", str(file), skip_refused=True)

    assert importer.shelf == {"körte": 3}


def test_dry_run_writes_nothing(importer: ShelfImporter, tmp_path: Path, capsys) -> None:
    path = tmp_path / "polc.csv"
    path.write_text("mi;darab\nkörte;3\n", encoding="cp1250")

    call_command("import", "shelf", str(path), dry_run=True)

    assert importer.shelf == {}
    assert "1 új" in capsys.readouterr().out


def test_command_answers_in_json_alone(importer: ShelfImporter, file: Path, capsys) -> None:
    with pytest.raises(SystemExit):
        call_command("import", "shelf", str(file), json=True)

    said = json.loads(capsys.readouterr().out)
    assert (said["planned"], said["written"], said["refused"], said["encoding"]) == (
        {"add": 1},
        {},
        2,
        "UTF-8",
    )
    assert said["errors"][0] == {
        "row": 3,
        "column": "darab",
        "value": "sok",
        "message": "Írjon egész számot, nullát vagy nagyobbat.",
    }


def test_headings_may_be_named_on_the_command_line(importer: ShelfImporter, tmp_path: Path) -> None:
    path = tmp_path / "polc.csv"
    path.write_text("gyümölcs,hány\nkörte,3\n", encoding="utf-8")

    call_command("import", "shelf", str(path), map=["what=gyümölcs", "count=hány"])

    assert importer.shelf == {"körte": 3}


def test_file_that_is_not_there_is_told(importer: ShelfImporter, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nem nyitható meg"):
        call_command("import", "shelf", str(tmp_path / "nincs.csv"))


def test_importing_again_changes_nothing(importer: ShelfImporter, tmp_path: Path, capsys) -> None:
    path = tmp_path / "polc.csv"
    path.write_text("mi;darab\nkörte;3\n", encoding="utf-8")
    call_command("import", "shelf", str(path))
    capsys.readouterr()

    call_command("import", "shelf", str(path), json=True)

    said = json.loads(capsys.readouterr().out)
    assert (said["planned"], said["unchanged"]) == ({}, 1)
