"""The few pieces of statistics that the checks share. Arrays in, arrays out; NaN is not known and stays NaN."""

from dataclasses import dataclass
from math import erfc, exp, lgamma, log, log1p, sqrt

import numpy as np

from .table import Booleans, Floats, Integers

# A normal distribution's standard deviation is so many times its median absolute deviation.
MAD_TO_SD = 1.482602218505602
# Below so many expected hits the normal approximation is left for the exact tail.
FEW = 1000.0


def robust_z(values: Floats, groups: Integers, *, least: int = 10) -> tuple[Floats, Floats, Floats]:
    """How many robust standard deviations each lies from the median of its group; with that median and deviation.

    NaN in groups with fewer than `least` known values or without spread.
    """
    middle, spread = np.full(len(values), np.nan), np.full(len(values), np.nan)
    for rows in rows_of_groups(groups):
        known = values[rows][np.isfinite(values[rows])]
        if len(known) >= least:
            median = np.median(known)
            middle[rows] = median
            spread[rows] = MAD_TO_SD * np.median(np.abs(known - median))
    spread[spread == 0] = np.nan
    return (values - middle) / spread, middle, spread


def rows_of_groups(groups: Integers) -> list[Integers]:
    """The rows of each group, in the order of the groups' codes; those without a group (-1) are nowhere."""
    order = np.argsort(groups, kind="stable")
    order = order[groups[order] >= 0]
    if not len(order):
        return []
    return np.split(order, np.flatnonzero(np.diff(groups[order])) + 1)


def normal_tail(z: Floats) -> Floats:
    """P(Z > z)."""
    return np.array([0.5 * erfc(value / sqrt(2)) if value == value else np.nan for value in z])


