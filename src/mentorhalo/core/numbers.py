"""Numbers and days as Hungarian and English readers write them."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from math import isfinite

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
UNKNOWN = "–"
GROUPED = {
    "hu": re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+(,\d*)?"),
    "en": re.compile(r"-?[1-9]\d{0,2}(,\d{3})+(\.\d*)?"),
}
PRECISE = Context(prec=400, rounding=ROUND_HALF_UP)  # the largest float has 309 digits
DAY_FORMATS = {"long": "DATE_FORMAT", "short": "SHORT_DATE_FORMAT", "month": "MONTH_DAY_FORMAT"}


def number(value: float | Decimal | None, decimals: int = 0) -> str:
    """Group thousands by the language's custom: Hungarian writes four digits together (2560, but 15 000).

    Halves are rounded up, as people and statisticians do: 12.5 is 13, where Python writes 12.
    """
    if value is None:
        return UNKNOWN
    grouped = f"{abs(_rounded(value, decimals)):,.{decimals}f}"
    whole, _dot, fraction = grouped.partition(".")
    if _hungarian():
        whole = whole.replace(",", "" if len(whole) <= 5 else NO_BREAK_SPACE)
    sign = MINUS if value < 0 and grouped.strip("0.,") else ""
    point = "," if _hungarian() else "."
    return f"{sign}{whole}{point}{fraction}" if fraction else f"{sign}{whole}"


def _rounded(value: float | Decimal, decimals: int) -> float | Decimal:
    """A float is taken for the number it is written as: 0.145 is that, no hair less."""
    if isinstance(value, int) or not isfinite(value):
        return value
    return _exact(value).quantize(Decimal(1).scaleb(-decimals), context=PRECISE)


def _exact(value: float | Decimal) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def plain(value: float | Decimal) -> str:
    """As many decimals as it has, digits ungrouped: what stands in a field to be typed over."""
    written = f"{value:.10f}".rstrip("0").rstrip(".")
    return written.replace(".", ",") if _hungarian() else written


def is_grouped(text: str) -> bool:
    """“1,000” on an English page, “1.000” on a Hungarian one: a thousand to some, one to others."""
    return GROUPED["hu" if _hungarian() else "en"].fullmatch(text) is not None


def percent(value: float | Decimal | None, decimals: int = 0) -> str:
    if value is None:
        return UNKNOWN
    shown = number(_exact(value) * 100, decimals)
    return f"{shown}{NO_BREAK_SPACE}%" if _hungarian() else f"{shown}%"


def attained_percent(share: float | Decimal) -> int:
    """Of a target, in whole per cents: a hundred only once it is reached, however little is missing."""
    whole = int(_rounded(_exact(share) * 100, 0))
    return min(whole, 99) if share < 1 else whole


def attained(share: float | Decimal | None) -> str:
    return UNKNOWN if share is None else percent(Decimal(attained_percent(share)) / 100)


def amount(value: float | Decimal | None) -> str:
    """A figure's value: a share of one, which alone is a float, in per cent; whatever was counted as it is."""
    return percent(value, 1) if isinstance(value, float) else number(value)


def day(value: date | datetime | None, style: str = "long") -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return _day(date(value.year, value.month, value.day), style, get_language())


@lru_cache(maxsize=2000)
def _day(value: date, style: str, _language: str | None) -> str:
    """Lists write the same days again and again."""
    return value.isoformat() if style == "iso" else formats.date_format(value, DAY_FORMATS[style])


def moment(value: datetime | None) -> str:
    if value is None:
        return UNKNOWN
    return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")


def file_size(value: int) -> str:
    for limit, unit in ((1024, "B"), (1024**2, "kB"), (1024**3, "MB")):
        if value < limit:
            size = value * 1024 / limit
            return f"{number(size, 0 if size >= 10 or unit == 'B' else 1)}{NO_BREAK_SPACE}{unit}"
    return _("over 1 GB")


def _hungarian() -> bool:
    return (get_language() or "hu").startswith("hu")
