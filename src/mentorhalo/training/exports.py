"""The register for the adult-training authority, as CSV or as a workbook."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.core.sheets import csv_response, workbook_response

from .models import Certificate


def register_response(certificates: Iterable[Certificate], *, kind: str, on: str) -> Any:
    """`kind` is "csv" or "xlsx"."""
    lines = [_head(), *map(_cells, certificates)]
    name = f"training-{on}.{kind}"
    return (
        workbook_response({_("Register of certificates"): lines}, name)
        if kind == "xlsx"
        else csv_response(lines, name)
    )


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
