"""The check runner says plainly how each check ended, and counts what could not run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tools import checks
from tools.checks import FAILED, NOT_RUN, PASSED, Check, Result, Run
from tools.machine import CannotRun

REPORT = """<testsuites><testsuite tests="10" failures="2" errors="1" skipped="3"/></testsuites>"""


def perform(step: Callable[[Run], int], folder: Path) -> Result:
    return checks._perform(Check("sample", step), Run(folder))


def cannot(run: Run) -> int:
    raise CannotRun("no moon")


def test_check_without_tests_counts_as_one(tmp_path: Path) -> None:
    good, bad = perform(lambda run: 0, tmp_path), perform(lambda run: 1, tmp_path)

    assert [(each.state, each.passed, each.failed) for each in (good, bad)] == [
        (PASSED, 1, 0),
        (FAILED, 0, 1),
    ]


def test_tests_of_a_check_are_counted(tmp_path: Path) -> None:
    (tmp_path / "sample.xml").write_text(REPORT, encoding="utf-8")

    result = perform(lambda run: 1, tmp_path)

    assert (result.passed, result.failed, result.skipped) == (4, 3, 3)


def test_broken_run_without_a_failed_test_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "sample.xml").write_text('<testsuites><testsuite tests="0"/></testsuites>', encoding="utf-8")

    assert perform(lambda run: 3, tmp_path).failed == 1


@pytest.mark.parametrize(
    ("ci", "code", "last"),
    [("", 0, "0 passed, 0 failed, 1 could not run"), ("true", 1, "0 passed, 1 failed, 1 could not run")],
)
def test_what_could_not_run_is_said_and_fails_where_ci_asks_for_all(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ci: str,
    code: int,
    last: str,
) -> None:
    monkeypatch.setenv("CI", ci)
    result = perform(cannot, tmp_path)

    assert (result.state, checks._summarise([result])) == (NOT_RUN, code)
    said = capsys.readouterr().out.splitlines()
    assert (said[-2], said[-1]) == ("Could not run: sample - no moon", last)


def test_own_settings_of_the_developer_have_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////precious.sqlite3")
    monkeypatch.setenv("MENTORHALO_DATA", "/precious")

    with checks._prepared() as run:
        assert "DATABASE_URL" not in run.environment
        assert run.environment["MENTORHALO_DATA"].startswith(str(run.folder))


def test_full_run_has_every_check_but_the_doubled_one() -> None:
    assert {check.name for check in checks.CHECKS} - {
        check.name for check in checks._chosen(None, quick=False)
    } == {"house"}
