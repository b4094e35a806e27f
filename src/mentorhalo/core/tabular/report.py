"""The uploaded file again, row for row, with a column that says what is wrong."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from mentorhalo.core.tabular.columns import RowError, Table


@dataclass(frozen=True)
class Report:
    name: str
    content: bytes
    content_type: str


def error_report(table: Table, errors: Iterable[RowError]) -> Report:
    """In the file's own form and order, so that it can be mended and brought again: the new column is then ignored."""
    said: dict[int, list[str]] = defaultdict(list)
    for error in errors:
        said[error.row].append(f"{error.column}: {error}" if error.column else str(error))
    heading = _("What is wrong")
    width = len(table.header)
    rows = (
        [
            *(cells + [""] * (width - len(cells))),
            heading if number == table.header_row else "; ".join(said.get(number, [])),
        ]
        for number, cells in table.all_rows()
    )
    stem = table.name.rsplit(".", 1)[0]
    if table.kind == "xlsx":
        return Report(
            f"{stem}-{_('errors')}.xlsx",
            _workbook(rows),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    text = io.StringIO()
    csv.writer(text, delimiter=table.delimiter or ";", lineterminator="\r\n").writerows(rows)
    return Report(f"{stem}-{_('errors')}.csv", text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8")


def _workbook(rows: Iterable[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([_text_cell(sheet, cell) for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _text_cell(sheet: Any, text: str) -> Cell:
    """A cell that stays text: what came as “=1+1” must not wake up as a formula."""
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    return cell
