"""Straight-lining: one answer all the way down a grid, long runs, one answer for nearly everything."""

from collections.abc import Iterator

import numpy as np

from .context import Context
from .flags import Flag, Level, NotApplicable, Settings, gettext_noop
from .statistics import robust_z
from .table import Booleans, Codes, Grid, Integers, Interviews

# So many interviews tell which items are worded the other way round, with loads of so much of the mean one.
LEAST_TO_TELL = 50
CLEAR = 0.3


def check_straight(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """The same code for all answered items of a grid, although some are worded the other way round."""
    least = int(settings["items"])
    judged = [grid for grid in table.grids if len(grid.items) >= _least_items(grid, settings)]
    if not judged:
        raise NotApplicable(
            gettext_noop("The form has no grid that is long enough, or has items worded the other way round.")
        )
    straight = np.column_stack(
        [_is_straight(table.answers, grid, max(least, _least_items(grid, settings))) for grid in judged]
    )
    count = straight.sum(axis=1)
    for row in np.flatnonzero(count >= settings["grids"]).tolist():
        yield Flag(
            "straight",
            Level.INTERVIEW,
            table.ids[row],
            float(count[row]),
            settings["grids"],
            details={
                "grids": ", ".join(judged[at].name for at in np.flatnonzero(straight[row]).tolist()),
                "count": int(count[row]),
                "of": len(judged),
            },
        )


def check_run(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """A long row of the same code over the items of grids, in the order of the form; far longer than usual."""
    run = _longest_run(_answers_of_grids(table))
    z, _, _ = robust_z(run.astype(float), np.zeros(len(table), dtype=np.int64))
    for row in np.flatnonzero((run >= settings["items"]) & ~(z <= settings["z"])).tolist():
        yield Flag(
            "run",
            Level.INTERVIEW,
            table.ids[row],
            float(run[row]),
            settings["items"],
            details={"items": int(run[row]), "median": float(np.median(run))},
        )


def check_modal(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """One code for nearly all items of grids."""
    answers = _answers_of_grids(table)
    answered = (answers >= 0).sum(axis=1)
    codes = range(int(answers.max(initial=-1)) + 1)
    most = np.max([np.zeros(len(table)), *((answers == code).sum(axis=1) for code in codes)], axis=0)
    with np.errstate(invalid="ignore"):
        share = np.where(answered >= settings["items"], most / answered, np.nan)
    z, median, _ = robust_z(share, np.zeros(len(table), dtype=np.int64))
    for row in np.flatnonzero((share >= settings["share"]) & ~(z <= settings["z"])).tolist():
        yield Flag(
            "modal",
            Level.INTERVIEW,
            table.ids[row],
            float(share[row]),
            settings["share"],
            details={
                "percent": float(100 * share[row]),
                "items": int(answered[row]),
                "median": float(100 * median[row]),
            },
        )


def _least_items(grid: Grid, settings: Settings) -> int:
    """Without items worded the other way round, one answer all the way down may be honest in a short grid."""
    return int(settings["items"] if grid.reversed_items else settings["items_without_reversed"])


def _is_straight(answers: Codes, grid: Grid, least: int) -> Booleans:
    own = answers[:, list(grid.items)]
    answered = own >= 0
    highest = own.max(axis=1)
    lowest = np.where(answered, own, np.iinfo(np.int16).max).min(axis=1)
    straight: Booleans = (answered.sum(axis=1) >= least) & (highest == lowest)
    if grid.reversed_items:
        turned = np.isin(grid.items, grid.reversed_items)
        straight &= answered[:, turned].any(axis=1) & answered[:, ~turned].any(axis=1)
    return straight


def _answers_of_grids(table: Interviews) -> Codes:
    columns = [item for grid in table.grids for item in grid.items]
    if not columns:
        raise NotApplicable(gettext_noop("The form has no grids."))
    return table.answers[:, columns]


def _longest_run(answers: Codes) -> Integers:
    """Of the same code in each row; what was not answered neither breaks nor lengthens it."""
    longest, run, last = np.zeros((3, len(answers)), dtype=np.int64)
    last[:] = -1
    for column in answers.T:
        answered = column >= 0
        run = np.where(answered, np.where(column == last, run + 1, 1), run)
        last = np.where(answered, column, last)
        longest = np.maximum(longest, run)
    return longest


def reversed_items(answers: Codes, items: tuple[int, ...]) -> tuple[int, ...]:
    """Items of a grid that are worded the other way round, told by the answers: they go against the others.

    By the sign of the first principal component of the correlations, where that is clear; a few straight answerers do not move it.
    """
    own = answers[:, list(items)].astype(np.float64)
    answered = own >= 0
    if (answered.sum(axis=0) < LEAST_TO_TELL).any():
        return ()
    mean = np.where(answered, own, 0).sum(axis=0) / answered.sum(axis=0)
    centred = np.where(answered, own - mean, 0)
    spread = np.sqrt((centred**2).mean(axis=0))
    scaled = centred / np.where(spread > 0, spread, 1)
    _, vectors = np.linalg.eigh(scaled.T @ scaled)
    first = vectors[:, -1]
    if (first < 0).sum() > (first > 0).sum():
        first = -first
    return tuple(item for item, load in zip(items, first, strict=True) if load < -CLEAR / np.sqrt(len(items)))
