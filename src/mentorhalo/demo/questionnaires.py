"""The programme's two questionnaires as XLSForm workbooks, made of the tables in `data/questionnaires/`."""

import csv
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

TABLES = Path(__file__).parent / "data" / "questionnaires"
SHEETS = ("survey", "choices")
TITLES = {
    "residents": "Lakossági felmérés a közösségi életről",
    "institutions": "Intézményi felmérés a közösségi művelődésről",
}


def workbook(what: str, *, version: str, changes: Mapping[str, str] | None = None) -> bytes:
    """The workbook of `residents` or `institutions`; `changes` puts other words in the place of texts (a later version)."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in SHEETS:
        sheet = book.create_sheet(name)
        with (TABLES / f"{what}-{name}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                sheet.append([(changes or {}).get(cell, cell) or None for cell in row])
    settings = book.create_sheet("settings")
    settings.append(["form_title", "form_id", "version", "default_language", "style"])
    settings.append([TITLES[what], what, version, "Magyar (hu)", "pages"])
    data = BytesIO()
    book.save(data)
    return data.getvalue()
