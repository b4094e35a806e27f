"""Small tables of interviews for one check at a time."""

from typing import Any

import numpy as np

from mentorhalo.surveys.quality.catalogue import CHECKS
from mentorhalo.surveys.quality.context import Context
from mentorhalo.surveys.quality.definitions import RULES
from mentorhalo.surveys.quality.flags import Flag
from mentorhalo.surveys.quality.table import Interviews, collect

MORNING = np.datetime64("2026-03-02T09:00:00")


def table_of(size: int, **columns: Any) -> Interviews:
    """Interviews r0, r1, … of one interviewer unless said otherwise."""
    columns.setdefault("interviewer", ["i0"] * size)
    return collect([f"r{row}" for row in range(size)], **columns)


def minutes_long(minutes: Any, *, every: int = 60) -> dict[str, Any]:
    """The columns of interviews that begin one after the other, so many minutes apart."""
    started = MORNING + np.arange(len(minutes)) * np.timedelta64(every, "m")
    return {"started": started, "ended": started + (np.asarray(minutes) * 60).astype("timedelta64[s]")}


def check(code: str, table: Interviews, context: Context | None = None, **settings: float) -> list[Flag]:
    rule = RULES[code]
    return list(CHECKS[code](table, rule.settings(settings), context or Context()))


def subjects(flags: list[Flag]) -> list[str]:
    return [flag.subject for flag in flags]
