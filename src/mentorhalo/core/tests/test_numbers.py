from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from mentorhalo.core import numbers

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (0, 0, "0"),
        (419, 0, "419"),
        (2560, 0, "2560"),
        (15240, 0, f"15{NBSP}240"),
        (1_234_567, 0, f"1{NBSP}234{NBSP}567"),
        (Decimal("1234.5"), 1, "1234,5"),
        (-12, 0, "\u221212"),
        (-0.2, 0, "0"),
        (0.5, 0, "1"),
        (12.5, 0, "13"),
        (-12.5, 0, "\u221213"),
        (2.675, 2, "2,68"),
        (Decimal("0.25"), 1, "0,3"),
        (999.95, 1, "1000,0"),
        (1e30, 0, NBSP.join(["1", *["000"] * 10])),
        (float("inf"), 0, "inf"),
        (None, 0, "–"),
    ],
)
def test_number_is_grouped_as_hungarians_do(value: Decimal | None, decimals: int, shown: str) -> None:
    assert numbers.number(value, decimals) == shown


def test_number_is_grouped_as_the_english_do() -> None:
    with translation.override("en"):
        assert numbers.number(2560.5, 1) == "2,560.5"


def test_percent_keeps_its_sign_on_the_line() -> None:
    assert numbers.percent(0.463) == f"46{NBSP}%"


@pytest.mark.parametrize(
    ("share", "decimals", "shown"),
    [(1 / 8, 0, "13"), (3 / 8, 0, "38"), (29 / 200, 0, "15"), (57 / 200, 0, "29"), (0.0125, 1, "1,3")],
)
def test_a_half_percent_is_rounded_up(share: float, decimals: int, shown: str) -> None:
    assert numbers.percent(share, decimals) == f"{shown}{NBSP}%"


@pytest.mark.parametrize(
    ("done", "target", "shown"),
    [
        (0, 8, 0),
        (1, 8, 13),
        (989, 1000, 99),
        (995, 1000, 99),
        (29_999, 30_000, 99),
        (1000, 1000, 100),
        (1005, 1000, 101),
        (1001, 1000, 100),
    ],
)
def test_a_target_is_attained_only_once_nothing_is_missing(done: int, target: int, shown: int) -> None:
    assert numbers.attained_percent(done / target) == shown
    assert numbers.attained(done / target) == f"{shown}{NBSP}%"


def test_what_is_attained_of_no_target_is_unknown() -> None:
    assert numbers.attained(None) == "–"


def test_day_is_written_in_the_language_of_the_page() -> None:
    assert numbers.day(date(2026, 3, 15)) == "2026. március 15."
    assert numbers.day(date(2026, 3, 15), "short") == "2026. 03. 15."
    assert numbers.day(date(2026, 3, 15), "iso") == "2026-03-15"
    with translation.override("en"):
        assert numbers.day(date(2026, 3, 15)) != "2026. március 15."
    assert numbers.day(None) == "–"


def test_moment_is_local() -> None:
    assert numbers.moment(datetime(2026, 1, 31, 23, 30, tzinfo=UTC)) == "2026. február 1. 00:30"


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (512, f"512{NBSP}B"),
        (1536, f"1,5{NBSP}kB"),
        (25 * 1024**2, f"25{NBSP}MB"),
        (2 * 1024**3, "1 GB fölött"),
    ],
)
def test_file_size_is_short(size: int, shown: str) -> None:
    assert numbers.file_size(size) == shown
