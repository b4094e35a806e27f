"""The register of consents as a file, for the authority that asks for it; without formulas slipping in."""

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from .models import Consent

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """What csv writes to, one line at a time."""

    def write(self, text: str) -> str:
        return text


def register_response(consents: Iterable[Consent], *, as_workbook: bool) -> HttpResponse:
    """For who asked alone: neither a cache nor a search engine keeps it."""
    name = f"hozzajarulasok-{timezone.localdate().isoformat()}.{'xlsx' if as_workbook else 'csv'}"
    lines = (line for lines in ([_head()], map(_cells, consents)) for line in lines)
    response: Any
    if as_workbook:
        response = HttpResponse(_workbook(lines), content_type=WORKBOOK)
    else:
        response = StreamingHttpResponse(_csv(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _head() -> list[str]:
    return [
        _("E-mail address"),
        _("Name"),
        _("For what"),
        _("Text version"),
        _("Text"),
        _("Given"),
        _("How it was given"),
        _("Proof"),
        _("Hash of the network address"),
        _("Taken over by"),
        _("Withdrawn"),
        _("How it was withdrawn"),
    ]


def _cells(consent: Consent) -> list[str]:
    subscriber = consent.subscriber
    return [
        subscriber.email if subscriber else _("erased"),
        subscriber.name if subscriber else "",
        str(consent.get_purpose_display()),
        f"{consent.text.version} ({consent.text.language})",
        consent.text.text,
        timezone.localtime(consent.given_at).isoformat(timespec="seconds"),
        str(consent.get_channel_display()),
        consent.proof,
        consent.address_hash,
        str(consent.by) if consent.by else "",
        timezone.localtime(consent.withdrawn_at).isoformat(timespec="seconds")
        if consent.withdrawn_at
        else "",
        str(consent.get_withdrawn_by_display()) if consent.withdrawn_by else "",
    ]


def _csv(lines: Iterable[list[str]]) -> Iterator[str]:
    yield "\ufeff"  # so that spreadsheets read the accents
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    for line in lines:
        yield writer.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in line])


def _workbook(lines: Iterable[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Register of consents")[:31])
    for line in lines:
        # A leading apostrophe would show; a cell of text type is never computed.
        sheet.append([_text(sheet, cell) for cell in line])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _text(sheet: Any, cell: str) -> Any:
    kept = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", cell))
    kept.data_type = "s"
    return kept
