"""Beside R 4.2.2: pf, pt, pbeta, p.adjust, phyper, prop.test."""

import numpy as np
import pytest

from mentorhalo.surveys.quality.statistics import (
    MAD_TO_SD,
    compare_with_the_rest,
    f_tail,
    holm,
    incomplete_beta,
    robust_z,
    stand_out,
    t_tails,
    wilson,
)
from mentorhalo.surveys.quality.statistics import _hypergeometric_tails as hypergeometric_tails


@pytest.mark.parametrize(
    ("value", "above", "below", "chance"),
    [
        (2.5, 7, 31, 0.036945198086601697),
        (11.3, 119, 14880, 3.570401703070364e-196),
        (0.4, 3, 5, 0.75946396615933776),
        (1.02, 119, 14880, 0.4225871784814309),
    ],
)
def test_tail_of_f_equals_r(value: float, above: float, below: float, chance: float) -> None:
    assert f_tail(value, above, below) == pytest.approx(chance, rel=1e-10)


@pytest.mark.parametrize(
    ("value", "df", "chance"),
    [(-2.3, 4, 0.082939037112382374), (-0.01, 30, 0.99208749257317774), (-8, 200, 9.8792009093306947e-14)],
)
def test_tails_of_t_equal_r(value: float, df: float, chance: float) -> None:
    assert t_tails(value, df) == pytest.approx(chance, rel=1e-10)


@pytest.mark.parametrize(
    ("x", "a", "b", "value"),
    [
        (0.3, 2.5, 0.5, 0.018927124071945644),
        (0.99, 40, 3, 0.99141614620026652),
        (1e-3, 0.5, 0.5, 0.020135041633377489),
        (0.0, 2, 3, 0.0),
        (1.0, 2, 3, 1.0),
    ],
)
def test_incomplete_beta_equals_r(x: float, a: float, b: float, value: float) -> None:
    assert incomplete_beta(x, a, b) == pytest.approx(value, rel=1e-12)


def test_holm_equals_r_and_leaves_the_unknown_alone() -> None:
    adjusted = holm(np.array([0.01, 0.04, np.nan, 0.03, 0.005, 0.2]))

    assert adjusted == pytest.approx([0.04, 0.09, np.nan, 0.09, 0.025, 0.2], nan_ok=True)


@pytest.mark.parametrize(
    ("hits", "trials", "all_hits", "all_trials", "high", "low"),
    [
        (12, 125, 300, 15000, 7.7251741071781424e-06, None),
        (0, 125, 300, 15000, 1.0, 0.079187094192243596),
        (40, 125, 40, 15000, None, 1.0),
    ],
)
def test_exact_tails_equal_r(
    hits: int, trials: int, all_hits: int, all_trials: int, high: float | None, low: float | None
) -> None:
    found = hypergeometric_tails(hits, trials, all_hits, all_trials)

    if high is not None:
        assert found[0] == pytest.approx(high, rel=1e-9)
    if low is not None:
        assert found[1] == pytest.approx(low, rel=1e-9)


def test_z_of_two_proportions_equals_r() -> None:
    found = compare_with_the_rest(np.array([30, 200]), np.array([250, 3000]))

    assert found.z == pytest.approx([3.1593929930993068, -3.1593929930993068])


def test_interval_of_a_share_equals_r() -> None:
    assert wilson(7, 40) == pytest.approx((0.087454137460359196, 0.31949990331787703))


def test_one_hit_where_nobody_else_has_any_is_no_discovery() -> None:
    found = compare_with_the_rest(np.array([1] + [0] * 119), np.full(120, 125))

    assert found.p_high[0] == pytest.approx(1.0)


def test_honest_differences_among_groups_are_allowed_for() -> None:
    chance = np.random.default_rng(5)
    trials = np.full(100, 5000)
    hits = chance.binomial(trials, chance.beta(30, 970, 100))
    hits[0] = 800

    found = compare_with_the_rest(hits, trials)

    assert found.spread > 2
    assert np.flatnonzero(found.p_high < 0.01).tolist() == [0]


def test_robust_z_is_by_group_and_silent_where_it_cannot_tell() -> None:
    values = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 7, 5])
    groups = np.array([0] * 11 + [1] * 11 + [2])

    z, middle, spread = robust_z(values, groups)

    assert (middle[0], spread[0]) == (6.0, MAD_TO_SD * 3)
    assert z[10] == pytest.approx(94 / (3 * MAD_TO_SD))
    assert np.isnan(z[11:]).all()


def test_a_group_unlike_the_others_stands_out() -> None:
    chance = np.random.default_rng(7)
    groups = np.repeat(np.arange(40), 30)
    values = chance.normal(size=1200) + 0.2 * chance.normal(size=40)[groups] - 2.0 * (groups == 11)

    found = stand_out(values, groups, size=40)

    assert np.flatnonzero(found.p_low < 0.01).tolist() == [11]
    assert np.flatnonzero(found.p_high < 0.01).tolist() == []
