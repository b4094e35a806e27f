"""Asking again: counted by hand; t, ranks and shares beside R 4.2.2 (t.test, wilcox.test, prop.test)."""

import numpy as np
import pytest

from mentorhalo.surveys.quality.context import Compared, Context, Firmness, Rechecks
from mentorhalo.surveys.quality.rechecks import (
    Errors,
    differences,
    equal_shares,
    errors_by,
    errors_of,
    paired_t,
    signed_ranks,
    steadiness,
)

from .builders import check, table_of

FIRST = np.array([12.0, 14, 11, 15, 19, 13, 18, 12, 16, 14])
SECOND = np.array([11.0, 15, 13, 12, 18, 10, 18, 15, 14, 12])


def rechecks(first: list[list[float]], second: list[list[float]], *questions: Compared) -> Rechecks:
    size = len(first)
    return Rechecks(
        ids=[f"r{row}" for row in range(size)],
        interviewer=["a", "b"] * (size // 2),
        rechecker=["c"] * size,
        questions=questions,
        first=np.array(first),
        second=np.array(second),
    )


def test_tests_of_one_question_equal_r() -> None:
    assert paired_t(FIRST, SECOND) == pytest.approx(0.38228416815657529, rel=1e-10)
    assert signed_ranks(FIRST, SECOND) == pytest.approx(0.36917141633269163, rel=1e-10)
    yes, no = np.array([1.0, 1, 0, 1, 0, 1, 1, 0, 1, 1]), np.array([1.0, 0, 0, 1, 0, 0, 1, 0, 1, 0])
    assert equal_shares(yes, no) == pytest.approx(0.17752985241215349, rel=1e-10)
    assert np.isnan(equal_shares(FIRST, SECOND))


def test_reliability_is_one_less_the_response_variance() -> None:
    asked = rechecks(
        [[value] for value in FIRST], [[value] for value in SECOND], Compared("age", Firmness.FACT)
    )

    found = steadiness(asked)["age"]

    assert found.variance == pytest.approx(2.1333333333333333)
    assert found.reliability == pytest.approx(0.71597633136094674)
    assert found.errors == Errors(9, 10)


def test_numbers_within_the_tolerance_are_the_same() -> None:
    asked = rechecks(
        [[100.0, 100.0], [0.1, np.nan]],
        [[103.0, 110.0], [0.4, 1.0]],
        Compared("rooms", Firmness.FACT, tolerance=3),
        Compared("income", Firmness.OPINION, tolerance=0.1, is_share=True),
    )

    different, compared = differences(asked)

    assert different.tolist() == [[False, False], [False, False]]
    assert compared.tolist() == [[True, True], [True, False]]


def test_errors_are_counted_by_firmness_and_by_person() -> None:
    questions = (Compared("born", Firmness.FACT), Compared("view", Firmness.OPINION))
    asked = rechecks([[1.0, 1.0], [1.0, 1.0]], [[2.0, 1.0], [1.0, 5.0]], *questions)

    assert errors_of(asked)[Firmness.FACT] == Errors(1, 2)
    assert errors_by(asked, asked.interviewer)["a"][Firmness.FACT] == Errors(1, 1)
    assert errors_by(asked, asked.interviewer)["b"][Firmness.OPINION] == Errors(1, 1)
    assert errors_by(asked, asked.rechecker)["c"][Firmness.SKILL] == Errors(0, 0)


def test_an_interview_that_is_otherwise_and_who_made_it_are_flagged() -> None:
    facts = [Compared(f"fact{at}", Firmness.FACT) for at in range(4)]
    same, other = [1.0, 2, 3, 4], [5.0, 6, 7, 4]
    asked = rechecks([same] * 6, [other, same, same, same, other, same], *facts)
    context = Context(rechecks=asked)

    assert [flag.subject for flag in check("recheck", table_of(1), context)] == ["r0", "r4"]
    (flag,) = check("rechecks", table_of(1), context)
    assert (flag.subject, flag.value, flag.details["of"]) == ("a", 0.5, 12)
