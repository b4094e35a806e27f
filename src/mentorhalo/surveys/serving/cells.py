"""Cells as JSON has them: each of its column's type, or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from math import isfinite
from typing import Any

from django.utils import timezone

from ..exporting.conversion import as_clock, as_day, as_real, as_text, as_whole
from ..exporting.variables import Holds, Sheet, Variable

type Value = str | int | float | date | datetime | time | None


def as_finite(cell: Any) -> float | None:
    number = as_real(cell)
    return number if number is not None and isfinite(number) else None


def as_exact_moment(cell: Any) -> datetime | None:
    """With the difference to world time; where none was sent, that of this place."""
    try:
        moment = None if cell is None else datetime.fromisoformat(cell)
    except ValueError:
        return None
    if moment is None or moment.tzinfo is not None:
        return moment
    return timezone.make_aware(moment)


READ: dict[Holds, Callable[[Any], Value]] = {
    Holds.TEXT: as_text,
    Holds.WHOLE: as_whole,
    Holds.FLAG: as_whole,
    Holds.REAL: as_finite,
    Holds.DAY: as_day,
    Holds.MOMENT: as_exact_moment,
    Holds.CLOCK: as_clock,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, with what makes a typed value of its cells."""

    variable: Variable
    read: Callable[[Any], Value]

    @property
    def name(self) -> str:
        return self.variable.name

    @property
    def holds(self) -> Holds:
        return self.variable.holds


def columns_of(sheet: Sheet) -> tuple[Column, ...]:
    return tuple(Column(variable, READ[variable.holds]) for variable in sheet.variables)


def as_json(value: Value) -> str | int | float | None:
    return value.isoformat() if isinstance(value, date | time) else value


def row_as_json(columns: tuple[Column, ...], row: list[Any]) -> dict[str, Any]:
    """What was not answered is absent, as in the exports."""
    values = ((column.name, as_json(column.read(cell))) for column, cell in zip(columns, row, strict=True))
    return {name: value for name, value in values if value is not None}
