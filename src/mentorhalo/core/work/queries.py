"""What the page of background work and `/health/` say. Each a fixed number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.tasks import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from .jobs import all_jobs, attempts_of, words_of
from .keeper import STALE
from .models import ScheduledJob, Worker, WorkRun
from .running import Stopped, WorkerLost

PAGE_SIZE = 25
STATES = {
    "running": TaskResultStatus.RUNNING,
    "waiting": TaskResultStatus.READY,
    "failed": TaskResultStatus.FAILED,
    "done": TaskResultStatus.SUCCESSFUL,
}
_STOPPED = f"{Stopped.__module__}.{Stopped.__qualname__}"
_LOST = f"{WorkerLost.__module__}.{WorkerLost.__qualname__}"


@dataclass(frozen=True)
class JobRow:
    """One job as the page shows it."""

    id: UUID
    words: str
    queue: str
    status: str
    enqueued_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    attempt: int
    attempts: int
    next_try_at: datetime | None
    done: int
    total: int
    progress_words: str
    is_stop_asked: bool
    is_stopped: bool
    is_lost: bool
    error: str
    traceback: str

    @property
    def is_running(self) -> bool:
        return self.status == TaskResultStatus.RUNNING

    @property
    def is_waiting(self) -> bool:
        return self.status == TaskResultStatus.READY

    @property
    def has_failed(self) -> bool:
        return self.status == TaskResultStatus.FAILED


@dataclass(frozen=True)
class ScheduleRow:
    words: str
    every: Any
    last_at: datetime | None
    next_at: datetime | None


@dataclass(frozen=True)
class Health:
    """Whether somebody does the work."""

    workers: int
    beat_at: datetime | None
    waiting: int
    failed: int

    @property
    def worker(self) -> str:
        return "beating" if self.workers else "silent" if self.beat_at else "none"


def counts() -> dict[str, int]:
    """How many jobs are in each state; one query."""
    found = dict(DBTaskResult.objects.order_by().values_list("status").annotate(Count("pk")))
    return {name: found.get(status, 0) for name, status in STATES.items()}


def jobs_page(state: str, number: str | int) -> Page[JobRow]:
    """One page of the jobs in a state; three queries."""
    page: Page[Any] = Paginator(_of_state(state), PAGE_SIZE).get_page(number)
    rows = list(page.object_list)
    runs = WorkRun.objects.in_bulk([row.pk for row in rows])
    page.object_list = [_row(row, runs) for row in rows]
    return page


def unfinished(task: Task[Any, Any], **arguments: Any) -> JobRow | None:
    """The job of these arguments that waits or runs, so that a page may tell how far it is; two queries."""
    live = DBTaskResult.objects.filter(
        task_path=task.module_path, status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING)
    )
    for row in live.order_by("enqueued_at", "pk"):
        if row.args_kwargs["kwargs"] == arguments:
            return _row(row, WorkRun.objects.in_bulk([row.pk]))
    return None


def _of_state(state: str) -> "QuerySet[DBTaskResult[Any, Any]]":
    order = {
        "running": ("started_at", "pk"),
        "waiting": ("-priority", "run_after", "enqueued_at", "pk"),
        "failed": ("-finished_at", "pk"),
        "done": ("-finished_at", "pk"),
    }[state]
    # What a job is given or returns may be large, and nobody is shown it.
    return (
        DBTaskResult.objects.filter(status=STATES[state])
        .order_by(*order)
        .defer("args_kwargs", "return_value")
    )


def _row(row: "DBTaskResult[Any, Any]", runs: Mapping[UUID, WorkRun]) -> JobRow:
    run = runs.get(row.pk)
    is_waiting = row.status == TaskResultStatus.READY
    lines = row.traceback.strip().splitlines()
    return JobRow(
        id=row.pk,
        words=words_of(row.task_path),
        queue=row.queue_name,
        status=row.status,
        enqueued_at=row.enqueued_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        attempt=len(row.worker_ids) + is_waiting,
        attempts=attempts_of(row.task_path),
        next_try_at=row.run_after if is_waiting and row.run_after != get_date_max() else None,
        done=run.done if run else 0,
        total=run.total if run else 0,
        progress_words=run.words if run else "",
        is_stop_asked=bool(run and run.stop_asked_at),
        is_stopped=row.exception_class_path == _STOPPED,
        is_lost=row.exception_class_path == _LOST,
        error=lines[-1][:300] if lines else "",
        traceback=row.traceback,
    )


def schedule() -> list[ScheduleRow]:
    """The jobs that run by the clock, the next one first; one query."""
    known = {row.path: row for row in ScheduledJob.objects.all()}
    rows = [
        ScheduleRow(
            words=words_of(path),
            every=job.every,
            last_at=known[path].started_at if path in known else None,
            next_at=known[path].period + job.every if path in known else None,
        )
        for path, job in all_jobs().items()
        if job.every is not None
    ]
    return sorted(rows, key=lambda row: (row.next_at is not None, row.next_at or 0, row.words))


def workers(at: datetime) -> Iterable[tuple[Worker, bool]]:
    """Each worker and whether it beats; one query."""
    return [(worker, worker.beat_at >= at - STALE) for worker in Worker.objects.order_by("started_at", "pk")]


def health(at: datetime) -> Health:
    """Two queries."""
    beats = list(Worker.objects.values_list("beat_at", flat=True))
    found = counts()
    return Health(
        workers=sum(beat >= at - STALE for beat in beats),
        beat_at=max(beats, default=None),
        waiting=found["waiting"],
        failed=found["failed"],
    )
