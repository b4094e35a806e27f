"""Beside R 4.2.2: anova of one and of two factors, and nlme's REML where the two must agree."""

import numpy as np
import pytest

from mentorhalo.surveys.quality.effects import are_interpenetrated, effect_of, effects
from mentorhalo.surveys.quality.table import Item

from .builders import check, table_of

VALUES = np.array([3.0, 5, 4, 6, 2, 7, 8, 6, 4, 4, 5, 3, 5, 6, 9, 8, 7, 9])
WHO = np.array([0] * 5 + [1] * 3 + [2] * 6 + [3] * 4)
WHERE = np.array([1, 1, 2, 2, 2, 1, 2, 1, 1, 3, 3, 3, 3, 1, 2, 3, 3, 2])


def test_effect_of_unequal_loads_equals_r() -> None:
    effect = effect_of(VALUES, WHO)

    assert effect is not None
    assert effect.rho == pytest.approx(0.72207485150798656, rel=1e-12)
    assert effect.n0 == pytest.approx(4.4074074074074074, rel=1e-12)
    assert effect.f == pytest.approx(12.450845907637017, rel=1e-12)
    assert effect.p == pytest.approx(0.00030684602190869821, rel=1e-9)
    assert effect.deff == pytest.approx(1 + (18 / 4 - 1) * 0.72207485150798656)


def test_effect_within_settlements_equals_r() -> None:
    effect = effect_of(VALUES, WHO, WHERE)

    assert effect is not None
    assert effect.rho == pytest.approx(0.771238992930671, rel=1e-11)
    assert effect.n0 == pytest.approx(3.4444444444444446, rel=1e-12)
    assert effect.f == pytest.approx(12.612511671335204, rel=1e-11)
    assert effect.p == pytest.approx(0.00050901865110051863, rel=1e-9)


def test_equal_loads_give_what_reml_gives() -> None:
    values = np.array([3.0, 5, 4, 6, 7, 8, 6, 7, 4, 4, 5, 3, 9, 8, 7, 9, 5, 6, 5, 7])

    effect = effect_of(values, np.repeat(np.arange(5), 4))

    assert effect is not None
    assert effect.rho == pytest.approx(0.74603174553060714, rel=1e-7)


def test_nobody_knows_where_each_settlement_has_one_interviewer() -> None:
    assert effect_of(VALUES, WHO, WHO) is None
    assert effect_of(np.ones(18), WHO) is None
    assert effect_of(VALUES, np.zeros(18, dtype=np.int64)) is None
    assert effect_of(np.full(18, np.nan), WHO) is None


def test_other_codes_are_judged_by_the_commonest() -> None:
    answers = np.array([[1, 0]] * 4 + [[2, 1]] * 3 + [[1, 0]] * 3 + [[5, 1]] * 2, dtype=np.int16)
    table = table_of(
        12,
        interviewer=["a"] * 6 + ["b"] * 6,
        answers=answers,
        items=[Item("village", is_ordered=False), Item("yes")],
    )

    found = effects(table, within_settlements=False)

    assert found["village"].rho == pytest.approx(found["yes"].rho)


def test_interviewers_can_be_told_from_settlements_where_two_share_one() -> None:
    apart = table_of(4, interviewer=["a", "a", "b", "b"], settlement=["x", "x", "y", "y"])
    shared = table_of(4, interviewer=["a", "a", "b", "b"], settlement=["x", "y", "y", "y"])

    assert not are_interpenetrated(apart)
    assert are_interpenetrated(shared)


def test_a_question_that_depends_on_who_asks_is_flagged() -> None:
    chance = np.random.default_rng(3)
    who = np.repeat(np.arange(20), 30)
    steady, swayed = chance.normal(size=600), chance.normal(size=600) + chance.normal(size=20)[who]
    table = table_of(
        600,
        interviewer=[f"i{at:02}" for at in who],
        numbers=np.column_stack([steady, swayed]),
        number_names=["steady", "swayed"],
    )

    flags = check("effect", table)

    assert [(flag.subject, flag.level) for flag in flags] == [("swayed", "item")]
    assert flags[0].value > 0.3
