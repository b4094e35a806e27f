"""Rows of a figure as files that spreadsheets open, without formulas slipping in."""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol

from django.utils.translation import gettext as _

from mentorhalo.core.sheets import csv_response, workbook_response

from .scope import Figure, Row


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


def rows_response(figure: Figure, rows: Iterable[Shown], *, as_workbook: bool) -> Any:
    lines = _lines(figure, rows)
    name = f"{figure.code}-{figure.as_of.isoformat()}"
    if as_workbook:
        return workbook_response({figure.code: lines, _("About"): _about(figure)}, f"{name}.xlsx")
    return csv_response(lines, f"{name}.csv")


def _lines(figure: Figure, rows: Iterable[Shown]) -> Iterator[list[str]]:
    yield _head()
    for each in rows:
        yield _cells(figure, each)


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


def _about(figure: Figure) -> list[tuple[str, object]]:
    return [
        (_("Figure"), figure.name),
        (_("Value"), figure.value),
        (_("Day"), figure.as_of.isoformat()),
        (_("As known at"), figure.known_at.isoformat()),
        (_("Version of the rule"), figure.rule_version),
    ]
