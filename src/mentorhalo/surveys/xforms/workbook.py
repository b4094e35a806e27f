"""The sheets of an uploaded workbook as rows of text that keep their number."""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import PurePath
from typing import Any

import openpyxl
import xlrd

from mentorhalo.surveys.xforms.archive import LARGEST_FILE, sealed_copy
from mentorhalo.surveys.xforms.problems import WorkbookRefused, refusal

MOST_COLUMNS = 400
MOST_ROWS = 50_000
MOST_CELLS = 500_000
# As many empty rows end a sheet, as they do for pyxform; what stands below are somebody's notes.
LONGEST_GAP = 60
ELEMENT = re.compile(r"[^\W\d][\w.-]*")
KNOWN_SHEETS = ("survey", "choices", "settings", "external_choices", "osm", "entities")
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_MARK = "EncryptedPackage".encode("utf-16-le")
MACRO_MARK = "_VBA_PROJECT".encode("utf-16-le")
SPACES = re.compile(r" +")


@dataclass
class Row:
    """`number` as the program of the workbook shows it; `cells` by header, empty ones absent."""

    number: int
    cells: dict[str, str]


@dataclass
class Sheet:
    name: str
    headers: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    # The first row that is not read any more, 0 if all are.
    ended_before: int = 0
    # Headers that stand twice, with something in the later column.
    repeated: set[str] = field(default_factory=set)

    def nameless(self) -> list[str]:
        """Headers that can be no element of a form (“2011”, “%”); pyxform leaves out those with spaces by itself."""
        return [
            header
            for header in self.headers
            if header and not {" ", ":"} & set(header) and not ELEMENT.fullmatch(header)
        ]


@dataclass
class Book:
    """`sheets` by their small-letter name, those of questionnaires alone; `names` of all, as written."""

    names: list[str]
    sheets: dict[str, Sheet]
    stem: str = ""

    def sheet(self, name: str) -> Sheet:
        return self.sheets.get(name) or Sheet(name)


def read_workbook(data: bytes, file_name: str) -> Book:
    """The workbook, .xlsx or .xls; refuses what cannot be opened safely."""
    if not data:
        raise refusal("file-empty")
    stem = PurePath(file_name.replace("\\", "/")).stem
    if data.startswith(ZIP):
        return _read_new(sealed_copy(data), stem)
    if data.startswith(OLD_OFFICE):
        return _read_old(data, stem)
    raise refusal("not-a-workbook")


def _read_new(data: bytes, stem: str) -> Book:
    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            return _book(
                ((sheet.title, _new_rows(sheet)) for sheet in book.worksheets), book.sheetnames, stem
            )
        finally:
            book.close()
    except WorkbookRefused:
        raise
    except Exception:
        # A stranger's file can break the library anywhere; whatever it raises, the file is no workbook we can read.
        raise refusal("workbook-broken") from None


def _read_old(data: bytes, stem: str) -> Book:
    if len(data) > LARGEST_FILE:
        raise refusal("file-too-large", limit=LARGEST_FILE // 1_000_000)
    if LOCKED_MARK in data:
        raise refusal("workbook-locked")
    if MACRO_MARK in data:
        raise refusal("workbook-macros")
    try:
        book = xlrd.open_workbook(file_contents=data, logfile=StringIO())
        return _book(
            ((sheet.name, _old_rows(sheet, book.datemode)) for sheet in book.sheets()),
            book.sheet_names(),
            stem,
        )
    except WorkbookRefused:
        raise
    except Exception as fault:
        # As above: xlrd meets broken records with whatever error comes first.
        raise refusal("workbook-locked" if "encrypted" in str(fault).lower() else "workbook-broken") from None


def _book(sheets: Iterable[tuple[str, Iterator[tuple[Any, ...]]]], names: list[str], stem: str) -> Book:
    found: dict[str, Sheet] = {}
    for name, rows in sheets:
        known = name.strip().lower()
        if len(names) == 1 and known not in KNOWN_SHEETS:
            # A workbook of one sheet is its survey, whatever the sheet is called.
            known = "survey"
        if known in KNOWN_SHEETS and known not in found:
            found[known] = _sheet(name, rows)
    return Book(list(names), found, stem)


def _sheet(name: str, rows: Iterator[tuple[Any, ...]]) -> Sheet:
    headers = [SPACES.sub(" ", text) for text in map(_text, next(rows, ()))]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > MOST_COLUMNS:
        raise refusal("too-many-columns", sheet=name, limit=MOST_COLUMNS)
    sheet = Sheet(name, headers)
    filled = 0
    for number, values in enumerate(rows, start=2):
        if number > MOST_ROWS:
            raise refusal("too-many-rows", sheet=name, limit=MOST_ROWS)
        cells: dict[str, str] = {}
        for header, value in zip(headers, values, strict=False):
            if value is not None and header:
                text = _text(value)
                if text and header in cells:
                    sheet.repeated.add(header)
                elif text:
                    cells[header] = text
        if not cells:
            continue
        filled += len(cells)
        if filled > MOST_CELLS:
            raise refusal("too-many-cells", sheet=name, limit=MOST_CELLS)
        if number - (sheet.rows[-1].number if sheet.rows else 1) > LONGEST_GAP + 1:
            sheet.ended_before = number
            break
        sheet.rows.append(Row(number, cells))
    return sheet


def _new_rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    # The size a sheet claims is often wrong; rows and columns are counted as they come.
    sheet.reset_dimensions()
    first = next(
        sheet.iter_rows(min_row=1, max_row=1, min_col=1, max_col=MOST_COLUMNS + 1, values_only=True), ()
    )
    yield first
    width = max((place for place, value in enumerate(first, start=1) if value is not None), default=1)
    yield from sheet.iter_rows(min_row=2, min_col=1, max_col=width, values_only=True)


def _old_rows(sheet: Any, datemode: int) -> Iterator[tuple[Any, ...]]:
    for number in range(sheet.nrows):
        yield tuple(_old_value(cell, datemode) for cell in sheet.row(number))


def _old_value(cell: Any, datemode: int) -> Any:
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#ERROR")
    if cell.ctype != xlrd.XL_CELL_DATE:
        return cell.value
    parts = xlrd.xldate_as_tuple(cell.value, datemode)
    return datetime.time(*parts[3:]) if parts[:3] == (0, 0, 0) else datetime.datetime(*parts)  # noqa: DTZ001


def _text(value: Any) -> str:
    """A cell as it is meant: whole numbers without a point, no-break spaces as spaces."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\u00a0", " ").strip()
