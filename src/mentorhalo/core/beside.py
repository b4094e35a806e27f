"""Pure work on another core, for whoever has enough to do with the database meanwhile."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

import django

AHEAD = 3  # tasks that are given away before the first answer is waited for


class Beside:
    """A process beside this one, or none: then the work is done here."""

    def __init__(self, pool: ProcessPoolExecutor | None = None) -> None:
        self._pool = pool

    def map[A, B](self, work: Callable[[A], B], tasks: Iterable[A]) -> Iterator[B]:
        """As `map`, in the same order, with the next tasks taken while the earlier ones are worked on.

        `work` is a function of a module that asks nothing of the database. What it raises is raised here.
        """
        if self._pool is None:
            yield from map(work, tasks)
            return
        waiting: deque[Future[B]] = deque()
        for task in tasks:
            waiting.append(self._pool.submit(work, task))
            if len(waiting) > AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@contextmanager
def another_core(*, is_wanted: bool = True) -> Iterator[Beside]:
    """A process on another core, if there is one. It starts at once, so that it is ready when it is first asked.

    Started anew rather than forked: connections to the database are never shared.
    """
    if not is_wanted or (os.cpu_count() or 1) < 2:
        yield Beside()
        return
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        pool.submit(os.getpid)
        try:
            yield Beside(pool)
        finally:
            pool.shutdown(cancel_futures=True)
