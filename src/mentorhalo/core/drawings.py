"""What elements show, worked out from plain values: sparklines, map tones, page numbers, attributes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mentorhalo.core import numbers

Values = dict[str, Any]

SPARK_WIDTH = 120
SPARK_HEIGHT = 28
TONES = 5
NOTHING = SafeString("")


def attributes(given: Mapping[str, Any]) -> SafeString:
    """HTML attributes, with a space before each; True writes the bare name, None and False nothing."""
    if not given:
        return NOTHING
    kept = [(name, value) for name, value in given.items() if value is not None and value is not False]
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
            for name, value in kept
        ),
    )


def unique_id(prefix: str) -> str:
    return f"{prefix}-{uuid4().hex[:8]}"


def sparkline(series: Iterable[tuple[date, float | Decimal | None]] | None) -> Values | None:
    """The points of a thin line over the given days, and the same in words; None under two values."""
    known = [(day, value) for day, value in series or () if value is not None]
    if len(known) < 2:
        return None
    values = [float(value) for _day, value in known]
    low, high = min(values), max(values)
    span = (high - low) or 1
    inner = SPARK_HEIGHT - 6
    points = [
        (
            round(3 + index * (SPARK_WIDTH - 6) / (len(known) - 1), 1),
            round(3 + inner - (value - low) / span * inner, 1),
        )
        for index, value in enumerate(values)
    ]
    words = _("From %(first)s (%(from)s) to %(last)s (%(to)s)") % {
        "first": numbers.amount(known[0][1]),
        "from": numbers.day(known[0][0], "short"),
        "last": numbers.amount(known[-1][1]),
        "to": numbers.day(known[-1][0], "short"),
    }
    return {
        "points": " ".join(f"{x},{y}" for x, y in points),
        "end": points[-1],
        "words": words,
        "width": SPARK_WIDTH,
        "height": SPARK_HEIGHT,
    }


def figure(values: Values) -> Values:
    value = values["value"]
    shown = value if isinstance(value, str) else numbers.amount(value)
    states = {
        "exact": "",
        "partial": _("Partly claimed: some of it still waits for approval."),
        "computing": _("Still being computed."),
        "suppressed": _("Not shown, because so few people are behind it."),
    }
    hidden = values["state"] in ("computing", "suppressed")
    progressed = None
    if values["target"] and value is not None and not hidden and not isinstance(value, str):
        progressed = _towards(values["target"], value, values["label"])
    return values | {
        "shown": "…" if values["state"] == "computing" else "–" if hidden else shown,
        "state_words": states[values["state"]],
        "spark": None if hidden else sparkline(values["series"]),
        "progress": progressed,
    }


def _towards(target: float, value: float, label: str) -> Values:
    """A share is promised in per cent."""
    is_share = isinstance(value, float)
    reached = value * 100 if is_share else value
    return progress({"value": reached, "target": target, "label": label, "unit": "%" if is_share else ""})


def progress(values: Values) -> Values:
    value, target = float(values["value"] or 0), float(values["target"] or 0)
    ratio = value / target if target else 0
    decimals = 1 if values.get("unit") == "%" else 0  # as the figure itself
    return values | {
        "shown": numbers.number(value, decimals),
        "shown_target": numbers.number(target, decimals),
        "filled": min(numbers.attained_percent(ratio), 100),
        "percent": numbers.attained(ratio),
        "reached": bool(target) and value >= target,
        "id": unique_id("progress"),
    }


def pagination(values: Values) -> Values:
    page = values["page"]
    return values | {
        "numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    }


def county_map(values: Values) -> Values:
    """Give each county a tone 0-4 by its value; equal steps from nought to the highest."""
    counties = [
        dict(county) if isinstance(county, Mapping) else vars(county) for county in values["counties"]
    ]
    known = [county["value"] for county in counties if county.get("value") is not None]
    highest = max(known, default=0)
    shapes = [
        {
            "href": "",
            "active": bool(county.get("value")),
            "label": "",
            **county,
            "tone": _tone(county.get("value"), highest),
            "shown": numbers.amount(county.get("value")),
        }
        for county in counties
    ]
    return values | {
        "shapes": shapes,
        "steps": _steps(highest) if known and values["legend"] else [],
        "id": unique_id("map"),
    }


def _tone(value: float | None, highest: float) -> int | str:
    if value is None:
        return ""
    if not value or highest <= 0:
        return 0
    return min(int(float(value) / float(highest) * TONES - 1e-9), TONES - 1) + 1


def _steps(highest: float) -> Sequence[Values]:
    edges = [round(float(highest) * index / TONES) for index in range(TONES + 1)]
    return [
        {"tone": index + 1, "from": numbers.number(edges[index] + 1), "to": numbers.number(edges[index + 1])}
        for index in range(TONES)
        if edges[index + 1] > edges[index]
    ]


def map_values(values: Values) -> Values:
    made = unique_id("map")
    return values | {"id": made, "values_id": f"{made}-values", "values": values["values"] or {}}
