"""How much of the differences between answers is due to who asked (interviewer effect)."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

import numpy as np

from .context import Context
from .flags import Flag, Level, NotApplicable, Settings, gettext_noop
from .statistics import f_tail
from .table import Floats, Integers, Interviews


@dataclass(frozen=True, slots=True)
class Effect:
    """One-way analysis of variance by interviewer.

    `rho` is the intraclass correlation (it may lie below nought by chance), `n0` the size of interviewers' work it speaks for,
    `deff` how many times it multiplies the variance of a mean: 1 + (mean number of interviews - 1) rho.
    """

    rho: float
    n0: float
    deff: float
    f: float
    p: float
    interviews: int
    interviewers: int


def effect_of(values: Floats, interviewer: Integers, strata: Integers | None = None) -> Effect | None:
    """None where the data cannot tell: fewer than two interviewers, nothing repeated, no differences.

    With `strata` (settlements), interviewers are compared only within them (Henderson's method 3): where each settlement has one
    interviewer, the two cannot be told apart. Without, this is rho = (MSB - MSW) / (MSB + (n0 - 1) MSW).
    """
    known = np.isfinite(values) & (interviewer >= 0)
    if strata is not None:
        known &= strata >= 0
    y = values[known]
    _, who = np.unique(interviewer[known], return_inverse=True)
    strata = strata[known] if strata is not None else np.zeros(len(y), dtype=np.int64)
    _, where = np.unique(strata, return_inverse=True)
    if not len(y):
        return None
    size, places = int(who.max()) + 1, int(where.max()) + 1
    in_place = np.bincount(where, minlength=places).astype(np.float64)
    y = y - (np.bincount(where, weights=y, minlength=places) / in_place)[where]
    # Z'MZ and Z'My, where Z says who asked and M takes the means of the strata away.
    share = np.bincount(where * size + who, minlength=places * size).reshape(places, size).astype(np.float64)
    design = np.diag(share.sum(axis=0)) - share.T @ (share / in_place[:, None])
    sums = np.bincount(who, weights=y, minlength=size)
    roots, vectors = np.linalg.eigh(design)
    kept = roots > 1e-9 * max(1.0, float(roots.max()))
    rank = int(kept.sum())
    left = len(y) - places - rank
    if rank < 1 or left < 1:
        return None
    between = float((((vectors[:, kept].T @ sums) ** 2) / roots[kept]).sum())
    within = (float(y @ y) - between) / left
    n0 = float(np.trace(design)) / rank
    above = between / rank
    whole = above + (n0 - 1) * within
    if within <= 1e-12 * max(1e-300, above) or whole <= 0:
        return None
    rho = (above - within) / whole
    f = above / within
    mean = len(y) / size
    return Effect(rho, n0, 1 + (mean - 1) * rho, f, f_tail(f, rank, left), len(y), size)


def effects(table: Interviews, *, within_settlements: bool) -> dict[str, Effect]:
    """Of each question: ordered codes and numbers by their value, other codes by whether the commonest was given."""
    found = {}
    for at, item in enumerate(table.items):
        column = table.answers[:, at].astype(np.float64)
        answered = column >= 0
        if not item.is_ordered and answered.any():
            column = (column == np.bincount(column[answered].astype(np.int64)).argmax()).astype(np.float64)
        found[item.name] = np.where(answered, column, np.nan)
    for at, name in enumerate(table.number_names):
        found[name] = table.numbers[:, at]
    strata = table.settlement if within_settlements else None
    computed = {name: effect_of(column, table.interviewer, strata) for name, column in found.items()}
    return {name: effect for name, effect in computed.items() if effect is not None}


def are_interpenetrated(table: Interviews, *, share: float = 0.2) -> bool:
    """Whether enough interviews lie in settlements where at least two interviewers worked, to tell the two apart."""
    known = (table.settlement >= 0) & (table.interviewer >= 0)
    if not known.any():
        return False
    pairs = np.unique(np.column_stack([table.settlement, table.interviewer])[known], axis=0)
    shared = np.bincount(pairs[:, 0], minlength=len(table.settlements)) > 1
    return bool(shared[table.settlement[known]].mean() >= share)


def report_of(table: Interviews, settings: Settings) -> dict[str, dict[str, float | bool]]:
    """The effect on every question, with whether it is more than the rule lets pass; empty with too few interviewers."""
    if len(table.interviewers) < settings["interviewers"]:
        return {}
    found = effects(table, within_settlements=are_interpenetrated(table))
    return {
        name: asdict(effect) | {"is_strong": _is_strong(effect, settings)} for name, effect in found.items()
    }


def check_effect(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    if len(table.interviewers) < settings["interviewers"]:
        raise NotApplicable(gettext_noop("There are too few interviewers to compare."))
    for name, effect in effects(table, within_settlements=are_interpenetrated(table)).items():
        if _is_strong(effect, settings):
            yield Flag(
                "effect",
                Level.ITEM,
                name,
                effect.rho,
                settings["rho"],
                details={
                    "question": name,
                    "percent": 100 * effect.rho,
                    "deff": effect.deff,
                    "interviewers": effect.interviewers,
                },
            )


def _is_strong(effect: Effect, settings: Settings) -> bool:
    return effect.rho > settings["rho"] and effect.p < settings["level"]
