from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Semaphore
from typing import Any

import pytest

from mentorhalo.surveys.openrosa.committing import GroupCommit, TooMany


class Book:
    """What is written into it, group by group; a group can be made to take as long as the test wants."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.has_begun = Event()
        self.may_end = Event()
        self.may_end.set()

    def write(self, items: Sequence[int]) -> list[str]:
        self.groups.append(list(items))
        may_end = self.may_end
        self.has_begun.set()
        assert may_end.wait(10)
        if 13 in items:
            raise ValueError("thirteen")
        return [f"wrote {item}" for item in items]

    def goes_on(self) -> Event:
        """What is being written is so until the event is set; what is written from now on ends at once."""
        may_end, self.may_end = self.may_end, Event()
        self.may_end.set()
        return may_end


class Queue(deque[Any]):
    """Tells when something has come to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.came = Semaphore(0)

    def append(self, item: Any) -> None:
        super().append(item)
        self.came.release()


def held_up(book: Book, commit: GroupCommit[int, str], pool: ThreadPoolExecutor) -> Future[str]:
    """The first is being written, and goes on being written until `may_end` is set."""
    book.may_end.clear()
    first = pool.submit(commit, 0)
    assert book.has_begun.wait(10)
    return first


def gathered(commit: GroupCommit[int, str], pool: ThreadPoolExecutor, *items: int) -> list[Future[str]]:
    """One after the other, each once the one before it waits."""
    queue = commit._queue = Queue()
    futures = []
    for item in items:
        futures.append(pool.submit(commit, item))
        assert queue.came.acquire(timeout=10)
    return futures


def test_one_alone_is_written_at_once_by_its_own_thread() -> None:
    book = Book()

    assert GroupCommit(book.write)(7) == "wrote 7"
    assert book.groups == [[7]]


def test_what_comes_meanwhile_is_written_together() -> None:
    book = Book()
    commit = GroupCommit(book.write)
    with ThreadPoolExecutor(8) as pool:
        first = held_up(book, commit, pool)
        others = gathered(commit, pool, 1, 2, 3)
        assert not any(other.done() for other in others)
        book.may_end.set()

        assert first.result(10) == "wrote 0"
        assert [other.result(10) for other in others] == ["wrote 1", "wrote 2", "wrote 3"]
    assert book.groups == [[0], [1, 2, 3]]


def test_group_has_a_largest_size() -> None:
    book = Book()
    commit = GroupCommit(book.write, most=2)
    with ThreadPoolExecutor(8) as pool:
        held_up(book, commit, pool)
        others = gathered(commit, pool, 1, 2, 3)
        book.may_end.set()

        assert [other.result(10) for other in others] == ["wrote 1", "wrote 2", "wrote 3"]
    assert book.groups == [[0], [1, 2], [3]]


def test_failure_is_told_to_each_of_its_group_and_to_nobody_else() -> None:
    book = Book()
    commit = GroupCommit(book.write)
    with ThreadPoolExecutor(8) as pool:
        first = held_up(book, commit, pool)
        unlucky = gathered(commit, pool, 12, 13)
        book.may_end.set()

        assert first.result(10) == "wrote 0"
        for one in unlucky:
            with pytest.raises(ValueError, match="thirteen"):
                one.result(10)
        assert commit(14) == "wrote 14"


def test_more_than_there_is_room_for_is_sent_away() -> None:
    book = Book()
    commit = GroupCommit(book.write, room=2)
    with ThreadPoolExecutor(8) as pool:
        held_up(book, commit, pool)
        waiting = gathered(commit, pool, 1, 2)

        with pytest.raises(TooMany):
            commit(3)
        book.may_end.set()
        assert [one.result(10) for one in waiting] == ["wrote 1", "wrote 2"]


@pytest.mark.parametrize("longest_turn", [None, 0.0, 0.0005])
def test_many_threads_lose_nothing_and_write_nothing_twice(longest_turn: float | None) -> None:
    book = Book()
    commit = GroupCommit(book.write, most=5, longest_turn=longest_turn)
    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(commit, range(1000, 3000)))

    assert outcomes == [f"wrote {item}" for item in range(1000, 3000)]
    assert sorted(item for group in book.groups for item in group) == list(range(1000, 3000))


def test_who_waits_too_long_for_a_writing_writes_beside_it() -> None:
    book = Book()
    commit = GroupCommit(book.write, longest_turn=0.0)
    with ThreadPoolExecutor(1) as pool:
        first = held_up(book, commit, pool)
        first_may_end = book.goes_on()

        assert commit(1) == "wrote 1"
        assert not first.done()
        first_may_end.set()
        assert first.result(10) == "wrote 0"
        assert commit(2) == "wrote 2"
    assert book.groups == [[0], [1], [2]]


def test_who_has_waited_too_long_takes_along_those_who_wait() -> None:
    book = Book()
    commit = GroupCommit(book.write)
    with ThreadPoolExecutor(8) as pool:
        held_up(book, commit, pool)
        others = gathered(commit, pool, 1, 2)
        first_may_end = book.goes_on()
        commit._longest_turn = 0.0

        assert commit(3) == "wrote 3"
        assert [other.result(10) for other in others] == ["wrote 1", "wrote 2"]
        first_may_end.set()
    assert book.groups == [[0], [3, 1, 2]]


def test_what_is_announced_is_waited_for() -> None:
    book = Book()
    commit = GroupCommit(book.write, longest_wait=10)
    queue = commit._queue = Queue()
    with ThreadPoolExecutor(2) as pool, commit.announced() as place:
        first = pool.submit(commit, 1)
        second = pool.submit(commit, 2)
        assert queue.came.acquire(timeout=10)  # one of them waits for the other, and that one for the place
        assert book.groups == []

        assert place.hand_in(3) == "wrote 3"
        assert {first.result(10), second.result(10)} == {"wrote 1", "wrote 2"}
    assert [sorted(group) for group in book.groups] == [[1, 2, 3]]


def test_nobody_waits_for_a_place_that_was_left() -> None:
    book = Book()
    commit = GroupCommit(book.write, longest_wait=10)
    with ThreadPoolExecutor(1) as pool, commit.announced() as place:
        other = pool.submit(commit, 1)
        place.leave()

        assert other.result(5) == "wrote 1"
    with pytest.raises(LookupError), commit.announced():
        raise LookupError
    assert commit(2) == "wrote 2"
    assert book.groups == [[1], [2]]


def test_nothing_announced_holds_anybody_up_for_long() -> None:
    book = Book()
    commit = GroupCommit(book.write, longest_wait=0.001)
    with commit.announced():
        assert commit(1) == "wrote 1"
