"""Answers as XForms write them, as JSON keeps them, and back.

Every reader raises `ValueError` on a text that is not of its type.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

# Up to 18 digits every program can take it for a number.
WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
REAL = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,3})?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")
CLOCK = re.compile(r"\d{2}:\d{2}.*")
# Some phones write an offset without its minutes or its colon.
OFFSET = re.compile(r"([+-]\d{2}):?(\d{2})?$")

type Answer = Any


def read_value(text: str, holds: str) -> Answer:
    """The answer a text stands for; `text` is not empty. `holds` as `Question.holds` says."""
    reader = READERS.get(holds)
    return text if reader is None else reader(text.strip())


def write_value(answer: Answer, holds: str) -> str:
    """The text an XForm would hold for this answer."""
    if answer is None:
        return ""
    if holds == "codes":
        return " ".join(answer) if isinstance(answer, list | tuple) else str(answer)
    if holds == "geopoint":
        return _point(answer)
    if holds == "geolist":
        return answer if isinstance(answer, str) else ";".join(_point(point) for point in answer)
    if isinstance(answer, bool):
        return "true" if answer else "false"
    if isinstance(answer, float):
        return _decimal(answer)
    if isinstance(answer, datetime | date | time):
        return answer.isoformat()
    return str(answer)


def read_moment(text: str) -> datetime:
    if not MOMENT.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(_with_offset(text))


def _read_whole(text: str) -> int:
    if not WHOLE.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _read_real(text: str) -> float | str:
    """A float, or the text itself where a float would not say the same number."""
    if not REAL.fullmatch(text):
        raise ValueError(text)
    number = float(text)
    if "." in text or "e" in text or "E" in text or len(text) > 15:
        return number if Decimal(repr(number)) == Decimal(text) else text
    return number


def _read_day(text: str) -> str:
    # A moment where a day is wanted: its day.
    if not DAY.match(text) or (len(text) > 10 and not MOMENT.fullmatch(text)):
        raise ValueError(text)
    return date.fromisoformat(text[:10]).isoformat()


def _read_clock(text: str) -> str:
    if not CLOCK.fullmatch(text):
        raise ValueError(text)
    return _shown(time.fromisoformat(_with_offset(text)))


def _read_moment_text(text: str) -> str:
    return _shown(read_moment(text))


def _read_point(text: str) -> list[float | None]:
    numbers: list[float | None] = [_finite(part) for part in text.split()]
    if not 2 <= len(numbers) <= 4:
        raise ValueError(text)
    latitude, longitude = numbers[0] or 0.0, numbers[1] or 0.0
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise ValueError(text)
    return [*numbers, *[None] * (4 - len(numbers))]


def _read_points(text: str) -> list[list[float | None]]:
    points = [_read_point(part) for part in text.split(";") if part.strip()]
    if not points:
        raise ValueError(text)
    return points


def _finite(text: str) -> float:
    if not REAL.fullmatch(text):
        raise ValueError(text)
    return float(text)


def _point(answer: Answer) -> str:
    if isinstance(answer, str):
        return answer
    parts = list(answer)
    while parts and parts[-1] is None:
        parts.pop()
    return " ".join(_decimal(float(part or 0.0)) for part in parts)


def _decimal(number: float) -> str:
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(number)


def _with_offset(text: str) -> str:
    """`+02` and `+0200` as `+02:00`; `Z` is understood already."""
    clock = text.rpartition("T")[2]
    found = OFFSET.search(clock)
    if found is None:
        return text
    return text[: len(text) - len(clock) + found.start()] + f"{found[1]}:{found[2] or '00'}"


def _shown(moment: datetime | time) -> str:
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")


READERS: dict[str, Callable[[str], Answer]] = {
    "int": _read_whole,
    "decimal": _read_real,
    "date": _read_day,
    "time": _read_clock,
    "dateTime": _read_moment_text,
    "geopoint": _read_point,
    "geolist": _read_points,
    "codes": str.split,
    "code": str,
    "file": str,
}
