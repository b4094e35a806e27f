"""Jobs by the clock: each once per period, however many workers look at the clock."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .jobs import Job, all_jobs
from .models import ScheduledJob

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def period_of(every: timedelta, at: datetime) -> datetime:
    """The beginning of the period in which `at` falls; all workers cut time at the same places."""
    return EPOCH + (at - EPOCH) // every * every


def start_due(at: datetime) -> list[str]:
    """Start what has not been started in its present period. Missed periods are not made up for one by one."""
    known = {row.path: row for row in ScheduledJob.objects.all()}
    started = []
    for path, job in all_jobs().items():
        if job.every is None:
            continue
        period, row = period_of(job.every, at), known.get(path)
        if (row is None or row.period < period) and _start(path, job, row, period, at):
            started.append(path)
    return started


def _start(path: str, job: Job, row: ScheduledJob | None, period: datetime, at: datetime) -> bool:
    if row is not None and _is_unfinished(row):
        return False
    with transaction.atomic():
        if not _take(path, period, at):
            return False
        result = job.task.enqueue()
        ScheduledJob.objects.filter(pk=path).update(task_id=result.id)
    return True


def _is_unfinished(row: ScheduledJob) -> bool:
    unfinished = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    return DBTaskResult.objects.filter(pk=row.task_id, status__in=unfinished).exists()


def _take(path: str, period: datetime, at: datetime) -> bool:
    """Write the period down; false for all but the first who does. The database decides, not our look before."""
    if ScheduledJob.objects.filter(pk=path, period__lt=period).update(period=period, started_at=at):
        return True
    if ScheduledJob.objects.filter(pk=path).exists():
        return False
    try:
        with transaction.atomic():
            ScheduledJob.objects.create(path=path, period=period, started_at=at, task_id=uuid4())
    except IntegrityError:
        return False
    return True
