"""Interviews that were too short, too long or too fast, or lay open; interviewers who are always quick."""

from collections.abc import Iterator

import numpy as np

from .context import Context
from .flags import Flag, Level, NotApplicable, Settings, gettext_noop
from .statistics import compare_with_the_rest, counts_of, robust_z, stand_out
from .table import Booleans, Floats, Interviews


def check_short(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """Far below the median of its form version; nearer to it where the interviewer has many that are short."""
    z, median = _z_of_minutes(table)
    far, near = -settings["z"], -settings["z_of_many"]
    many = _with_many(table, z < near, settings)
    threshold = np.where(many, max(far, near), far)
    yield from _flags_of_minutes("short", table, z, median, threshold, z < threshold)


def check_long(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    z, median = _z_of_minutes(table)
    threshold = np.full(len(table), settings["z"])
    yield from _flags_of_minutes("long", table, z, median, threshold, z > threshold)


def check_hasty(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """Too few seconds for each answered question, whatever the length of the way through the form."""
    with np.errstate(divide="ignore", invalid="ignore"):
        minutes = np.fmin(table.minutes, table.active_minutes)
        seconds = np.where(table.answered > 0, minutes * 60 / table.answered, np.nan)
        _, median, spread = robust_z(np.log(seconds), table.version + 1)
    if not np.isfinite(seconds).any():
        raise NotApplicable(
            gettext_noop("No interview has both its times and answers to questions with codes.")
        )
    threshold = np.fmax(np.exp(median - settings["z"] * spread), settings["seconds"])
    for row in np.flatnonzero(seconds < threshold).tolist():
        yield Flag(
            "hasty",
            Level.INTERVIEW,
            table.ids[row],
            float(seconds[row]),
            float(threshold[row]),
            details={
                "seconds": float(seconds[row]),
                "median": float(np.exp(median[row])),
                "questions": int(table.answered[row]),
            },
        )


def check_idle(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """Open much longer than somebody worked in it, by the form's own audit."""
    if not np.isfinite(table.active_minutes).any():
        raise NotApplicable(gettext_noop("No interview came with an audit of its questions."))
    idle = table.minutes - table.active_minutes
    for row in np.flatnonzero(idle > settings["minutes"]).tolist():
        yield Flag(
            "idle",
            Level.INTERVIEW,
            table.ids[row],
            float(idle[row]),
            settings["minutes"],
            details={"idle": float(idle[row]), "minutes": float(table.minutes[row])},
        )


def check_quick(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """Interviewers whose middle interview is much shorter than their colleagues'."""
    z, _ = _z_of_minutes(table)
    found = stand_out(z, table.interviewer, size=len(table.interviewers), least=int(settings["interviews"]))
    minutes = table.minutes
    for code in np.flatnonzero(found.p_low < settings["level"]).tolist():
        own = table.interviewer == code
        median, others = float(np.nanmedian(minutes[own])), float(np.nanmedian(minutes[~own]))
        if median < settings["ratio"] * others:
            yield Flag(
                "quick",
                Level.INTERVIEWER,
                table.interviewers[code],
                median,
                settings["ratio"] * others,
                details={"minutes": median, "others": others, "interviews": int(own.sum())},
            )


def _z_of_minutes(table: Interviews) -> tuple[Floats, Floats]:
    """Robust z of the logarithm, per form version, and that version's median in minutes."""
    if not np.isfinite(table.minutes).any():
        raise NotApplicable(gettext_noop("No interview has both a start and an end."))
    z, median, _ = robust_z(np.log(table.minutes), table.version + 1)
    return z, np.exp(median)


def _with_many(table: Interviews, is_near: Booleans, settings: Settings) -> Booleans:
    """Rows of interviewers of whose interviews an unlikely share lies near the threshold."""
    size = len(table.interviewers)
    known = np.isfinite(table.minutes)
    found = compare_with_the_rest(
        counts_of(table.interviewer, is_near, size), counts_of(table.interviewer, known, size)
    )
    many = (found.p_high < settings["level"]) & (found.share >= settings["share_of_many"])
    return np.append(many, False)[table.interviewer]


def _flags_of_minutes(
    rule: str, table: Interviews, z: Floats, median: Floats, threshold: Floats, is_hit: Booleans
) -> Iterator[Flag]:
    for row in np.flatnonzero(is_hit).tolist():
        yield Flag(
            rule,
            Level.INTERVIEW,
            table.ids[row],
            float(z[row]),
            float(threshold[row]),
            details={"minutes": float(table.minutes[row]), "median": float(median[row])},
        )
