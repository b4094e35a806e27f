"""The register of consents as a file, for the authority that asks for it; without formulas slipping in."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.core.sheets import csv_response, workbook_response

from .models import Consent


def register_response(consents: Iterable[Consent], *, as_workbook: bool) -> Any:
    """For who asked alone: neither a cache nor a search engine keeps it."""
    name = f"hozzajarulasok-{timezone.localdate().isoformat()}"
    lines = (line for lines in ([_head()], map(_cells, consents)) for line in lines)
    response = (
        workbook_response({_("Register of consents"): lines}, f"{name}.xlsx")
        if as_workbook
        else csv_response(lines, f"{name}.csv")
    )
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
