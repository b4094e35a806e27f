"""Cells as typed formats want them. A cell that is not of its column's type becomes none: misfits are named apart."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from .variables import Holds, Variable

type Converter = Callable[[Any], Any]


def as_whole(cell: Any) -> int | None:
    try:
        return None if cell is None else int(cell)
    except ValueError:
        return None


def as_real(cell: Any) -> float | None:
    try:
        return None if cell is None else float(cell)
    except ValueError:
        return None


def as_day(cell: Any) -> date | None:
    try:
        return None if cell is None else date.fromisoformat(cell[:10])
    except ValueError:
        return None


def as_moment(cell: Any) -> datetime | None:
    """Local time, as the clock showed it: these formats know no time zones."""
    try:
        moment = None if cell is None else datetime.fromisoformat(cell)
    except ValueError:
        return None
    if moment is None or moment.tzinfo is None:
        return moment
    return moment.astimezone(timezone.get_current_timezone()).replace(tzinfo=None)


def as_clock(cell: Any) -> time | None:
    try:
        return None if cell is None else time.fromisoformat(cell).replace(tzinfo=None)
    except ValueError:
        return None


def as_text(cell: Any) -> str | None:
    return None if cell is None else str(cell)


CONVERTERS: dict[Holds, Converter] = {
    Holds.TEXT: as_text,
    Holds.WHOLE: as_whole,
    Holds.FLAG: as_whole,
    Holds.REAL: as_real,
    Holds.DAY: as_day,
    Holds.MOMENT: as_moment,
    Holds.CLOCK: as_clock,
}


def converter_of(variable: Variable) -> Converter:
    return as_whole if variable.has_whole_codes else CONVERTERS[variable.holds]
