"""What keeps the house while a worker works: its heartbeat, the clock, the progress of jobs, the jobs of the dead."""

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import UUID

from django.db import DatabaseError, close_old_connections, connections, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from .doing import RUNNING, record_failure, write_progress
from .models import Worker, WorkRun
from .running import Stop, WorkerLost
from .schedule import start_due

logger = logging.getLogger(__name__)

ROUND_SECONDS = 1.0
BEAT = timedelta(seconds=10)
# Longer than a writer of SQLite may keep all others waiting (settings: timeout).
STALE = timedelta(seconds=60)


class Keeper:
    """Runs beside the jobs of one process, in a thread with a database connection of its own."""

    def __init__(
        self,
        worker: str,
        queues: Collection[str],
        *,
        publish_due: Callable[[datetime], Any] | None = None,
        parent: int | None = None,
    ) -> None:
        self.worker = worker
        self.queues = ",".join(queues)
        self.publish_due = publish_due
        self.parent = parent
        self.began_at = timezone.now()
        self.next_beat = self.began_at
        self.suspects: dict[str, datetime] = {}
        self.is_shutting_down = False
        self._ended = Event()
        self._thread = Thread(target=self._run, name="keeper", daemon=True)

    def start(self) -> None:
        """Sign in at once, so that no job is begun by a worker that nobody knows; then go on beside it."""
        self.round(timezone.now())
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)
        Worker.objects.filter(pk=self.worker).delete()

    def _run(self) -> None:
        try:
            while not self._ended.wait(ROUND_SECONDS):
                close_old_connections()
                try:
                    self.round(timezone.now())
                except DatabaseError as error:
                    # Locked or gone for a while: the next round says all that this one could not.
                    logger.warning("The keeper's round was cut short: %s", type(error).__name__)
                    connections.close_all()
        finally:
            connections.close_all()

    def round(self, at: datetime) -> None:
        if self.parent is not None and os.getppid() != self.parent:
            os.kill(os.getpid(), signal.SIGTERM)
            self.parent = None
        running = {UUID(each.task_id): each for each in list(RUNNING.values())}
        for each in running.values():
            write_progress(each)
            if self.is_shutting_down:
                each.stop = each.stop or Stop.SHUTDOWN
        if running:
            asked = WorkRun.objects.filter(task_id__in=running, stop_asked_at__isnull=False)
            for task_id in asked.values_list("task_id", flat=True):
                running[task_id].stop = Stop.HAND
        if at >= self.next_beat:
            self.next_beat = at + BEAT
            beat(self.worker, self.queues, since=self.began_at, at=at)
            self.suspects = give_back_lost(at, suspects=self.suspects)
            give_back_forgotten(self.worker, at)
            start_due(at)
        if self.publish_due is not None:
            self.publish_due(at)


def beat(worker: str, queues: str, *, since: datetime, at: datetime) -> None:
    if not Worker.objects.filter(pk=worker).update(beat_at=at):
        Worker.objects.create(
            pk=worker,
            host=socket.gethostname()[:200],
            place=place(),
            pid=os.getpid(),
            queues=queues,
            started_at=since,
            beat_at=at,
        )


def give_back_lost(at: datetime, *, suspects: dict[str, datetime]) -> dict[str, datetime]:
    """Give the jobs of dead workers back; returns whom to suspect in the next round.

    Dead is whose process is gone from this machine, and who has not beaten for long - seen so in two rounds: after a pause of the
    whole machine or a long lock everybody looks silent, and the first round after it must not kill anybody.
    """
    known = {worker.pk: worker for worker in Worker.objects.all()}
    silent = {pk: worker.beat_at for pk, worker in known.items() if worker.beat_at < at - STALE}
    dead = {pk for pk, seen in silent.items() if suspects.get(pk) == seen}
    dead |= {pk for pk, worker in known.items() if is_gone(worker)}
    for row in DBTaskResult.objects.running():
        owner = row.worker_ids[-1] if row.worker_ids else ""
        is_orphan = owner not in known and row.started_at is not None and row.started_at < at - STALE
        if owner in dead or is_orphan:
            record_failure(row, WorkerLost(owner), at=at)
    if dead:
        with transaction.atomic():
            Worker.objects.filter(pk__in=dead, beat_at__lt=at).delete()
    return silent


def give_back_forgotten(worker: str, at: datetime) -> None:
    """Give back what this very process began and no longer knows of: its end could not be written down."""
    for row in DBTaskResult.objects.running().filter(started_at__lt=at - STALE):
        if row.worker_ids[-1:] == [worker] and str(row.pk) not in RUNNING:
            record_failure(row, WorkerLost(worker), at=at)


def is_gone(worker: Worker) -> bool:
    """Whether it lived where we live and its process is no more. Of other machines only the heartbeat tells."""
    if worker.place != place():
        return False
    try:
        os.kill(worker.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def place() -> str:
    """Where process numbers mean the same as here: two containers may share a host name, but not their numbers."""
    space = Path("/proc/self/ns/pid")
    numbers = os.readlink(space) if sys.platform == "linux" and space.exists() else ""
    return f"{socket.gethostname()[:200]} {numbers}"[:240]
