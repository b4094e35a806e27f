"""Group commit: what arrives while something is being written is written together, in one transaction."""

from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock


class TooMany(Exception):
    """So much waits already that nothing more is taken; come again."""


class _Waiting[Item, Outcome]:
    __slots__ = ("failure", "is_done", "item", "outcome", "turn")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.outcome: Outcome
        self.failure: BaseException | None = None
        self.is_done = False
        self.turn = Lock()  # held until it is written, or its own thread has to write
        self.turn.acquire()


class GroupCommit[Item, Outcome]:
    """Threads hand in one item each, and get its outcome once `write` has put it down for good.

    There is no thread of its own: whoever comes writes at once while fewer than `at_once` are writing; who comes meanwhile
    waits, and the first of those writes all that have gathered. So nothing is slower where one comes at a time, groups form
    by themselves under load, and a fork has nothing to lose.
    """

    def __init__(
        self,
        write: Callable[[Sequence[Item]], Sequence[Outcome]],
        *,
        at_once: int = 1,
        most: int = 64,
        room: int = 256,
    ) -> None:
        self._write = write
        self._at_once = at_once
        self._most = most
        self._room = room
        self._lock = Lock()
        self._queue: deque[_Waiting[Item, Outcome]] = deque()
        self._writing = 0

    def __call__(self, item: Item) -> Outcome:
        """Raises `TooMany`, and what `write` raises, to each of its group."""
        mine: _Waiting[Item, Outcome] = _Waiting(item)
        with self._lock:
            may_write = self._writing < self._at_once
            if may_write:
                self._writing += 1
            elif len(self._queue) >= self._room:
                raise TooMany
            else:
                self._queue.append(mine)
        if not may_write:
            mine.turn.acquire()
        if not mine.is_done:
            self._write_gathered(mine)
        if mine.failure is not None:
            raise mine.failure
        return mine.outcome

    def _write_gathered(self, mine: _Waiting[Item, Outcome]) -> None:
        """Write mine and what waits, then give the turn to the first that came meanwhile."""
        with self._lock:
            others = [self._queue.popleft() for _place in range(min(len(self._queue), self._most - 1))]
        group = [mine, *others]
        try:
            for one, outcome in zip(group, self._write([one.item for one in group]), strict=True):
                one.outcome = outcome
        except BaseException as failure:
            for one in group:
                one.failure = failure
        with self._lock:
            following = self._queue.popleft() if self._queue else None
            if following is None:
                self._writing -= 1
        if following is not None:
            following.turn.release()
        for one in others:
            one.is_done = True
            one.turn.release()
