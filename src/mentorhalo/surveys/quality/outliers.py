"""Numbers far from all others."""

from collections.abc import Iterator

import numpy as np

from .context import Context
from .flags import Flag, Level, NotApplicable, Settings, gettext_noop
from .statistics import rows_of_groups
from .table import Floats, Integers, Interviews

# What the groups are within which a number is compared.
TOGETHER, BY_SETTLEMENT, BY_INTERVIEWER, BY_VERSION = range(4)
IQR, SD = range(2)


def check_outlier(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    if not table.number_names:
        raise NotApplicable(gettext_noop("The form has no question with a number."))
    groups = _groups(table, int(settings["by"]))
    for at, name in enumerate(table.number_names):
        column = table.numbers[:, at]
        k = _of_question(settings, "k_of_sd" if settings["method"] == SD else "k_of_iqr", name)
        low, high = _bounds(column, groups, int(settings["method"]), k, int(settings["interviews"]))
        for row in np.flatnonzero((column < low) | (column > high)).tolist():
            limit = low[row] if column[row] < low[row] else high[row]
            yield Flag(
                "outlier",
                Level.INTERVIEW,
                table.ids[row],
                float(column[row]),
                float(limit),
                part=name,
                details={
                    "question": name,
                    "number": float(column[row]),
                    "low": float(low[row]),
                    "high": float(high[row]),
                },
            )


def _of_question(settings: Settings, name: str, question: str) -> float:
    """The parameter for one question ("k_of_iqr:income"), else for all."""
    return settings.get(f"{name}:{question}", settings[name])


def _groups(table: Interviews, by: int) -> Integers:
    if by == BY_SETTLEMENT:
        return table.settlement
    if by == BY_INTERVIEWER:
        return table.interviewer
    return table.version + 1 if by == BY_VERSION else np.zeros(len(table), dtype=np.int64)


def _bounds(column: Floats, groups: Integers, method: int, k: float, least: int) -> tuple[Floats, Floats]:
    """Quartiles as R and NumPy take them (type 7). Groups that are too small or all alike bound nothing."""
    low, high = np.full((2, len(column)), np.nan)
    for rows in rows_of_groups(np.where(np.isfinite(column), groups, -1)):
        if len(rows) < least:
            continue
        known = column[rows]
        if method == SD:
            middle, reach = known.mean(), k * known.std(ddof=1)
            bottom, top = middle - reach, middle + reach
        else:
            lower, upper = np.quantile(known, [0.25, 0.75])
            reach = k * (upper - lower)
            bottom, top = lower - reach, upper + reach
        if reach > 0:
            low[rows], high[rows] = bottom, top
    return low, high
