"""Tables as files that spreadsheets open. What somebody typed is never taken for a formula, and no cache keeps the file."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST_TITLE = 31  # of a sheet
LONGEST_CELL = 32_767  # of a workbook

type Line = Sequence[object]


def csv_response(lines: Iterable[Line], name: str, *, is_for_programs: bool = False) -> Any:
    """Line by line. For people with the separator their language has in spreadsheets and a mark by which accents are read;
    for programs as RFC 4180 has it.
    """
    content = (
        csv_lines(lines, has_mark=False) if is_for_programs else csv_lines(lines, separator=_separator())
    )
    return _named(StreamingHttpResponse(content, content_type="text/csv; charset=utf-8"), name)


def workbook_response(sheets: Mapping[str, Iterable[Line]], name: str) -> HttpResponse:
    """Each sheet's lines by its title; texts are cells of text type, numbers stay numbers."""
    book = Workbook(write_only=True)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title[:LONGEST_TITLE])
        for line in lines:
            sheet.append([_cell(sheet, value) for value in line])
    stream = BytesIO()
    book.save(stream)
    return _named(HttpResponse(stream.getvalue(), content_type=WORKBOOK), name)


def csv_lines(lines: Iterable[Line], *, separator: str = ",", has_mark: bool = True) -> Iterator[str]:
    """One at a time, as RFC 4180 has them; the mark at the head says that it is UTF-8."""
    writer = csv.writer(_Echo(), delimiter=separator, lineterminator="\r\n")
    if has_mark:
        yield "\ufeff"
    for line in lines:
        yield writer.writerow([_harmless(cell) for cell in line])


class _Echo:
    """What csv writes to, one line at a time."""

    def write(self, text: str) -> str:
        return text


def _separator() -> str:
    return ";" if (get_language() or "hu").startswith("hu") else ","


def _harmless(cell: object) -> object:
    """An apostrophe makes text of what begins like a formula."""
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell


def _cell(sheet: Any, value: object) -> object:
    if not isinstance(value, str):
        return value
    # A leading apostrophe would show; a cell of text type is never computed.
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL])
    cell.data_type = "s"
    return cell


def _named[Response: (HttpResponse, StreamingHttpResponse)](response: Response, name: str) -> Response:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
