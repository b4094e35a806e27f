"""What a job may say and ask while it runs: how far it is, and whether it shall stop.

Both cost the job nothing and never touch its transaction: they only change a note in memory, which the keeper of the worker
writes down about once a second over a connection of its own.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum


class GiveUp(Exception):
    """Raised by a job when trying again would not help: it has failed now, whatever attempts are left."""


class Stopped(Exception):
    """What stands beside a job that was stopped by hand."""


class WorkerLost(Exception):
    """What stands beside a job whose worker was killed in the middle of it."""


class Stop(Enum):
    """Who wants a job to stop."""

    HAND = "hand"
    SHUTDOWN = "shutdown"


@dataclass
class Running:
    """One job in the middle of being done by this process."""

    task_id: str
    done: int = 0
    total: int = 0
    words: str = ""
    is_changed: bool = False
    stop: Stop | None = None
    is_told: bool = False


current: ContextVar[Running | None] = ContextVar("current_job", default=None)


def progress(done: int, total: int, words: str = "") -> None:
    """Say from inside a job how far it is; `words` (no personal data) stand beside it. Call it as often as you like."""
    if (running := current.get()) is not None:
        running.done, running.total, running.words, running.is_changed = done, total, words[:200], True


def should_stop() -> bool:
    """Whether the administrator asked for a stop or the worker is being shut down; then the job returns soon.

    What is stopped by hand waits for a hand; what a shut-down cut short is begun again by the next worker.
    """
    running = current.get()
    if running is None or running.stop is None:
        return False
    running.is_told = True
    return True
