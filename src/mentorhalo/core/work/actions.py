"""What the administrator may do with jobs, each with a line in the audit."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.tasks import TaskResultStatus
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from mentorhalo.core.audit import note

from .jobs import words_of
from .models import WorkRun
from .running import Stopped


class JobMovedOn(Exception):
    """The job is not (or no longer) in a state in which this can be done."""


# The time that a job waits for: a broker is told of it by the keeper, the database's worker sees it at once.
_UNFINISHED = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@transaction.atomic
def try_again(*, task_id: UUID, by: Any, at: datetime) -> None:
    """Begin the job anew, with all its attempts; also one that waits for its next attempt."""
    row = _load(task_id)
    if row.status not in (TaskResultStatus.FAILED, TaskResultStatus.READY):
        raise JobMovedOn(_("This job runs or has been done; there is nothing to try again."))
    _change(
        row,
        status=TaskResultStatus.READY,
        run_after=at,
        worker_ids=[],
        finished_at=None,
        started_at=None,
        exception_class_path="",
        traceback="",
    )
    WorkRun.objects.filter(pk=task_id).delete()
    _note("try_again", row, by, at)


@transaction.atomic
def stop(*, task_id: UUID, by: Any, at: datetime) -> None:
    """Ask a running job to return; a waiting one is stopped at once. Both can be begun again."""
    row = _load(task_id)
    if row.status not in _UNFINISHED:
        raise JobMovedOn(_("This job has ended already; there is nothing to stop."))
    if row.status == TaskResultStatus.READY:
        _change(
            row,
            status=TaskResultStatus.FAILED,
            finished_at=at,
            exception_class_path=f"{Stopped.__module__}.{Stopped.__qualname__}",
        )
    else:
        WorkRun.objects.update_or_create(pk=task_id, defaults={"stop_asked_at": at, "changed_at": at})
    _note("stop", row, by, at)


@transaction.atomic
def drop(*, task_id: UUID, by: Any, at: datetime) -> None:
    """Forget a job that waits or has ended; it will never be done."""
    row = _load(task_id)
    if row.status == TaskResultStatus.RUNNING:
        raise JobMovedOn(_("This job runs; stop it first."))
    deleted, _rows = DBTaskResult.objects.filter(pk=row.pk, status=row.status).delete()
    if not deleted:
        raise JobMovedOn(_("This job was begun meanwhile."))
    WorkRun.objects.filter(pk=task_id).delete()
    _note("drop", row, by, at)


def forget_old_work(*, at: datetime) -> None:
    """Notes about jobs whose rows are gone."""
    old = WorkRun.objects.filter(changed_at__lt=at - timedelta(days=7))
    kept = set(DBTaskResult.objects.filter(pk__in=old.values("task_id")).values_list("pk", flat=True))
    old.exclude(pk__in=kept).delete()


def _load(task_id: UUID) -> "DBTaskResult[Any, Any]":
    try:
        return DBTaskResult.objects.get(pk=task_id)
    except DBTaskResult.DoesNotExist:
        raise JobMovedOn(_("This job is not known any more.")) from None


def _change(row: "DBTaskResult[Any, Any]", **changes: Any) -> None:
    """Only as long as the job is as it was seen: a worker may have begun or ended it."""
    if not DBTaskResult.objects.filter(pk=row.pk, status=row.status).update(**changes):
        raise JobMovedOn(_("This job was begun meanwhile."))


def _note(deed: str, row: "DBTaskResult[Any, Any]", by: Any, at: datetime) -> None:
    note(
        deed=f"core.work.{deed}",
        subject=f"job:{row.pk}",
        by=by.pk,
        at=at,
        details={"path": row.task_path, "words": words_of(row.task_path)},
    )
