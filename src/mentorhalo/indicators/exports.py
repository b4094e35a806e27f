"""Rows of a figure as files that spreadsheets open, without formulas slipping in."""

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, Protocol

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook

from .scope import Figure, Row

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Shown(Protocol):
    """A row with its words."""

    @property
    def row(self) -> Row: ...
    @property
    def label(self) -> str: ...
    @property
    def parts(self) -> str: ...
    @property
    def reasons(self) -> list[str]: ...


class _Line:
    """What csv writes to, one line at a time."""

    def write(self, text: str) -> str:
        return text


def rows_response(figure: Figure, rows: Iterable[Shown], *, as_workbook: bool) -> HttpResponse:
    name = f"{figure.code}-{figure.as_of.isoformat()}.{'xlsx' if as_workbook else 'csv'}"
    lines = [_head(), *(_cells(figure, each) for each in rows)]
    response: Any
    if as_workbook:
        response = HttpResponse(_workbook(figure, lines), content_type=WORKBOOK)
    else:
        response = StreamingHttpResponse(_csv(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _head() -> list[str]:
    return [
        _("Name"),
        _("Identifier"),
        _("Counted"),
        _("Document"),
        _("By"),
        _("Why not"),
        _("Facts"),
        _("Sources"),
    ]


def _cells(figure: Figure, shown: Shown) -> list[str]:
    row = shown.row
    verified = "" if row.is_verified is None else _("yes") if row.is_verified else _("no")
    return [
        shown.label,
        row.unit,
        _("no") if row.reasons else _("yes"),
        verified,
        shown.parts,
        " ".join(shown.reasons),
        " ".join(map(str, row.facts))[:32_000],
        " ".join(row.sources)[:32_000],
    ]


def _harmless(cell: str) -> str:
    """A spreadsheet takes what begins like a formula for one; an apostrophe makes it text."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _csv(lines: Iterable[list[str]]) -> Iterator[str]:
    writer = csv.writer(_Line(), delimiter=";" if (get_language() or "hu").startswith("hu") else ",")
    yield "\ufeff"
    for line in lines:
        yield writer.writerow([_harmless(cell) for cell in line])


def _workbook(figure: Figure, lines: Iterable[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(figure.code[:31])
    for line in lines:
        sheet.append([_harmless(cell) for cell in line])
    about = book.create_sheet(_("About")[:31])
    for name, value in (
        (_("Figure"), figure.name),
        (_("Value"), figure.value),
        (_("Day"), figure.as_of.isoformat()),
        (_("As known at"), figure.known_at.isoformat()),
        (_("Version of the rule"), figure.rule_version),
    ):
        about.append([name, value])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
