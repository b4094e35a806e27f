"""One table for each check: what it flags, what it lets pass, when it says that it cannot tell."""

import subprocess
import sys

import numpy as np
import pytest

from mentorhalo.surveys.quality.catalogue import CHECKS, run
from mentorhalo.surveys.quality.context import Context
from mentorhalo.surveys.quality.definitions import RULES, Rule
from mentorhalo.surveys.quality.flags import NotApplicable
from mentorhalo.surveys.quality.table import DONT_KNOW, MISSING, NOT_ASKED, REFUSED, Grid, Item

from .builders import MORNING, check, minutes_long, subjects, table_of

SPREAD = [20, 22, 24, 26, 27, 28, 29, 30, 32, 34, 36]


def test_short_is_by_the_version_of_the_form() -> None:
    minutes = [*SPREAD, 5, *[value / 5 for value in SPREAD], 5]
    table = table_of(24, version=["long"] * 12 + ["short"] * 12, **minutes_long(minutes))

    (flag,) = check("short", table)

    assert flag.subject == "r11"
    assert flag.details == {"minutes": 5.0, "median": pytest.approx(np.sqrt(27 * 28), rel=0.04)}
    assert flag.value < flag.threshold == -3.5


def test_long_is_the_other_side() -> None:
    assert subjects(check("long", table_of(12, **minutes_long([*SPREAD, 240])))) == ["r11"]


def test_many_that_are_short_tell_on_each_other() -> None:
    chance = np.random.default_rng(2)
    minutes = np.exp(np.log(28) + 0.3 * chance.normal(size=900))
    minutes[:15] = 28 * np.exp(-2.5 * 0.3)
    table = table_of(900, interviewer=[f"i{at // 30:02}" for at in range(900)], **minutes_long(minutes))

    assert set(subjects(check("short", table))) >= {f"r{row}" for row in range(15)}
    assert not set(subjects(check("short", table, share_of_many=1.0))) & {f"r{row}" for row in range(15)}


def test_quick_interviewers_are_told_from_brisk_ones() -> None:
    chance = np.random.default_rng(4)
    who = np.repeat(np.arange(30), 40)
    pace = np.where(who == 5, 0.45, np.where(who == 6, 0.85, 1.0))
    minutes = 28 * pace * np.exp(0.05 * chance.normal(size=30)[who] + 0.25 * chance.normal(size=1200))
    table = table_of(1200, interviewer=[f"i{at:02}" for at in who], **minutes_long(minutes))

    assert subjects(check("quick", table)) == ["i05"]


def test_seconds_for_a_question_count_only_what_was_asked() -> None:
    answers = np.full((12, 40), 1, dtype=np.int16)
    answers[11, 10:] = NOT_ASKED
    items = [Item(f"q{at}") for at in range(40)]
    table = table_of(12, answers=answers, items=items, **minutes_long([*SPREAD, 0.5]))

    (flag,) = check("hasty", table)

    assert (flag.subject, flag.value, flag.details["questions"]) == ("r11", 3.0, 10)


def test_a_form_left_open_is_known_by_its_audit() -> None:
    table = table_of(3, active_minutes=[20, 25, np.nan], **minutes_long([25, 200, 300]))

    assert subjects(check("idle", table)) == ["r1"]


def test_an_interview_inside_a_long_one_overlaps_though_another_lies_between() -> None:
    started = MORNING + np.array([0, 10, 60], dtype="timedelta64[m]")
    ended = MORNING + np.array([120, 20, 90], dtype="timedelta64[m]")

    flags = check("overlap", table_of(3, started=started, ended=ended))

    assert [(flag.subject, flag.others, flag.value) for flag in flags] == [
        ("r1", ("r0",), 110.0),
        ("r2", ("r0",), 60.0),
    ]


def test_night_is_by_the_clock_on_the_wall() -> None:
    started = ["2026-07-01T04:30:00", "2026-07-01T05:30:00", "2026-07-01T19:05:00", "NaT"]
    table = table_of(4, started=started, ended=started, offset=120)

    flags = check("night", table)

    assert [(flag.subject, flag.details["time"]) for flag in flags] == [("r0", "06:30"), ("r2", "21:05")]
    assert subjects(check("night", table, last_hour=22)) == ["r0"]


def test_clocks_that_cannot_be_right() -> None:
    started = ["2026-03-02T09:00:00", "2026-02-20T09:00:00", "2026-03-02T10:00:00", "2027-01-01T00:00:00"]
    ended = ["2026-03-02T09:30:00", "2026-02-20T09:30:00", "2026-03-02T09:00:00", "2027-01-01T01:00:00"]
    context = Context(
        opened=np.datetime64("2026-03-01T00:00:00"), closed=np.datetime64("2026-03-31T00:00:00")
    )

    assert subjects(check("clock", table_of(4, started=started, ended=ended), context)) == ["r1", "r2", "r3"]


