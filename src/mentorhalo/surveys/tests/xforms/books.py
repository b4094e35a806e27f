"""Workbooks of tests, made from short tables: a sheet is its name, then rows of cells."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

type Rows = Sequence[Sequence[Any]]


def workbook(**sheets: Rows) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def survey(*rows: Sequence[Any], columns: Sequence[str] = ("type", "name", "label"), **sheets: Rows) -> bytes:
    """A workbook whose survey sheet has these rows below its head (the first one is row 2)."""
    others: Mapping[str, Rows] = sheets
    return workbook(survey=[columns, *rows], **others)
