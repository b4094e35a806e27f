"""Functions of `$filter`: what Excel and Power BI make of their own filters of texts and days. Of nothing they make nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil, floor, isfinite
from typing import Any

from django.utils import timezone

TEXT, NUMBER, DAY, MOMENT, CLOCK, TRUTH = "text", "number", "day", "moment", "clock", "truth"
DATED = frozenset({DAY, MOMENT})
TIMED = frozenset({MOMENT, CLOCK})
TEXTS = frozenset({TEXT})
NUMBERS = frozenset({NUMBER})


@dataclass(frozen=True, slots=True)
class Function:
    """`takes`: of which sorts each argument may be."""

    takes: tuple[frozenset[str], ...]
    gives: str
    compute: Callable[..., Any]

    def of(self, *values: Any) -> Any:
        return None if None in values else self.compute(*values)


def _whole(rounded: Callable[[float], int]) -> Callable[[float], float]:
    """Of a whole number, however long, there is nothing to round, nor of one without end."""
    return lambda number: number if isinstance(number, int) or not isfinite(number) else rounded(number)


def _half_away(number: float) -> int:
    """As OData rounds: 2.5 to 3, -2.5 to -3."""
    return int(number + 0.5) if number >= 0 else int(number - 0.5)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


FUNCTIONS: Mapping[str, Function] = {
    "contains": Function((TEXTS, TEXTS), TRUTH, lambda text, part: part in text),
    "startswith": Function((TEXTS, TEXTS), TRUTH, str.startswith),
    "endswith": Function((TEXTS, TEXTS), TRUTH, str.endswith),
    "tolower": Function((TEXTS,), TEXT, str.lower),
    "toupper": Function((TEXTS,), TEXT, str.upper),
    "trim": Function((TEXTS,), TEXT, str.strip),
    "length": Function((TEXTS,), NUMBER, len),
    "year": Function((DATED,), NUMBER, lambda day: day.year),
    "month": Function((DATED,), NUMBER, lambda day: day.month),
    "day": Function((DATED,), NUMBER, lambda day: day.day),
    "hour": Function((TIMED,), NUMBER, lambda moment: moment.hour),
    "minute": Function((TIMED,), NUMBER, lambda moment: moment.minute),
    "second": Function((TIMED,), NUMBER, lambda moment: moment.second),
    "date": Function((DATED,), DAY, _day),
    "round": Function((NUMBERS,), NUMBER, _whole(_half_away)),
    "floor": Function((NUMBERS,), NUMBER, _whole(floor)),
    "ceiling": Function((NUMBERS,), NUMBER, _whole(ceil)),
    "now": Function((), MOMENT, timezone.now),
}
