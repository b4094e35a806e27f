"""A file's rows as plain text: CSV in any usual encoding, or the first filled sheet of a workbook. Bounded throughout."""

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from mentorhalo.core.hungarian import fold
from mentorhalo.core.tabular.columns import Table
from mentorhalo.core.tabular.encodings import Undecidable, encoding_of

MEGABYTE = 1 << 20
MAX_COLUMNS = 256
MAX_ROWS = 500_000
# What a workbook may grow to when unpacked, as a multiple of what may be uploaded.
MAX_UNPACKING = 12
MAX_PARTS = 2000
DELIMITERS = ";,\t|"
NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1250": "Windows-1250",
    "iso8859-2": "ISO 8859-2 (Latin-2)",
    "cp852": "DOS (CP852)",
}
BROKEN_WORKBOOK = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
    NotImplementedError,
)


class TableError(Exception):
    """The file as a whole cannot be used; the message says why and what to do."""

    def __init__(self, message: str | Promise) -> None:
        self.message = message
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)


Row = tuple[int, list[str]]


@dataclass
class Sheet:
    """Rows as the file numbers them, from 1; `rows()` starts anew at each call. The stream must stay open."""

    name: str
    kind: str  # csv | xlsx
    rows: Callable[[], Iterator[Row]]
    title: str = ""
    encoding: str = ""
    delimiter: str = ""
    notes: list[str | Promise] = field(default_factory=list)


def read_table(stream: BinaryIO, name: str) -> Table:
    """A table whose first filled row is its header. Raises `TableError`."""
    return table_of(read_sheet(stream, name))


def read_sheet(stream: BinaryIO, name: str, *, title: str = "") -> Sheet:
    """The rows without any idea of a header. Raises `TableError`.

    Of a workbook it takes the sheet whose title begins with `title`, failing that the first filled one.
    """
    size = stream.seek(0, io.SEEK_END)
    limit = settings.IMPORT_MAX_MEGABYTES
    if size > limit * MEGABYTE:
        raise TableError(
            _("The file is too big: %(size)s MB. At most %(limit)s MB can be read; divide it into parts.")
            % {"size": round(size / MEGABYTE), "limit": limit}
        )
    stream.seek(0)
    head = stream.read(8)
    stream.seek(0)
    if not size:
        raise TableError(_("The file is empty."))
    if head.startswith(b"PK\x03\x04"):
        return _read_workbook(stream, name, title)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError(
            _(
                "This is an old (.xls) or password-protected workbook. Save it as .xlsx or CSV without a password."
            )
        )
    return _read_csv(stream, name)


def table_of(sheet: Sheet) -> Table:
    """Take the first filled row as the header. Raises `TableError`."""
    number, cells = next((row for row in sheet.rows() if any(row[1])), (0, []))
    if not cells:
        raise TableError(_("The file has no rows."))
    header = _trimmed(cells)
    _refuse_twins(header)
    return table_at(sheet, header, number)


def table_at(sheet: Sheet, header: list[str], header_row: int) -> Table:
    """The table below `header_row`, its columns called as in `header`."""

    def rows() -> Iterator[Row]:
        for place, cells in sheet.rows():
            if place > header_row and any(cells):
                yield place, cells

    return Table(
        name=sheet.name,
        kind=sheet.kind,
        header=header,
        header_row=header_row,
        rows=rows,
        all_rows=sheet.rows,
        title=sheet.title,
        encoding=NAMES.get(sheet.encoding, ""),
        codec=sheet.encoding,
        delimiter=sheet.delimiter,
        notes=list(sheet.notes),
    )


def _trimmed(cells: list[str]) -> list[str]:
    width = max(place for place, cell in enumerate(cells, 1) if cell)
    return cells[:width]


def _refuse_twins(header: list[str]) -> None:
    seen: set[str] = set()
    for words in filter(None, header):
        if words.casefold() in seen:
            raise TableError(
                _("The heading “%(heading)s” stands over two columns. Rename one of them.")
                % {"heading": words}
            )
        seen.add(words.casefold())


# --- text ---------------------------------------------------------------------------------------


def _read_csv(stream: BinaryIO, name: str) -> Sheet:
    try:
        encoding = encoding_of(stream)
    except Undecidable:
        raise TableError(
            _(
                "This is neither a workbook (.xlsx) nor a table in a known text encoding. Save it as CSV, UTF-8."
            )
        ) from None
    sample = _sample(stream, encoding)
    delimiter, skipped = _delimiter(sample)

    def rows() -> Iterator[Row]:
        stream.seek(0)
        text = io.TextIOWrapper(stream, encoding=encoding, newline="")
        try:
            yield from _csv_rows(text, delimiter, skipped)
        finally:
            text.detach()

    notes: list[str | Promise] = []
    if any(letter in sample for letter in "õûÕÛ") and not any(letter in sample for letter in "őűŐŰ"):
        notes.append(
            _(
                "The file writes õ and û where Hungarian has ő and ű. Check the names, or save it again as UTF-8."
            )
        )
    return Sheet(name=name, kind="csv", rows=rows, encoding=encoding, delimiter=delimiter, notes=notes)


