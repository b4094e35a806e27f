"""Interviews that came twice: the same answers, the same key, the same start on one device, exactly the same place."""

from collections.abc import Iterator

import numpy as np

from .context import Context
from .flags import Flag, Level, NotApplicable, Settings, gettext_noop
from .similarity import OneHot, limits, nearest, pairs, usual
from .statistics import rows_of_groups
from .table import Integers, Interviews

# So many of a group are named beside a flag.
NAMED = 5


def check_same_answers(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """Every answer and every number the same."""
    asked = table.answers.shape[1] + table.numbers.shape[1]
    if asked < settings["items"]:
        raise NotApplicable(gettext_noop("The form has too few questions to tell interviews apart."))
    answered = table.answered + np.isfinite(table.numbers).sum(axis=1)
    numbers = np.nan_to_num(table.numbers, nan=np.finfo(np.float64).min)
    whole = np.hstack([np.ascontiguousarray(table.answers).view(np.uint8), numbers.view(np.uint8)])
    _, group = np.unique(whole, axis=0, return_inverse=True)
    group = np.where(answered >= settings["items"], group.ravel(), -1)
    yield from _flags_of_groups("same_answers", table, group)


def check_same_key(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    if not table.keys:
        raise NotApplicable(
            gettext_noop("No question of the form is said to be different in every interview.")
        )
    for name, column in table.keys.items():
        yield from _flags_of_groups("same_key", table, column, part=name)


def check_same_start(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """Begun at the same second on the same device, or by the same interviewer where no device is known."""
    known = ~np.isnat(table.started)
    if not known.any():
        raise NotApplicable(gettext_noop("No interview has a start."))
    where = np.where(table.device >= 0, table.device, -2 - table.interviewer)
    pairs = np.column_stack([where, table.started.astype("datetime64[s]").astype(np.int64)])
    _, group = np.unique(pairs, axis=0, return_inverse=True)
    has_source = (table.device >= 0) | (table.interviewer >= 0)
    yield from _flags_of_groups("same_start", table, np.where(known & has_source, group.ravel(), -1))


def check_same_place(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """Coordinates equal to the last digit: two measurements never are."""
    known = table.has_position
    if not known.any():
        raise NotApplicable(gettext_noop("No interview has a position."))
    places = np.column_stack([table.latitude, table.longitude])
    if np.mean(np.all(np.round(places[known], 4) == places[known], axis=1)) > 0.5:
        raise NotApplicable(gettext_noop("The positions are rounded, so that many are the same by chance."))
    places = np.round(np.where(known[:, None], places, 0.0), int(settings["decimals"]))
    _, group = np.unique(places, axis=0, return_inverse=True)
    yield from _flags_of_groups("same_place", table, np.where(known, group.ravel(), -1))


def check_nearly_same(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """More alike than any two honest interviews of this survey would be, by the tail of all that are most alike."""
    if table.answers.shape[1] < settings["items"] or len(table) < 50:
        raise NotApplicable(
            gettext_noop("There are too few questions or interviews to tell what is alike by chance.")
        )
    hot = OneHot(table.answers, least=int(settings["items"]))
    found = nearest(hot, table.interviewer, pulse=context.pulse)
    common = usual(hot)
    own = limits(found.own, common, table.interviewer, level=settings["level"], quantiles=(0.5, 0.9))
    others = limits(found.others, common, None, level=settings["level"], quantiles=(0.75, 0.975))
    own, others = np.maximum(own, settings["share"]), np.maximum(others, settings["share"])
    if min(own.min(), others.min()) > 1:
        raise NotApplicable(
            gettext_noop("Honest interviews of this survey are too much alike to tell copies.")
        )
    suspects = np.flatnonzero((found.own >= own) | (found.others >= others))
    alike: dict[int, list[tuple[float, int, float]]] = {}
    for row, other, share, limit in pairs(hot, suspects, own, table.interviewer, others):
        alike.setdefault(row, []).append((share, -other, limit))
    for row, among in sorted(alike.items()):
        among.sort(reverse=True)
        share, _, limit = among[0]
        yield Flag(
            "nearly_same",
            Level.INTERVIEW,
            table.ids[row],
            share,
            limit,
            details={"percent": 100 * share, "limit": 100 * limit, "count": len(among)},
            others=tuple(table.ids[-other] for _, other, _ in among[:NAMED]),
        )


def _flags_of_groups(rule: str, table: Interviews, group: Integers, *, part: str = "") -> Iterator[Flag]:
    for rows in rows_of_groups(group):
        if len(rows) < 2:
            continue
        for row in rows:
            others = [table.ids[other] for other in rows[: NAMED + 1] if other != row][:NAMED]
            yield Flag(
                rule,
                Level.INTERVIEW,
                table.ids[row],
                float(len(rows)),
                2.0,
                part=part,
                details={"count": len(rows) - 1, "key": part},
                others=tuple(others),
            )
