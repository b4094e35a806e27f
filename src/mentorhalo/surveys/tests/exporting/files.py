"""Exports read back by others' readers."""

import csv
import zipfile
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from mentorhalo.surveys.exporting.layout import Plan, lay_out
from mentorhalo.surveys.exporting.order import Order
from mentorhalo.surveys.exporting.writing import Written, write_export
from mentorhalo.surveys.models import Instrument
from mentorhalo.surveys.queries.exports import editions_of, read_responses


def plan_of(instrument: Instrument, order: Order) -> Plan:
    return lay_out(editions_of(instrument, order.versions), order)


def written(instrument: Instrument, folder: Path, order: Order) -> Written:
    order = order.settled
    return write_export(
        plan_of(instrument, order), order, read_responses(instrument, order), folder / "export"
    )


def csv_tables(path: Path) -> dict[str, list[dict[str, str]]]:
    """Rows by the name of their table, from a file or from a ZIP."""
    if not zipfile.is_zipfile(path):
        with path.open(encoding="utf-8", newline="") as file:
            return {"responses": list(csv.DictReader(file))}
    with zipfile.ZipFile(path) as archive:
        return {
            name.removesuffix(".csv"): list(
                csv.DictReader(TextIOWrapper(archive.open(name), "utf-8", newline=""))
            )
            for name in archive.namelist()
        }


def filled(row: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty."""
    return {name: cell for name, cell in row.items() if cell not in (None, "")}
