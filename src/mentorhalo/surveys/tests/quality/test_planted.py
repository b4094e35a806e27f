"""Defects planted among honest interviews, by seeds the parameters were not chosen with."""

import pytest

from mentorhalo.surveys.quality.catalogue import Findings, run
from mentorhalo.surveys.quality.context import Context
from mentorhalo.surveys.quality.definitions import RULES
from mentorhalo.surveys.quality.flags import Level

from .planted import Planted, plant


def recall(truth: set[str], found: Findings, rule: str) -> float:
    return len(truth & {flag.subject for flag in found.flags if flag.rule == rule}) / len(truth)


def assert_found(planted: Planted) -> None:
    found = run(planted.table, {code: {} for code in RULES}, Context(places=planted.places))

    assert recall(planted.straight, found, "straight") >= 0.95
    assert recall(planted.away, found, "outside") >= 0.95
    assert recall(planted.short, found, "short") >= 0.8
    alike = {
        frozenset({flag.subject, other})
        for flag in found.flags
        if flag.rule == "nearly_same"
        for other in flag.others
    }
    assert len(planted.copies & alike) / len(planted.copies) >= 0.95
    flagged = {flag.subject for flag in found.flags if flag.level is Level.INTERVIEWER}
    assert len(flagged & set(planted.cheats)) / len(flagged) >= 0.9
    assert flagged >= set(planted.cheats)


def test_cheats_are_found_and_honest_interviewers_are_not() -> None:
    assert_found(plant(8_400_021, interviews=3_000, interviewers=40, cheats=4))


def test_honest_work_flags_no_interviewer() -> None:
    planted = plant(8_400_022, interviews=3_000, interviewers=40, cheats=0)

    found = run(planted.table, {code: {} for code in RULES}, Context(places=planted.places))

    assert [flag for flag in found.flags if flag.level is Level.INTERVIEWER] == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", [8_400_023, 8_400_024, 8_400_025])
def test_eight_cheats_among_a_hundred_and_twenty(seed: int) -> None:
    assert_found(plant(seed))
