"""The register for the adult-training authority, as CSV or as a workbook."""

import csv
from collections.abc import Iterable
from io import BytesIO, StringIO

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from .models import Certificate

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def register_response(certificates: Iterable[Certificate], *, kind: str, on: str) -> HttpResponse:
    """`kind` is "csv" or "xlsx". Cells that a spreadsheet would compute are written as text."""
    lines = [_head(), *([_clean(cell) for cell in _cells(one)] for one in certificates)]
    if kind == "xlsx":
        answer = HttpResponse(_workbook(lines), content_type=WORKBOOK)
    else:
        text = StringIO()
        csv.writer(text).writerows([[_safe(cell) for cell in line] for line in lines])
        answer = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="training-{on}.{kind}"'
    return answer


def _head() -> list[str | int]:
    return [
        _("Number of the certificate"),
        _("Name"),
        _("Course"),
        _("Number in the register of adult training"),
        _("Version"),
        _("Group"),
        _("First day"),
        _("Last day"),
        _("Hours of the course"),
        _("Hours done"),
        _("Final exam (%)"),
        _("Portfolio (%)"),
        _("Issued on"),
        _("Revoked on"),
    ]


def _cells(one: Certificate) -> list[str | int]:
    cohort, met = one.enrolment.cohort, one.met
    return [
        one.number,
        one.name,
        one.course.title,
        one.course.register_number,
        met["rule"]["version"],
        cohort.title,
        cohort.starts_on.isoformat(),
        cohort.ends_on.isoformat(),
        met["rule"]["hours"],
        met["hours"],
        met["exam"],
        met["portfolio"],
        one.issued_on.isoformat(),
        timezone.localdate(one.revoked_at).isoformat() if one.revoked_at else "",
    ]


def _clean(cell: str | int) -> str | int:
    return ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell


def _safe(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _workbook(lines: list[list[str | int]]) -> bytes:
    book = Workbook()
    sheet = book.active or book.create_sheet()
    for number, line in enumerate(lines, start=1):
        for place, value in enumerate(line, start=1):
            cell = sheet.cell(number, place, value)
            if isinstance(value, str):
                cell.data_type = "s"
    sheet.freeze_panes = "B2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()