def test_too_many_a_day() -> None:
    started = MORNING + np.arange(6) * np.timedelta64(30, "m")
    started[5] += np.timedelta64(1, "D")

    assert subjects(check("crowded_day", table_of(6, started=started), interviews=4)) == [
        "r0", "r1", "r2", "r3", "r4",
    ]  # fmt: skip


GRID = Grid("trust", (0, 1, 2, 3, 4, 5), (2, 5))
SIX = [Item(f"q{at}") for at in range(6)]


def test_straight_needs_items_worded_both_ways() -> None:
    answers = [
        [3, 3, 3, 3, 3, 3],
        [3, 3, 1, 3, 3, 1],
        [2, 2, DONT_KNOW, 2, 2, 2],
        [2, 2, MISSING, 2, 2, MISSING],
        [4, 4, 4, REFUSED, NOT_ASKED, 4],
    ]
    table = table_of(5, answers=answers, items=SIX, grids=[GRID])

    assert subjects(check("straight", table)) == ["r0", "r2"]
    assert subjects(check("straight", table, items=4)) == ["r0", "r2", "r4"]


def test_a_short_grid_worded_one_way_may_be_answered_straight() -> None:
    with pytest.raises(NotApplicable):
        check(
            "straight", table_of(1, answers=[[3] * 6], items=SIX, grids=[Grid("trust", (0, 1, 2, 3, 4, 5))])
        )


def test_runs_go_over_what_was_not_answered() -> None:
    answers = np.tile(np.array([0, 1, 0, 1, 0, 1], dtype=np.int16), (20, 1))
    answers[7] = [1, 1, NOT_ASKED, 1, 1, 0]
    table = table_of(20, answers=answers, items=SIX, grids=[GRID])

    (flag,) = check("run", table, items=4)

    assert (flag.subject, flag.value, flag.details["median"]) == ("r7", 4.0, 1.0)


def test_one_answer_for_nearly_everything() -> None:
    answers = np.tile(np.array([0, 1, 2, 3, 0, 1], dtype=np.int16), (20, 1))
    answers[4] = [2, 2, 2, 2, 2, 1]
    table = table_of(20, answers=answers, items=SIX, grids=[GRID])

    assert subjects(check("modal", table, items=6, share=0.8)) == ["r4"]


def test_the_same_interview_twice() -> None:
    chance = np.random.default_rng(1)
    answers = chance.integers(0, 5, (30, 20)).astype(np.int16)
    numbers = chance.normal(size=(30, 1))
    answers[9], numbers[9] = answers[2], numbers[2]
    answers[11] = answers[2]
    answers[20:22] = MISSING
    items = [Item(f"q{at}") for at in range(20)]
    table = table_of(30, answers=answers, items=items, numbers=numbers, number_names=["income"])

    flags = check("same_answers", table)

    assert [(flag.subject, flag.others) for flag in flags] == [("r2", ("r9",)), ("r9", ("r2",))]


def test_keys_starts_and_places_that_come_twice() -> None:
    table = table_of(
        4,
        interviewer=["a", "a", "b", "b"],
        device=["x", None, "x", None],
        keys={"house": ["1", "2", "1", None]},
        started=["2026-03-02T09:00:00", "2026-03-02T09:00:00", "2026-03-02T09:00:00", "2026-03-02T09:00:00"],
        latitude=[46.1234567, 46.1234567, 46.1234568, 46.1234568],
        longitude=[18.1, 18.1, 18.1, 18.2],
    )

    assert [(flag.subject, flag.part) for flag in check("same_key", table)] == [
        ("r0", "house"),
        ("r2", "house"),
    ]
    assert subjects(check("same_start", table)) == ["r0", "r2"]
    assert subjects(check("same_place", table, decimals=7)) == ["r0", "r1"]
    assert subjects(check("same_place", table)) == ["r0", "r1", "r2"]


def test_rounded_places_are_not_compared() -> None:
    with pytest.raises(NotApplicable):
        check("same_place", table_of(3, latitude=[46.123, 46.123, 46.2], longitude=[18.1, 18.1, 18.1]))


def test_outliers_hold_to_the_k_that_was_given() -> None:
    numbers = np.array([[2.0], [3], [5], [7], [11], [13], [17], [19], [23], [100]])
    table = table_of(10, numbers=numbers, number_names=["age"])

    (flag,) = check("outlier", table, interviews=4)
    assert (flag.subject, flag.threshold, flag.part) == ("r9", 18.5 + 1.5 * 13, "age")
    assert subjects(check("outlier", table, interviews=4, k_of_iqr=10)) == []
    assert subjects(check("outlier", table, None, interviews=4, **{"k_of_iqr:age": 0.2})) == [
        "r0",
        "r8",
        "r9",
    ]
    assert subjects(check("outlier", table, interviews=4, method=1)) == []
    assert subjects(check("outlier", table, interviews=4, method=1, k_of_sd=2)) == ["r9"]


