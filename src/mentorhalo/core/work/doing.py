"""Claiming a job, doing it, and writing down how it ended - wherever the word that it waits came from."""

import logging
import random
from collections.abc import Collection
from datetime import datetime, timedelta
from traceback import format_exception
from typing import Any
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.db.models import QuerySet
from django.tasks import TaskContext, TaskResultStatus
from django.tasks.signals import task_finished, task_started
from django.utils import timezone
from django.utils.json import normalize_json
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception, retry

from .jobs import attempts_of
from .models import WorkRun
from .running import GiveUp, Running, Stop, Stopped, current

logger = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=20)
LONGEST_PAUSE = timedelta(hours=6)

# What this process is doing right now: the keeper looks here.
RUNNING: dict[str, Running] = {}


def waiting(queues: Collection[str]) -> "QuerySet[DBTaskResult[Any, Any]]":
    """What could be begun now, the most urgent first."""
    return DBTaskResult.objects.ready().filter(queue_name__in=queues)


def claim(rows: "QuerySet[DBTaskResult[Any, Any]]", worker: str) -> "DBTaskResult[Any, Any] | None":
    """Take the first of these rows, which nobody else gets then. Asks before it locks: an idle house writes nothing."""
    if not rows.exists():
        return None
    try:
        with exclusive_transaction(rows.db):
            row = rows.select_for_update(skip_locked=True).first()
            if row is not None:
                row.claim(worker)
            return row
    except OperationalError as error:
        if is_locked_database_exception(error):
            return None
        raise


def claim_by_id(task_id: str, worker: str) -> "DBTaskResult[Any, Any] | None":
    """The same for one that a broker named: None where it has been done, stopped or taken by another."""
    return claim(DBTaskResult.objects.ready().filter(pk=UUID(task_id)), worker)


def do(row: "DBTaskResult[Any, Any]") -> Exception | None:
    """Do a claimed job and record how it ended; returns what it raised, after having recorded that."""
    running = Running(str(row.pk))
    token = current.set(running)
    RUNNING[running.task_id] = running
    failure: Exception | None = None
    try:
        value = _call(row)
    except Exception as error:
        failure = error
    finally:
        current.reset(token)
        del RUNNING[running.task_id]
    write_progress(running)
    if failure is not None:
        record_failure(row, failure, at=timezone.now())
    elif running.is_told and running.stop is Stop.SHUTDOWN:
        put_back(row)
    elif running.is_told:
        record_failure(row, Stopped(), at=timezone.now())
    else:
        record_success(row, value)
    return failure


def run_waiting(queues: Collection[str] = ("default", "mail", "bulk"), worker: str = "once") -> int:
    """Do all that waits, here and one after the other; returns how many. What failed waits for its next attempt."""
    done = 0
    while (row := claim(waiting(queues), worker)) is not None:
        do(row)
        done += 1
    return done


def _call(row: "DBTaskResult[Any, Any]") -> Any:
    task, result = row.task, row.task_result
    task_started.send(sender=type(task.get_backend()), task_result=result)
    context: list[Any] = [TaskContext(task_result=result)] if task.takes_context else []
    return normalize_json(task.call(*context, *result.args, **result.kwargs))


def record_success(row: "DBTaskResult[Any, Any]", value: Any) -> None:
    ended = {
        "status": TaskResultStatus.SUCCESSFUL,
        "finished_at": timezone.now(),
        "return_value": value,
        "exception_class_path": "",
        "traceback": "",
    }
    if _record(row, ended):
        _say_finished(row)


def record_failure(row: "DBTaskResult[Any, Any]", error: BaseException, *, at: datetime) -> bool:
    """Another attempt later, while there is one left; else failed. False where the row is no longer this claim's."""
    attempt, attempts = len(row.worker_ids), attempts_of(row.task_path)
    is_last = isinstance(error, GiveUp | Stopped) or attempt >= attempts
    again = {"status": TaskResultStatus.READY, "run_after": at + pause_after(attempt)}
    ended = {"status": TaskResultStatus.FAILED, "finished_at": at, "return_value": None}
    named = type(error)
    raised = {
        "exception_class_path": f"{named.__module__}.{named.__qualname__}",
        "traceback": "".join(format_exception(error)),
    }
    if not _record(row, raised | (ended if is_last else again)):
        return False
    # The message of an error may name a person; it stays on the administrator's page.
    logger.warning("%s: attempt %d of %d ended with %s", row.task_path, attempt, attempts, named.__name__)
    if is_last:
        _say_finished(row)
    return True


def put_back(row: "DBTaskResult[Any, Any]") -> None:
    """A shut-down is no attempt: the job waits as if it had not been begun."""
    _record(
        row,
        {
            "status": TaskResultStatus.READY,
            "run_after": timezone.now(),
            "worker_ids": row.worker_ids[:-1],
        },
    )


def pause_after(attempt: int) -> timedelta:
    """20 seconds, a minute, three, nine … up to six hours; a quarter more or less, so that not all come back at once."""
    pause: timedelta = min(FIRST_PAUSE * 3 ** min(attempt - 1, 10), LONGEST_PAUSE)
    return pause * random.uniform(0.75, 1.25)


@retry()
def _record(row: "DBTaskResult[Any, Any]", changes: dict[str, Any]) -> bool:
    """Only whoever still holds the row writes its end: a worker thought dead may come back and find it another's."""
    mine = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at)
    if not mine.update(**changes):
        logger.warning("%s: the job was given to another worker meanwhile", row.task_path)
        return False
    for name, value in changes.items():
        setattr(row, name, value)
    return True


def _say_finished(row: "DBTaskResult[Any, Any]") -> None:
    try:
        task_finished.send(sender=type(row.task.get_backend()), task_result=row.task_result)
    except (ImportError, SuspiciousOperation):
        logger.warning("%s is no job of this version of the program", row.task_path)


def write_progress(running: Running) -> None:
    """Note how far a job is, where it has said something new."""
    if not running.is_changed:
        return
    running.is_changed = False
    WorkRun.objects.update_or_create(
        task_id=UUID(running.task_id),
        defaults={
            "done": running.done,
            "total": running.total,
            "words": running.words,
            "changed_at": timezone.now(),
        },
    )
