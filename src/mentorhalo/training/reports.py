"""What a learning package says of its learner, read with distrust: it may say anything."""

import json
import math
from dataclasses import dataclass
from typing import Any

DONE = ("completed", "passed")


@dataclass(frozen=True)
class Report:
    is_done: bool
    score: int | None
    kept: str  # as JSON in ASCII; empty where nothing was said of it


def read_report(body: bytes) -> Report | None:
    """None for what is no report."""
    try:
        said = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    return Report(
        is_done=said.get("completionStatus") in DONE or said.get("successStatus") in DONE,
        score=_per_cent(said.get("score")),
        kept=_as_text(said.get("runtimeData")),
    )


def _refuse(name: str) -> None:
    """JSON has no NaN and no Infinity, though Python would take them."""
    raise ValueError(name)


def _as_text(kept: Any) -> str:
    """Escaped: what packages compress holds NUL and halves of pairs, which no database takes as they are."""
    if not isinstance(kept, dict):
        return ""
    try:
        return json.dumps(kept, allow_nan=False)
    except (ValueError, RecursionError):  # a number too large is infinite by now
        return ""


def _per_cent(score: Any) -> int | None:
    """Of the scaled points, else of the raw ones between the least and the most there are; downwards."""
    if not isinstance(score, dict):
        return None
    scaled = _number(score.get("scaled"))
    if scaled is None:
        raw, least, most = (_number(score.get(name)) for name in ("raw", "min", "max"))
        if raw is None:
            return None
        least, most = least or 0.0, 100.0 if most is None else most
        if most <= least:
            return None
        scaled = (raw - least) / (most - least)
    if not math.isfinite(scaled):
        return None
    return math.floor(min(1.0, max(0.0, scaled)) * 100 + 1e-9)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None
