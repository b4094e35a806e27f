"""When interviews were made: overlaps, nights, impossible clocks, too many a day."""

from collections.abc import Iterator

import numpy as np

from .context import Context
from .flags import Flag, Level, NotApplicable, Settings, gettext_noop
from .table import Interviews

SECOND = np.timedelta64(1, "s")


def check_overlap(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """Begun before the same interviewer's earlier one had ended."""
    for code in range(len(table.interviewers)):
        rows = table.rows_of(code)
        rows = rows[np.isfinite(table.minutes[rows])]
        if len(rows) < 2:
            continue
        ended = table.ended[rows]
        # The one still open at a start need not be the one before: a long one may hold several.
        latest = np.maximum.accumulate(ended)[:-1]
        over = (latest - table.started[rows][1:]) / SECOND / 60
        for at in np.flatnonzero(over > settings["minutes"]).tolist():
            other = rows[: at + 1][np.argmax(ended[: at + 1])]
            yield Flag(
                "overlap",
                Level.INTERVIEW,
                table.ids[rows[at + 1]],
                float(over[at]),
                settings["minutes"],
                details={"minutes": float(over[at])},
                others=(table.ids[other],),
            )


def check_night(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """Begun at an hour at which nobody opens the door."""
    if np.isnat(table.started).all():
        raise NotApplicable(gettext_noop("No interview has a start."))
    local = table.local_start
    hour = (local - local.astype("datetime64[D]")) / np.timedelta64(3600, "s")
    first, last = settings["first_hour"], settings["last_hour"]
    for row in np.flatnonzero((hour < first) | (hour >= last)).tolist():
        yield Flag(
            "night",
            Level.INTERVIEW,
            table.ids[row],
            float(hour[row]),
            first if hour[row] < first else last,
            details={
                "time": str(local[row].astype("datetime64[m]")).partition("T")[2],
                "first": int(first),
                "last": int(last),
            },
        )


def check_clock(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """Ended before it began, or outside the days of the wave: the clock of the device is wrong, or somebody set it."""
    if np.isnat(table.started).all():
        raise NotApplicable(gettext_noop("No interview has a start."))
    slack = np.timedelta64(round(settings["hours"] * 3600), "s")
    backwards = table.ended < table.started
    before, after = table.started < context.opened - slack, table.started > context.closed + slack
    for row in np.flatnonzero(backwards | before | after).tolist():
        limit = table.ended[row] if backwards[row] else context.opened if before[row] else context.closed
        yield Flag(
            "clock",
            Level.INTERVIEW,
            table.ids[row],
            abs(float((table.started[row] - limit) / SECOND / 3600)),
            0.0 if backwards[row] else settings["hours"],
            details={"started": str(table.started[row].astype("datetime64[m]")).replace("T", " ")},
        )


def check_crowded_day(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """More interviews by one interviewer on one day than anybody can make."""
    known = (table.interviewer >= 0) & ~np.isnat(table.started)
    if not known.any():
        raise NotApplicable(gettext_noop("No interview has a start."))
    day = table.local_start.astype("datetime64[D]").astype(np.int64)
    pairs = np.column_stack([table.interviewer, day])[known]
    rows = np.flatnonzero(known)
    found, group, count = np.unique(pairs, axis=0, return_inverse=True, return_counts=True)
    group = group.ravel()
    for at in np.flatnonzero(count > settings["interviews"]).tolist():
        own = rows[group == at]
        for row in own:
            yield Flag(
                "crowded_day",
                Level.INTERVIEW,
                table.ids[row],
                float(count[at]),
                settings["interviews"],
                details={"count": int(count[at]), "day": str(np.datetime64(int(found[at, 1]), "D"))},
            )
