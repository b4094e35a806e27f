"""Group commit: what arrives while something is being written is written together, in one transaction."""

from collections import deque
from collections.abc import Callable, Sequence
from threading import Condition, Lock
from time import monotonic
from types import TracebackType
from typing import Self


class TooMany(Exception):
    """So much waits already, or so many use the database, that nothing more is taken; come again."""


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

    There is no thread of its own: whoever comes while nobody writes does so at once; who comes meanwhile waits, and the first of
    those writes all that have gathered. So nothing is slower where one comes at a time, groups form by themselves under load,
    and a fork has nothing to lose.

    Whoever is about to hand something in may announce it. Who writes waits for those that are announced: for as long as the last
    writing took, and never longer than `longest_wait` seconds. What they wait is less than what one writing instead of
    two spares all of them.

    Where several can write at once, nobody waits longer than `longest_turn` seconds for the end of another's writing: then the
    first of those who wait writes beside it what has gathered. On a slow disk the database itself lets them share the way there.
    """

    def __init__(
        self,
        write: Callable[[Sequence[Item]], Sequence[Outcome]],
        *,
        longest_wait: float = 0.001,
        longest_turn: float | None = None,
        most: int = 64,
        room: int = 256,
    ) -> None:
        self._write = write
        self._longest_wait = self._patience = longest_wait
        self._longest_turn = -1 if longest_turn is None else longest_turn
        self._most = most
        self._room = room
        self._lock = Lock()
        self._all_are_here = Condition(self._lock)
        self._queue: deque[_Waiting[Item, Outcome]] = deque()
        self._announced = 0
        self._writers = 0

    def __call__(self, item: Item) -> Outcome:
        """Raises `TooMany`, and what `write` raises, to each of its group."""
        with self.announced() as place:
            return place.hand_in(item)

    def announced(self) -> "Place[Item, Outcome]":
        """A place that others wait for, until something is handed in there or it is left."""
        return Place(self)

    def _announce(self) -> None:
        with self._lock:
            self._announced += 1

    def _withdraw(self) -> None:
        with self._lock:
            self._is_here()

    def _is_here(self) -> None:
        self._announced -= 1
        if not self._announced or len(self._queue) >= self._most - 1:
            self._all_are_here.notify_all()

    def _hand_in(self, item: Item) -> Outcome:
        mine: _Waiting[Item, Outcome] = _Waiting(item)
        with self._lock:
            has_to_wait, is_full = self._writers > 0, len(self._queue) >= self._room
            if not has_to_wait:
                self._writers = 1
            elif not is_full:
                self._queue.append(mine)
            self._is_here()
        if has_to_wait and is_full:
            raise TooMany
        if not has_to_wait:
            self._write_gathered(mine, self._gather())
        elif mine.turn.acquire(timeout=self._longest_turn):
            self._go_on(mine)
        elif (others := self._gather_beside(mine)) is not None:
            self._write_gathered(mine, others)
        else:
            mine.turn.acquire()
            self._go_on(mine)
        if mine.failure is not None:
            raise mine.failure
        return mine.outcome

    def _go_on(self, mine: _Waiting[Item, Outcome]) -> None:
        """It was written, or has the turn of who wrote before."""
        if not mine.is_done:
            self._write_gathered(mine, self._gather())

    def _write_gathered(
        self, mine: _Waiting[Item, Outcome], others: Sequence[_Waiting[Item, Outcome]]
    ) -> None:
        """Write them together, then give the turn to the first that came meanwhile."""
        group = [mine, *others]
        began = monotonic()
        try:
            for one, outcome in zip(group, self._write([one.item for one in group]), strict=True):
                one.outcome = outcome
        except BaseException as failure:
            for one in group:
                one.failure = failure
        self._patience = min(monotonic() - began, self._longest_wait)
        with self._lock:
            following = self._queue.popleft() if self._queue else None
            if following is None:
                self._writers -= 1
        if following is not None:
            following.turn.release()
        for one in others:
            one.is_done = True
            one.turn.release()

    def _gather(self) -> list[_Waiting[Item, Outcome]]:
        """Those who wait, once those who are announced are among them or have been waited for."""
        most = self._most - 1
        with self._lock:
            if self._announced:
                self._all_are_here.wait_for(
                    lambda: not self._announced or len(self._queue) >= most, timeout=self._patience
                )
            return self._waiting()

    def _gather_beside(self, mine: _Waiting[Item, Outcome]) -> list[_Waiting[Item, Outcome]] | None:
        """Those who wait with this one, which is the first to have waited too long. None: somebody has it already."""
        with self._lock:
            if mine not in self._queue:
                return None
            self._queue.remove(mine)
            self._writers += 1
            return self._waiting()

    def _waiting(self) -> list[_Waiting[Item, Outcome]]:
        return [self._queue.popleft() for _place in range(min(len(self._queue), self._most - 1))]


class Place[Item, Outcome]:
    """Where somebody is going to hand something in."""

    __slots__ = ("_commit", "_is_open")

    def __init__(self, commit: GroupCommit[Item, Outcome]) -> None:
        self._commit = commit
        self._is_open = False

    def __enter__(self) -> Self:
        self._commit._announce()
        self._is_open = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()

    def leave(self) -> None:
        """Nothing comes here; nobody has to wait."""
        if self._is_open:
            self._is_open = False
            self._commit._withdraw()

    def hand_in(self, item: Item) -> Outcome:
        """Raises `TooMany`, and what writing raises, to each of its group."""
        self._is_open = False
        return self._commit._hand_in(item)
