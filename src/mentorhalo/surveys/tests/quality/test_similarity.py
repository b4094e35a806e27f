"""The most alike of all pairs, beside a loop that looks at each; and limits that honest interviews keep."""

import numpy as np
import pytest

from mentorhalo.surveys.quality import similarity
from mentorhalo.surveys.quality.similarity import OneHot, nearest, pairs
from mentorhalo.surveys.quality.table import DONT_KNOW, Item

from .builders import check, table_of


def by_hand(answers: np.ndarray, groups: np.ndarray, least: int) -> tuple[list[float], list[float]]:
    own, others = np.full(len(answers), -1.0), np.full(len(answers), -1.0)
    for row in range(len(answers)):
        for other in range(len(answers)):
            if row == other:
                continue
            both = (answers[row] >= 0) & (answers[other] >= 0)
            share = (both & (answers[row] == answers[other])).sum() / max(both.sum(), least)
            best = own if groups[row] == groups[other] >= 0 else others
            best[row] = max(best[row], share)
    return own.tolist(), others.tolist()


@pytest.mark.parametrize("is_whole", [True, False])
def test_nearest_equals_a_loop_over_all_pairs(is_whole: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similarity, "TILE", 16)
    chance = np.random.default_rng(6)
    answers = chance.integers(0, 4, (70, 9)).astype(np.int16)
    if not is_whole:
        answers[chance.random((70, 9)) < 0.3] = DONT_KNOW
    groups = chance.integers(-1, 5, 70)

    found = nearest(OneHot(answers, least=5), groups, pulse=lambda: None)

    own, others = by_hand(answers, groups, 5)
    assert found.own == pytest.approx(own, rel=1e-6)
    assert found.others == pytest.approx(others, rel=1e-6)


def test_pairs_name_all_that_are_too_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similarity, "TILE", 3)
    answers = np.array([[0, 0, 0, 0], [0, 0, 0, 1], [1, 1, 1, 1], [0, 0, 0, 0], [2, 2, 2, 2]], dtype=np.int16)
    groups = np.array([0, 0, 1, 1, 1])

    found = pairs(OneHot(answers, least=2), np.array([0]), np.full(5, 0.7), groups, np.full(5, 0.9))

    assert [(row, other, share) for row, other, share, _ in found] == [(0, 1, 0.75), (0, 3, 1.0)]


def test_copies_with_changes_are_found_among_people_who_are_alike() -> None:
    chance = np.random.default_rng(12)
    leaning = chance.normal(size=(800, 1))
    answers = np.digitize(leaning + chance.normal(size=(800, 50)), [-1.5, -0.5, 0.5, 1.5]).astype(np.int16)
    answers[10] = answers[11]
    answers[10, :6] = (answers[10, :6] + 1) % 5
    answers[500] = answers[40]
    answers[500, :5] = (answers[500, :5] + 1) % 5
    items = [Item(f"q{at}") for at in range(50)]
    table = table_of(800, interviewer=[f"i{at // 40:02}" for at in range(800)], answers=answers, items=items)

    flags = check("nearly_same", table)

    assert {(flag.subject, flag.others) for flag in flags} == {
        ("r10", ("r11",)),
        ("r11", ("r10",)),
        ("r40", ("r500",)),
        ("r500", ("r40",)),
    }
    assert flags[0].value == pytest.approx(0.88, rel=1e-6)
