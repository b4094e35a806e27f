"""What a cell means. Each parser takes the cell's text, returns None for an empty one and raises `CellError`."""

import re
from datetime import date, timedelta
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.hungarian import fold

TRUE = {"1", "true", "yes", "y", "igen", "i", "x", "igaz", "t", "+"}
FALSE = {"0", "false", "no", "n", "nem", "hamis", "f", "-"}
MONTHS = {
    name: month
    for month, names in enumerate(
        [
            "januar jan january",
            "februar feb febr february",
            "marcius marc march mar",
            "aprilis apr april",
            "majus maj may",
            "junius jun june",
            "julius jul july",
            "augusztus aug august",
            "szeptember szept sept sep september",
            "oktober okt october oct",
            "november nov",
            "december dec",
        ],
        1,
    )
    for name in names.split()
}
ISO = re.compile(
    r"(\d{4})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{1,2})\.?(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
WORDED = re.compile(r"(\d{4})\.?\s+([^\W\d_]+)\.?\s+(\d{1,2})\.?")
EXCEL_DAYS = range(10_000, 80_000)  # 1927 to 2119
EXCEL_EPOCH = date(1899, 12, 30)
GAPS = re.compile(r"[\s\u00a0\u202f]")


class CellError(ValueError):
    """The cell cannot be understood; the message says how to write it."""

    def __init__(self, message: str | Promise) -> None:
        self.message = message
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)


def parse_day(text: str) -> date | None:
    """ISO, Hungarian (2024. 03. 05.; 2024. március 5.) or a spreadsheet's own day number."""
    typed = text.strip()
    if not typed:
        return None
    if typed.isdecimal() and int(typed) in EXCEL_DAYS:
        return EXCEL_EPOCH + timedelta(days=int(typed))
    found = ISO.fullmatch(typed)
    parts = found.groups()[:3] if found else None
    if parts is None and (worded := WORDED.fullmatch(typed)):
        year, month, day = worded.groups()
        parts = (year, str(MONTHS.get(fold(month), 0)), day)
    try:
        if parts is not None:
            return date(*map(int, parts))
    except ValueError:
        raise CellError(_("There is no such day.")) from None
    raise CellError(_("Not a day. Write it as 2024-03-05 or 2024. 03. 05."))


def parse_bool(text: str) -> bool | None:
    typed = text.strip().casefold()
    if not typed:
        return None
    if typed in TRUE:
        return True
    if typed in FALSE:
        return False
    raise CellError(_("Write yes or no (igen, nem, 1, 0)."))


def parse_count(text: str) -> int | None:
    """A whole number of nought or more; blanks may part its thousands."""
    typed = GAPS.sub("", text)
    if not typed:
        return None
    whole = re.fullmatch(r"(\d{1,12})(?:[.,]0+)?", typed)
    if not whole:
        raise CellError(_("Write a whole number, nought or more."))
    return int(whole[1])


def parse_amount(text: str) -> Decimal | None:
    """An amount of money; blanks, points or commas may part its thousands, and Ft or HUF follow it."""
    typed = re.sub(r"(ft|huf|eur|€)\.?$", "", GAPS.sub("", text).casefold())
    if not typed:
        return None
    plain = re.fullmatch(r"\d{1,13}(?:[.,]\d{1,2})?", typed)
    if plain:
        return Decimal(typed.replace(",", "."))
    grouped = re.fullmatch(r"(\d{1,3})((?:([.,])\d{3})(?:\3\d{3})*)(?:(?!\3)[.,](\d{1,2}))?", typed)
    if grouped and (grouped[4] or grouped[2].count(grouped[3]) > 1):
        return Decimal(f"{grouped[1]}{grouped[2].replace(grouped[3], '')}.{grouped[4] or 0}")
    raise CellError(_("Write an amount such as 1250000 or 1250000,50."))


def parse_code(text: str, width: int) -> str | None:
    """A code of so many digits; gives back the leading noughts a spreadsheet took away."""
    typed = GAPS.sub("", text)
    if not typed:
        return None
    if not typed.isdecimal() or len(typed) > width:
        raise CellError(_("Write a code of %(width)s digits.") % {"width": width})
    return typed.zfill(width)