def test_outliers_within_a_settlement() -> None:
    numbers = np.concatenate([np.arange(20.0), 1000 + np.arange(20.0)])
    numbers[3] = 1003
    table = table_of(40, settlement=["x"] * 20 + ["y"] * 20, numbers=numbers[:, None], number_names=["rent"])

    assert subjects(check("outlier", table)) == []
    assert subjects(check("outlier", table, by=1)) == ["r3"]


def test_silence_is_compared_with_colleagues() -> None:
    chance = np.random.default_rng(8)
    answers = np.where(chance.random((600, 30)) < 0.05, DONT_KNOW, 1).astype(np.int16)
    answers[:20] = np.where(chance.random((20, 30)) < 0.3, REFUSED, answers[:20])
    answers[20:40][answers[20:40] == DONT_KNOW] = 1
    items = [Item(f"q{at}") for at in range(30)]
    table = table_of(600, interviewer=[f"i{at // 20:02}" for at in range(600)], answers=answers, items=items)

    assert [(flag.subject, flag.part) for flag in check("silent", table)] == [("i00", "refused")]
    assert [(flag.subject, flag.part) for flag in check("talkative", table)] == [("i01", "dont_know")]


def test_other_is_counted_where_a_question_has_it() -> None:
    answers = np.zeros((600, 2), dtype=np.int16)
    answers[::20, 0] = 9
    answers[:20, 0] = 9
    table = table_of(
        600,
        interviewer=[f"i{at // 20:02}" for at in range(600)],
        answers=answers,
        items=[Item("source", other=9), Item("plain")],
    )

    assert [(flag.subject, flag.part) for flag in check("silent", table)] == [("i00", "other")]


def test_answers_unlike_all_colleagues() -> None:
    chance = np.random.default_rng(9)
    answers = chance.choice(4, size=(600, 12), p=[0.1, 0.2, 0.3, 0.4]).astype(np.int16)
    answers[:30] = chance.choice(4, size=(30, 12), p=[0.4, 0.3, 0.2, 0.1])
    items = [Item(f"q{at:02}") for at in range(12)]
    table = table_of(600, interviewer=[f"i{at // 30:02}" for at in range(600)], answers=answers, items=items)

    (flag,) = check("unlike", table)

    assert flag.subject == "i00"
    assert flag.value == pytest.approx(0.4, abs=0.08)


def test_crowds_are_made_of_the_flags_of_others() -> None:
    started = np.full(600, np.datetime64("2026-03-02T12:00:00"))
    started[:6] = np.datetime64("2026-03-02T02:00:00")
    started[100] = np.datetime64("2026-03-02T02:00:00")
    table = table_of(600, interviewer=[f"i{at // 20:02}" for at in range(600)], started=started)

    found = run(table, {"night": {}, "crowd": {}, "effect": {}}, Context())

    (crowd,) = [flag for flag in found.flags if flag.rule == "crowd"]
    assert (crowd.subject, crowd.part, crowd.details["count"]) == ("i00", "night", 6)
    assert [note.rule for note in found.notes] == []


def test_what_cannot_be_checked_is_told() -> None:
    found = run(table_of(3), {code: {} for code in RULES}, Context())

    assert found.flags == []
    assert {note.rule for note in found.notes} == set(RULES) - {"overlap", "mocked", "crowd"}


def test_a_run_tells_how_far_it_is_and_can_be_ended() -> None:
    class Ended(Exception):
        pass

    def end() -> None:
        raise Ended

    said: list[tuple[str, int, int]] = []
    run(table_of(3), {"night": {}, "clock": {}}, Context(), progress=lambda *told: said.append(told))

    assert said == [("night", 0, 2), ("clock", 1, 2)]
    with pytest.raises(Ended):
        run(table_of(3), {"night": {}}, Context(pulse=end))


@pytest.mark.parametrize("rule", RULES.values(), ids=str)
def test_every_rule_explains_itself(rule: Rule) -> None:
    assert rule.title
    assert rule.explanation.endswith(".")
    for parameter in rule.parameters:
        assert parameter.words
        assert parameter.least <= parameter.default
        assert parameter.most is None or parameter.default <= parameter.most


def test_every_rule_has_its_check_and_pages_need_no_numpy() -> None:
    assert set(RULES) == {*CHECKS, "crowd"}
    words = "import sys; import mentorhalo.surveys.quality.definitions; print('numpy' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
