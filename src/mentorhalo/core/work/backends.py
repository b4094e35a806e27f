"""Backends of `django.tasks` beside the library's `DatabaseBackend`. All keep the same rows, so one page shows them all.

With a broker the database remembers and the broker wakes: the message holds nothing but the row's id. So a letter that the broker
loses is noticed, one that it brings twice is done once, retry, progress, stop and the page are the same as without it - and what is
in the message is nobody's secret. (django-tasks-celery 0.1.1 has none of these: it keeps no row, tries nothing again, and hides
why a job could not be registered.)
"""

from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.tasks import Task
from django.utils import timezone
from django_tasks_db.backend import DatabaseBackend, TaskResult


class AtOnceBackend(DatabaseBackend):
    """Does each job as soon as it is enqueued, in the same process; for tests. What a job raises is raised.

    What is enqueued for a later time waits as a row.
    """

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any, Any]:
        from .doing import (  # late: jobs are declared, and so backends made, before models are there
            claim_by_id,
            do,
        )

        result: TaskResult[Any, Any] = super().enqueue(task, args, kwargs)
        if task.run_after is None and (row := claim_by_id(result.id, "at once")) is not None:
            failure = do(row)
            if failure is not None:
                raise failure
        return result


class BrokerBackend(DatabaseBackend):
    """Celery on RabbitMQ (or what else Celery speaks to) brings the word that a row waits."""

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any, Any]:
        result: TaskResult[Any, Any] = super().enqueue(task, args, kwargs)
        if task.run_after is None:
            transaction.on_commit(partial(tell_broker, result.id, task.queue_name))
        return result


def tell_broker(task_id: str, queue: str) -> None:
    """Publish; where the broker cannot be reached the row gets a time, and the keeper tells it then."""
    from django_tasks_db.models import DBTaskResult  # late: models are there when something is enqueued

    from .broker import publish  # late: the same

    if not publish(task_id, queue):
        soon = timezone.now() + timedelta(seconds=5)
        DBTaskResult.objects.ready().filter(pk=task_id).update(run_after=soon)
