"""Celery: only what carries the id of a waiting row from here to a worker. Imported by nobody who does not use it."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db import close_old_connections
from django.tasks import TaskResultStatus
from django.utils.crypto import get_random_string
from django_tasks_db.models import DBTaskResult, get_date_max

from .doing import claim_by_id, do
from .keeper import Keeper

logger = logging.getLogger(__name__)

DO = "mentorhalo.do"
FORGOTTEN = timedelta(seconds=60)
AT_ONCE = 500


@cache
def app(url: str) -> Any:
    from celery import Celery  # late: optional extra, half a second

    made = Celery("mentorhalo", broker=url, set_as_current=False, fixups=[])
    made.conf.update(
        broker_connection_retry_on_startup=True,
        broker_connection_timeout=3,
        task_acks_late=True,
        task_ignore_result=True,
        task_reject_on_worker_lost=True,
        worker_hijack_root_logger=False,
        worker_prefetch_multiplier=1,
        worker_redirect_stdouts=False,
    )
    return made


def queue_of(name: str) -> str:
    return f"{settings.TASKS_QUEUE_PREFIX}.{name}"


def publish(task_id: str, queue: str) -> bool:
    """Tell the broker that a row waits; false where it cannot be reached."""
    from kombu.exceptions import OperationalError  # late: optional extra

    try:
        app(settings.TASKS_URL).send_task(DO, args=[task_id], queue=queue_of(queue), retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("The broker cannot be reached: %s", type(error).__name__)
        return False
    return True


def publish_due(at: datetime) -> int:
    """Tell the broker of the rows whose time has come. A row told of names no time any more, so it is told of once."""
    due = DBTaskResult.objects.filter(status=TaskResultStatus.READY, run_after__lte=at)
    told = 0
    for task_id, queue in due.order_by("run_after", "pk").values_list("pk", "queue_name")[:AT_ONCE]:
        row = DBTaskResult.objects.filter(pk=task_id, status=TaskResultStatus.READY)
        if not row.filter(run_after__lte=at).update(run_after=get_date_max()):
            continue
        if not publish(str(task_id), queue):
            row.update(run_after=at)
            break
        told += 1
    return told


def publish_forgotten(at: datetime, queues: Sequence[str]) -> int:
    """Tell the broker again of rows that have waited long while its queue is empty: it lost its messages."""
    told = 0
    for queue in queues:
        lost = DBTaskResult.objects.filter(
            status=TaskResultStatus.READY,
            queue_name=queue,
            run_after=get_date_max(),
            enqueued_at__lt=at - FORGOTTEN,
        )
        if lost.exists() and waiting_messages(queue) == 0:
            for task_id in lost.order_by("enqueued_at", "pk").values_list("pk", flat=True)[:AT_ONCE]:
                told += publish(str(task_id), queue)
    return told


def waiting_messages(queue: str) -> int | None:
    """How many messages the broker holds; None where it cannot say."""
    from kombu.exceptions import OperationalError  # late: optional extra

    with app(settings.TASKS_URL).connection_for_read() as connection:
        cannot_say: tuple[type[Exception], ...] = (
            OperationalError,
            OSError,
            *connection.connection_errors,
            *connection.channel_errors,
        )
        try:
            declared = connection.default_channel.queue_declare(queue_of(queue), passive=True)
        except cannot_say:
            return None
    return int(declared.message_count)


class BrokerWorker:
    """Takes ids from the broker and does what they name; its keeper tells the broker of what was put off."""

    def __init__(self, queues: Sequence[str], *, parent: int | None = None, threads: int = 3) -> None:
        self.id = get_random_string(32)
        self.queues = tuple(queues)
        self.threads = threads
        self.keeper = Keeper(self.id, self.queues, publish_due=self._publish, parent=parent)
        self._next_search: datetime | None = None

    def run(self) -> None:
        from celery.signals import worker_shutting_down  # late: optional extra

        made = app(settings.TASKS_URL)
        made.task(self._do, name=DO)
        worker_shutting_down.connect(self._shut_down)
        self.keeper.start()
        try:
            made.worker_main(
                [
                    "--quiet",
                    "worker",
                    "--pool=threads",
                    f"--concurrency={self.threads}",
                    f"--queues={','.join(map(queue_of, self.queues))}",
                    "--without-gossip",
                    "--without-mingle",
                    "--loglevel=WARNING",
                ]
            )
        finally:
            self.keeper.end()

    def _do(self, task_id: str) -> None:
        close_old_connections()
        try:
            if (row := claim_by_id(task_id, self.id)) is not None:
                do(row)
        finally:
            close_old_connections()

    def _publish(self, at: datetime) -> None:
        publish_due(at)
        if self._next_search is None or at >= self._next_search:
            self._next_search = at + FORGOTTEN / 6
            publish_forgotten(at, self.queues)

    def _shut_down(self, **kwargs: Any) -> None:
        self.keeper.is_shutting_down = True
