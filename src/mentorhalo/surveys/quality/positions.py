"""Where interviews were made: outside the sampled settlement, many in one place, badly measured, too far to get there."""

from collections.abc import Iterator

import numpy as np

from .context import Context
from .flags import Flag, Level, NotApplicable, Settings, gettext_noop
from .geometry import metres_between
from .statistics import rows_of_groups
from .table import Floats, Integers, Interviews


def check_outside(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """Further from the boundary of the sampled settlement than the measurement's own error allows."""
    _need_positions(table)
    if not context.places:
        raise NotApplicable(gettext_noop("The boundaries of the settlements are not known."))
    away = metres_outside(table, context)
    error = np.nan_to_num(table.accuracy, nan=0.0).clip(0.0, settings["most_error"])
    for row in np.flatnonzero(away > settings["metres"] + error).tolist():
        yield Flag(
            "outside",
            Level.INTERVIEW,
            table.ids[row],
            float(away[row]),
            float(settings["metres"] + error[row]),
            details={
                "kilometres": float(away[row] / 1000),
                "settlement": table.settlements[table.settlement[row]],
            },
        )


def metres_outside(table: Interviews, context: Context) -> Floats:
    """Of each interview from its settlement's boundary; NaN where one of the two is not known."""
    away = np.full(len(table), np.nan)
    for rows in rows_of_groups(np.where(table.has_position, table.settlement, -1)):
        place = context.places.get(table.settlements[table.settlement[rows[0]]])
        if place is not None:
            away[rows] = place.metres_outside(table.latitude[rows], table.longitude[rows])
    return away


def check_gathered(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """Many interviews of one interviewer within a few steps of each other."""
    _need_positions(table)
    for rows in rows_of_groups(np.where(table.has_position, table.interviewer, -1)):
        near = _counts_nearby(table.latitude[rows], table.longitude[rows], settings["metres"])
        for at in np.flatnonzero(near >= settings["interviews"]).tolist():
            yield Flag(
                "gathered",
                Level.INTERVIEW,
                table.ids[rows[at]],
                float(near[at]),
                settings["interviews"],
                details={"count": int(near[at]) - 1, "metres": settings["metres"]},
            )


def check_inaccurate(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    known = np.isfinite(table.accuracy)
    if not known.any():
        raise NotApplicable(gettext_noop("No position says how accurate it is."))
    for row in np.flatnonzero(known & (table.accuracy > settings["metres"])).tolist():
        yield Flag(
            "inaccurate",
            Level.INTERVIEW,
            table.ids[row],
            float(table.accuracy[row]),
            settings["metres"],
            details={"metres": float(table.accuracy[row])},
        )


def check_mocked(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """The device itself says that a program made its position up."""
    for row in np.flatnonzero(table.is_mocked).tolist():
        yield Flag("mocked", Level.INTERVIEW, table.ids[row], 1.0, 1.0)


def check_no_position(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """No position where nearly all interviews have one."""
    has = table.has_position
    if not len(table) or has.mean() < settings["share"]:
        raise NotApplicable(gettext_noop("Most interviews have no position."))
    for row in np.flatnonzero(~has).tolist():
        yield Flag(
            "no_position",
            Level.INTERVIEW,
            table.ids[row],
            0.0,
            1.0,
            details={"percent": float(100 * has.mean())},
        )


def check_speed(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """Nobody gets from one interview to the next that fast.

    A position may be taken at the start or the end of an interview: the longer of the two times is counted.
    """
    _need_positions(table)
    for code in range(len(table.interviewers)):
        rows = table.rows_of(code)
        rows = rows[table.has_position[rows] & np.isfinite(table.minutes[rows])]
        before, after = rows[:-1], rows[1:]
        metres = metres_between(
            table.latitude[before], table.longitude[before], table.latitude[after], table.longitude[after]
        )
        seconds = np.maximum(
            table.started[after] - table.started[before], table.ended[after] - table.ended[before]
        ) / np.timedelta64(1, "s")
        speed = metres / 1000 / np.maximum(seconds, 1.0) * 3600
        for at in np.flatnonzero(
            (speed > settings["kilometres_an_hour"]) & (metres > 1000 * settings["kilometres"])
        ).tolist():
            yield Flag(
                "speed",
                Level.INTERVIEW,
                table.ids[after[at]],
                float(speed[at]),
                settings["kilometres_an_hour"],
                details={
                    "kilometres": float(metres[at] / 1000),
                    "minutes": float(seconds[at] / 60),
                    "speed": float(speed[at]),
                },
                others=(table.ids[before[at]],),
            )


def _need_positions(table: Interviews) -> None:
    if not table.has_position.any():
        raise NotApplicable(gettext_noop("No interview has a position."))


def _counts_nearby(latitude: Floats, longitude: Floats, metres: float) -> Integers:
    """How many of these lie within so many metres of each, itself included. In the order of latitude, few are compared."""
    order = np.argsort(latitude, kind="stable")
    latitude, longitude = latitude[order], longitude[order]
    degrees = metres / 111_000
    until = np.searchsorted(latitude, latitude + degrees, side="right")
    near = np.ones(len(order), dtype=np.int64)
    for at, end in enumerate(until):
        others = slice(at + 1, end)
        is_near = metres_between(latitude[at], longitude[at], latitude[others], longitude[others]) <= metres
        near[at] += is_near.sum()
        near[others] += is_near
    counts = np.empty_like(near)
    counts[order] = near
    return counts