def holm(p: Floats) -> Floats:
    """Adjusted for so many tests that the chance of even one false alarm stays below the level compared with."""
    known = np.flatnonzero(np.isfinite(p))
    order = known[np.argsort(p[known], kind="stable")]
    adjusted = np.full(len(p), np.nan)
    steps = p[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted


@dataclass(frozen=True, slots=True)
class Comparison:
    """Each group's share of hits beside that of all others."""

    hits: Integers
    trials: Integers
    share: Floats
    others: Floats
    z: Floats
    # How many times the groups differ more among themselves than chance alone would make them.
    spread: float
    p_high: Floats
    p_low: Floats


def compare_with_the_rest(hits: Integers, trials: Integers) -> Comparison:
    """Two-proportion z of each group against the rest, one-sided chances adjusted by Holm.

    Honest groups differ, too: where their z spread wider than 1 (by the median absolute deviation), all are divided by that spread. With
    few expected hits the chance is the exact (hypergeometric) one.
    """
    all_hits, all_trials = hits.sum(), trials.sum()
    with np.errstate(invalid="ignore", divide="ignore"):
        share = hits / trials
        others = (all_hits - hits) / (all_trials - trials)
        pooled = all_hits / all_trials if all_trials else np.nan
        error = np.sqrt(pooled * (1 - pooled) * (1 / trials + 1 / (all_trials - trials)))
        z = np.where(error > 0, (share - others) / error, np.nan)
    known = np.isfinite(z)
    spread = 1.0
    if known.sum() >= 5:
        spread = max(1.0, MAD_TO_SD * float(np.median(np.abs(z[known] - np.median(z[known])))))
    high, low = normal_tail(z / spread), normal_tail(-z / spread)
    for group in np.flatnonzero(known & (trials * pooled < FEW)):
        exact = _hypergeometric_tails(int(hits[group]), int(trials[group]), int(all_hits), int(all_trials))
        high[group], low[group] = max(exact[0], high[group]), max(exact[1], low[group])
    return Comparison(hits, trials, share, others, z, spread, holm(high), holm(low))


@dataclass(frozen=True, slots=True)
class Standing:
    """How each group's median lies among the groups' medians; one-sided chances adjusted by Holm."""

    median: Floats
    z: Floats
    p_high: Floats
    p_low: Floats


def stand_out(values: Floats, groups: Integers, *, size: int, least: int = 10) -> Standing:
    """Groups whose median is unlike the others', honest differences among groups (their robust spread) allowed for.

    NaN for groups with fewer than `least` known values, and for all where fewer than five groups remain.
    """
    median, count = np.full(size, np.nan), np.zeros(size)
    for rows in rows_of_groups(np.where(np.isfinite(values), groups, -1)):
        if len(rows) >= least:
            median[groups[rows[0]]], count[groups[rows[0]]] = np.median(values[rows]), len(rows)
    known = np.isfinite(median)
    z = np.full(size, np.nan)
    if known.sum() >= 5:
        middle = np.median(median[known])
        among = (MAD_TO_SD * np.median(np.abs(median[known] - middle))) ** 2
        within = np.nanmedian([_variance_of_median(values[rows]) for rows in rows_of_groups(groups)])
        # What chance alone adds to a median is known by the group's size; the rest is honest difference.
        chance = np.full(size, np.nan)
        chance[known] = within / count[known]
        honest = max(0.0, among - float(np.median(chance[known])))
        with np.errstate(divide="ignore", invalid="ignore"):
            z[known] = (median[known] - middle) / np.sqrt(honest + chance[known])
    return Standing(median, z, holm(normal_tail(z)), holm(normal_tail(-z)))


def _variance_of_median(values: Floats) -> float:
    """Of a median of one value; divide by how many there are. Robust; for a normal distribution pi/2 times its variance."""
    known = values[np.isfinite(values)]
    if len(known) < 3:
        return np.nan
    return float(np.pi / 2 * (MAD_TO_SD * np.median(np.abs(known - np.median(known)))) ** 2)


def _hypergeometric_tails(hits: int, trials: int, all_hits: int, all_trials: int) -> tuple[float, float]:
    """P(X >= hits) and P(X <= hits) of so many trials drawn from all."""
    others = all_trials - all_hits
    at = exp(
        _log_choose(all_hits, hits) + _log_choose(others, trials - hits) - _log_choose(all_trials, trials)
    )
    # Outward from `hits`, on the side where the terms only become smaller; the other side is what remains.
    is_above = hits * all_trials >= trials * all_hits
    step = 1 if is_above else -1
    tail, term, x = at, at, hits
    while True:
        if is_above:
            term *= (all_hits - x) * (trials - x) / ((x + 1) * (others - trials + x + 1))
        else:
            term *= x * (others - trials + x) / ((all_hits - x + 1) * (trials - x + 1))
        if term <= tail * 1e-17:
            break
        tail, x = tail + term, x + step
    rest = min(1.0, max(0.0, 1.0 - tail + at))
    return (min(1.0, tail), rest) if is_above else (rest, min(1.0, tail))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def f_tail(value: float, above: float, below: float) -> float:
    """P(F > value) with `above` and `below` degrees of freedom."""
    if not value > 0:
        return 1.0
    return incomplete_beta(below / (below + above * value), below / 2, above / 2)


def t_tails(value: float, df: float) -> float:
    """P(|T| > |value|)."""
    return incomplete_beta(df / (df + value * value), df / 2, 0.5)


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Lentz), to about 14 digits."""
    if x <= 0.0 or x >= 1.0:
        return float(x >= 1.0)
    if x > (a + 1) / (a + b + 2):
        return 1.0 - incomplete_beta(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    tiny = 1e-300
    c, d = 1.0, 1.0 / _away_from_zero(1 - (a + b) * x / (a + 1), tiny)
    fraction = d
    for m in range(1, 10_000):
        for step in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1.0 / _away_from_zero(1 + step * d, tiny)
            c = _away_from_zero(1 + step / c, tiny)
            fraction *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * fraction


def _away_from_zero(value: float, tiny: float) -> float:
    return value if abs(value) > tiny else tiny


def wilson(hits: int, trials: int, z: float = 1.959963984540054) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson's score interval)."""
    if not trials:
        return 0.0, 1.0
    share, square = hits / trials, z * z
    middle = (share + square / (2 * trials)) / (1 + square / trials)
    half = z * sqrt(share * (1 - share) / trials + square / (4 * trials * trials)) / (1 + square / trials)
    return max(0.0, middle - half), min(1.0, middle + half)


def counts_of(groups: Integers, marked: Booleans, size: int) -> Integers:
    """How many marked rows each of `size` groups has; rows without a group count nowhere."""
    return np.bincount(groups[marked & (groups >= 0)], minlength=size)
