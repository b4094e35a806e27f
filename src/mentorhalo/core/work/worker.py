"""The worker of the database backend.

The library's own worker takes SQLite's write lock at every look, forgets the jobs of a killed worker and does one job at a time;
so its rows, its claim and its transactions are used here, and its loop is not. One job of each queue runs at a time: a sending of
twenty thousand letters in "bulk" delays neither a link to sign in ("mail") nor the clock ("default").
"""

import logging
import os
import signal
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from types import FrameType
from typing import Any

from django.db import DatabaseError, close_old_connections, connections
from django.utils.crypto import get_random_string
from django_tasks_db.models import DBTaskResult

from .doing import claim, do, run_waiting, waiting
from .keeper import Keeper

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.5


class DatabaseWorker:
    def __init__(self, queues: Sequence[str], *, parent: int | None = None) -> None:
        self.id = get_random_string(32)
        self.queues = tuple(queues)
        self.keeper = Keeper(self.id, self.queues, parent=parent)
        self.is_stopping = False
        self._awake = Event()
        self._busy: dict[str, Future[None]] = {}

    def run_once(self) -> int:
        """Do what waits, the clock's jobs as well, and return how many it was."""
        self.keeper.start()
        try:
            return run_waiting(self.queues, self.id)
        finally:
            self.keeper.end()

    def run(self) -> None:
        """Until told to stop by SIGTERM or Ctrl-C; a second one does not wait for the jobs."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)
        self.keeper.start()
        try:
            with ThreadPoolExecutor(len(self.queues), thread_name_prefix="job") as lanes:
                while not self.is_stopping:
                    self._awake.clear()
                    close_old_connections()
                    try:
                        has_begun = self._begin_one(lanes)
                    except DatabaseError as error:
                        logger.warning("No job could be begun: %s", type(error).__name__)
                        connections.close_all()
                        has_begun = False
                    if not has_begun:
                        self._awake.wait(LOOK_SECONDS)
        finally:
            self.keeper.end()
            connections.close_all()

    def _begin_one(self, lanes: ThreadPoolExecutor) -> bool:
        self._busy = {queue: future for queue, future in self._busy.items() if not future.done()}
        free = [queue for queue in self.queues if queue not in self._busy]
        row = claim(waiting(free), self.id) if free else None
        if row is None:
            return False
        self._busy[row.queue_name] = future = lanes.submit(self._do, row)
        future.add_done_callback(lambda _: self._awake.set())
        return True

    def _do(self, row: "DBTaskResult[Any, Any]") -> None:
        close_old_connections()
        try:
            do(row)
        except DatabaseError as error:
            # How the job ended could not be written down; the keeper notices and gives it back.
            logger.error("%s: its end could not be recorded: %s", row.task_path, type(error).__name__)
            connections.close_all()
        finally:
            close_old_connections()

    def _asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        if self.is_stopping:
            # What it was doing is given back by the next worker's keeper.
            os._exit(1)
        self.is_stopping = self.keeper.is_shutting_down = True
