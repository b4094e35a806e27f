"""Rates by AAPOR's definitions, by hand."""

import numpy as np
import pytest

from mentorhalo.surveys.quality.context import Context
from mentorhalo.surveys.quality.outcomes import Disposition, Outcomes, attempts, outcomes_by, outcomes_of

from .builders import check, subjects, table_of

# I 500, P 50, R 200, NC 100, O 50; UH 80, UO 20; 100 not eligible: e = 900 / 1000.
OUTCOMES = Outcomes(500, 50, 200, 100, 50, 80, 20, 100)


def test_rates_are_those_of_the_standard_definitions() -> None:
    assert OUTCOMES.e == 0.9
    assert [OUTCOMES.response_rate(number) for number in range(1, 7)] == pytest.approx(
        [500 / 1000, 550 / 1000, 500 / 990, 550 / 990, 500 / 900, 550 / 900]
    )
    assert [OUTCOMES.refusal_rate(number) for number in (1, 2, 3)] == pytest.approx(
        [200 / 1000, 200 / 990, 200 / 900]
    )
    assert [OUTCOMES.contact_rate(number) for number in (1, 2, 3)] == pytest.approx(
        [800 / 1000, 800 / 990, 800 / 900]
    )
    assert [OUTCOMES.cooperation_rate(number) for number in (1, 2, 3, 4)] == pytest.approx(
        [500 / 800, 550 / 800, 500 / 750, 550 / 750]
    )


def test_eligibility_may_be_given_and_nothing_divides_by_nought() -> None:
    assert Outcomes(complete=1, unknown_other=3, eligible=0.5).response_rate(3) == 1 / 2.5
    assert np.isnan(Outcomes().response_rate(1))


def test_rates_of_each_interviewer_share_one_eligibility() -> None:
    dispositions = np.array([0, 0, 6, 7, 7, 0])
    codes = np.array([0, 0, 0, 1, 1, 1])

    first, second = outcomes_by(codes, 2, dispositions)

    assert (first.complete, first.unknown_other, second.not_eligible) == (2, 1, 2)
    assert first.e == second.e == outcomes_of(dispositions).e == 3 / 5


def test_who_meets_many_refusals_or_hardly_anybody_or_no_refusal_at_all_is_flagged() -> None:
    chance = np.random.default_rng(11)
    who = np.repeat(np.arange(30), 60)
    result = np.where(
        chance.random(1800) < 0.3,
        Disposition.NO_CONTACT,
        np.where(chance.random(1800) < 0.3, Disposition.REFUSAL, Disposition.COMPLETE),
    )
    result[who == 3] = np.where(np.arange(60) < 45, Disposition.REFUSAL, Disposition.COMPLETE)
    result[who == 7] = np.where(np.arange(60) < 50, Disposition.NO_CONTACT, Disposition.COMPLETE)
    result[who == 9] = Disposition.COMPLETE
    tried = attempts(result.tolist(), [f"i{at:02}" for at in who], ["x"] * 1800)
    table, context = table_of(1), Context(attempts=tried)

    assert subjects(check("refusals", table, context)) == ["i03"]
    assert subjects(check("contacts", table, context)) == ["i07"]
    assert subjects(check("too_good", table, context)) == ["i09"]
