"""Work given to another core comes back as if it had been done here."""

import os
from concurrent.futures.process import BrokenProcessPool

import pytest

from mentorhalo.core.beside import Beside, another_core


@pytest.fixture(scope="module")
def beside():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "cpu_count", lambda: 2)
        with another_core() as beside:
            yield beside


def process_of(_task: int) -> int:
    return os.getpid()


def test_answers_come_in_the_order_of_the_tasks(beside: Beside) -> None:
    tasks = range(-20, 20)

    assert list(beside.map(abs, tasks)) == [abs(task) for task in tasks]
    assert len(set(beside.map(process_of, tasks)) - {os.getpid()}) == 1


def test_what_the_work_raises_is_raised_here_and_the_next_work_is_done(beside: Beside) -> None:
    with pytest.raises(ValueError, match="fal"):
        list(beside.map(int, ["1", "fal", "2"]))

    assert list(beside.map(int, ["1", "2"])) == [1, 2]


def test_a_process_that_dies_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)

    with another_core() as beside, pytest.raises(BrokenProcessPool):
        list(beside.map(os._exit, [1, 1]))


@pytest.mark.parametrize(("cores", "is_wanted"), [(1, True), (2, False)])
def test_without_another_core_the_work_is_done_here(
    cores: int, is_wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)

    with another_core(is_wanted=is_wanted) as beside:
        assert list(beside.map(process_of, [1, 2])) == [os.getpid()] * 2
