"""Jobs: functions with JSON arguments that a worker runs, again after a failure, or by the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.tasks import Task, task


@dataclass(frozen=True)
class Job:
    """What the program knows of a job beside its function."""

    task: Task[Any, Any]
    words: Any  # lazy string: what it does, for the page of background work
    attempts: int
    every: timedelta | None = None


JOBS: dict[str, Job] = {}


def job(
    *, words: Any, attempts: int = 5, queue: str = "default", every: timedelta | None = None
) -> Callable[[Callable[..., Any]], Task[Any, Any]]:
    """Declare a job. It may run twice without harm; after a failure it is tried again, `attempts` times in all.

    `every`: the schedule starts it that often, without arguments.
    """

    def declare(function: Callable[..., Any]) -> Task[Any, Any]:
        declared = task(function, queue_name=queue)
        JOBS[declared.module_path] = Job(declared, words, attempts, every)
        return declared

    return declare


def every(*, minutes: int = 0, hours: int = 0, days: int = 0) -> timedelta:
    return timedelta(minutes=minutes, hours=hours, days=days)


def later(what: Task[Any, Any], *, at: datetime | None = None, **arguments: Any) -> None:
    """Have the job done once this transaction is written, not before `at`."""
    waiting = what.using(run_after=at) if at else what
    transaction.on_commit(partial(waiting.enqueue, **arguments))