def _sample(stream: BinaryIO, encoding: str) -> str:
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        return text.read(64 * 1024)
    finally:
        text.detach()
        stream.seek(0)


def _delimiter(sample: str) -> tuple[str, int]:
    """The delimiter, and how many rows to skip: Excel's own `sep=;` line is not a row of the table."""
    first = sample.splitlines()[0].strip().strip('"') if sample.strip() else ""
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], 1
    lines = sample.splitlines(keepends=True)[:40]

    def worth(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if any(cells)]
        except csv.Error:
            return (0, 0)
        if not widths or widths[0] < 2:
            return (0, 0)
        return (widths.count(widths[0]) * 100 // len(widths), widths[0])

    best = max(DELIMITERS, key=worth)
    return (best, 0) if worth(best) > (0, 0) else (";", 0)


def _csv_rows(text: io.TextIOWrapper, delimiter: str, skipped: int) -> Iterator[Row]:
    line = ""

    def lines() -> Iterator[str]:
        nonlocal line
        for line in text:  # noqa: UP028 - `yield from` would not keep the line
            yield line

    number = 0
    cells: list[str] = []
    try:
        for cells in csv.reader(lines(), delimiter=delimiter):
            number += 1
            if number > skipped:
                yield _bounded(number, [cell.strip() for cell in cells])
    except csv.Error:
        raise _unclosed(number + 1) from None
    if cells and "\n" in cells[-1] and not line.rstrip().endswith('"'):
        raise _unclosed(number)


def _unclosed(number: int) -> TableError:
    return TableError(
        _("Row %(row)s cannot be read: a quotation mark is probably not closed.") % {"row": number}
    )


def _bounded(number: int, cells: list[str]) -> Row:
    if len(cells) > MAX_COLUMNS:
        raise TableError(
            _("Row %(row)s has more than %(limit)s columns.") % {"row": number, "limit": MAX_COLUMNS}
        )
    if number > MAX_ROWS:
        raise TableError(
            _("The table has more than %(limit)s rows; divide it into parts.") % {"limit": MAX_ROWS}
        )
    return number, cells


# --- workbooks ----------------------------------------------------------------------------------


def _read_workbook(stream: BinaryIO, name: str, wanted: str) -> Sheet:
    unreadable = TableError(_("This workbook cannot be read: it is damaged, or not an .xlsx file."))
    try:
        with zipfile.ZipFile(stream) as parts:
            infos = parts.infolist()
    except BROKEN_WORKBOOK:
        raise unreadable from None
    if not any(info.filename == "xl/workbook.xml" for info in infos):
        raise TableError(_("This is a packed file, but not an .xlsx workbook. Save it as .xlsx or CSV."))
    if (
        len(infos) > MAX_PARTS
        or sum(info.file_size for info in infos) > settings.IMPORT_MAX_MEGABYTES * MEGABYTE * MAX_UNPACKING
    ):
        raise TableError(_("This workbook grows too big when unpacked. Save the sheet alone, or as CSV."))
    try:
        title = _chosen_sheet(stream, wanted)
    except BROKEN_WORKBOOK:
        raise unreadable from None
    if title is None:
        raise TableError(_("The file has no rows."))

    def rows() -> Iterator[Row]:
        try:
            yield from _sheet_rows(stream, title)
        except BROKEN_WORKBOOK:
            raise unreadable from None

    return Sheet(name=name, kind="xlsx", rows=rows, title=title)


def _chosen_sheet(stream: BinaryIO, wanted: str) -> str | None:
    stream.seek(0)
    book = load_workbook(stream, read_only=True)
    titles = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    titles.sort(key=lambda title: not (wanted and fold(title).startswith(fold(wanted))))
    for title in titles:
        for number, cells in _sheet_rows(stream, title):
            if any(cells):
                return title
            if number > 1000:
                break
    return None


def _sheet_rows(stream: BinaryIO, title: str) -> Iterator[Row]:
    stream.seek(0)
    book = load_workbook(stream, read_only=True, data_only=True)
    sheet = book[title]
    sheet.reset_dimensions()  # what the file claims of its own size is often untrue
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        yield _bounded(number, [cell_text(cell) for cell in cells])


def cell_text(value: Any) -> str:
    """A cell as somebody would have typed it: whole numbers without a point, days as ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()
