from collections.abc import Collection

import pytest

from mentorhalo.core.remembered import Remembered


class Oracle:
    def __init__(self) -> None:
        self.known = {"a": 1, "b": 2}
        self.asked: list[list[str]] = []

    def ask(self, keys: Collection[str]) -> dict[str, int]:
        self.asked.append(list(keys))
        return {key: self.known[key] for key in keys if key in self.known}


@pytest.mark.django_db(transaction=True)
def test_only_what_is_not_known_is_asked() -> None:
    oracle = Oracle()
    remembered = Remembered(oracle.ask, seconds=1000)

    assert remembered(["a"]) == {"a": 1}
    assert remembered(["a", "b"]) == {"a": 1, "b": 2}
    assert remembered(["b"]) == {"b": 2}
    assert oracle.asked == [["a"], ["b"]]


@pytest.mark.django_db(transaction=True)
def test_what_has_no_answer_is_asked_each_time() -> None:
    oracle = Oracle()
    remembered = Remembered(oracle.ask, seconds=1000)

    assert remembered(["x"]) == {}
    oracle.known["x"] = 3
    assert remembered(["x"]) == {"x": 3}


@pytest.mark.django_db(transaction=True)
def test_answers_are_forgotten_with_time_and_by_wish() -> None:
    oracle = Oracle()
    shortly, long = Remembered(oracle.ask, seconds=0), Remembered(oracle.ask, seconds=1000)
    assert shortly(["a"]) == long(["a"]) == {"a": 1}
    oracle.known["a"] = 9

    assert shortly(["a"]) == {"a": 9}
    assert long(["a"]) == {"a": 1}
    long.forget()
    assert long(["a"]) == {"a": 9}


@pytest.mark.django_db(transaction=True)
def test_memory_stays_small() -> None:
    oracle = Oracle()
    remembered = Remembered(oracle.ask, seconds=1000, most=1)

    remembered(["a"])
    remembered(["b"])
    assert remembered(["b"]) == {"b": 2}
    assert remembered(["a"]) == {"a": 1}
    assert oracle.asked == [["a"], ["b"], ["a"]]


@pytest.mark.django_db
def test_nothing_is_remembered_inside_a_transaction() -> None:
    oracle = Oracle()
    remembered = Remembered(oracle.ask, seconds=1000)

    assert remembered(["a"]) == {"a": 1}
    oracle.known["a"] = 9
    assert remembered(["a"]) == {"a": 9}
