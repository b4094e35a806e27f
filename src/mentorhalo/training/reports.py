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
    kept: dict[str, Any] | None


def read_report(body: bytes) -> Report | None:
    """None for what is no report."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    kept = said.get("runtimeData")
    return Report(
        is_done=said.get("completionStatus") in DONE or said.get("successStatus") in DONE,
        score=_per_cent(said.get("score")),
        kept=kept if isinstance(kept, dict) else None,
    )


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
    return min(100, max(0, math.floor(scaled * 100 + 1e-9)))


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return found if math.isfinite(found) else None
