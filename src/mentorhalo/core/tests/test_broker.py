"""Celery on a real RabbitMQ: the same calls, the same rows, a worker in a process of its own."""

import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.db import transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max
from pytest_django import Settings

from mentorhalo.core.models import AuditLine, Worker
from mentorhalo.core.tests import jobs
from mentorhalo.core.tests.processes import start_worker, until
from mentorhalo.core.work import broker, later

pytestmark = pytest.mark.django_db(transaction=True)

BROKER = "amqp://guest:guest@127.0.0.1:5672//"
NOBODY = "amqp://guest:guest@127.0.0.1:9//"
type Process = subprocess.Popen[str]


@pytest.fixture(autouse=True)
def rabbit(settings: Settings) -> Iterator[None]:
    """Queues of this test alone, gone after it."""
    address = urlsplit(BROKER)
    try:
        socket.create_connection((address.hostname, address.port), timeout=3).close()
    except OSError:
        reason = f"No broker listens at {address.hostname}:{address.port}."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    settings.TASKS_BACKEND = "celery"
    settings.TASKS_URL = BROKER
    settings.TASKS_QUEUE_PREFIX = f"mentorhalo-test-{uuid4().hex[:12]}"
    settings.TASKS = {
        "default": {
            "BACKEND": "mentorhalo.core.work.backends.BrokerBackend",
            "QUEUES": ["default", "mail", "bulk"],
        }
    }
    yield
    with broker.app(BROKER).connection_for_write() as connection:
        for queue in ("default", "mail", "bulk"):
            connection.default_channel.queue_delete(broker.queue_of(queue))
    broker.app(BROKER).close()
    broker.app.cache_clear()


@pytest.fixture
def work(tmp_path: Path, settings: Settings) -> Iterator[Callable[[], Process]]:
    started: list[Process] = []

    def start() -> Process:
        started.append(
            start_worker(
                tmp_path,
                TASKS_BACKEND="celery",
                TASKS_URL=BROKER,
                TASKS_QUEUE_PREFIX=settings.TASKS_QUEUE_PREFIX,
            )
        )
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.communicate()
        if process.stdout is not None:
            process.stdout.close()


def only(task_path: str) -> "DBTaskResult":
    return DBTaskResult.objects.get(task_path=task_path)


def has_become(task_path: str, status: TaskResultStatus) -> Callable[[], bool]:
    return lambda: DBTaskResult.objects.filter(task_path=task_path, status=status).exists()


def has_ended(task_path: str, attempt: int) -> bool:
    row = only(task_path)
    return (row.status, len(row.worker_ids)) == (TaskResultStatus.READY, attempt)


def test_word_leaves_after_the_commit_and_a_worker_does_the_job(work: Callable[[], Process]) -> None:
    path = jobs.write_line.module_path
    with transaction.atomic():
        later(jobs.write_line, words="a")
        assert not DBTaskResult.objects.filter(task_path=path).exists()
    assert broker.waiting_messages("default") == 1

    worker = work()
    until(has_become(path, TaskResultStatus.SUCCESSFUL), worker=worker)
    worker.send_signal(signal.SIGTERM)
    said = worker.communicate(timeout=180)[0]

    assert AuditLine.objects.get(deed="test.line").subject == "a"
    assert worker.returncode == 0, said
    assert not Worker.objects.exists()


def test_failing_job_is_tried_again_by_the_broker_and_fails_in_the_end(work: Callable[[], Process]) -> None:
    path = jobs.fail.module_path
    jobs.fail.enqueue(words="this")
    worker = work()
    for attempt in (1, 2):
        until(partial(has_ended, path, attempt), worker=worker)
        # The pause is over: the keeper tells the broker.
        DBTaskResult.objects.filter(task_path=path).update(run_after=timezone.now())

    until(has_become(path, TaskResultStatus.FAILED), worker=worker)

    assert AuditLine.objects.filter(deed="test.failed").count() == 3


def test_job_of_a_killed_celery_worker_is_done_in_the_end_and_written_once(
    work: Callable[[], Process], tmp_path: Path
) -> None:
    path, flag = jobs.write_once.module_path, tmp_path / "begun"
    jobs.write_once.enqueue(flag=str(flag), words="a letter")
    first = work()
    until(flag.exists, worker=first)

    first.send_signal(signal.SIGKILL)
    first.wait()
    second = work()
    until(has_become(path, TaskResultStatus.READY), worker=second)
    DBTaskResult.objects.filter(task_path=path).update(run_after=timezone.now())
    until(has_become(path, TaskResultStatus.SUCCESSFUL), worker=second)

    assert AuditLine.objects.filter(deed="test.once").count() == 1


def test_job_waits_in_the_database_while_the_broker_is_away(settings: Settings) -> None:
    settings.TASKS_URL = NOBODY
    jobs.write_line.enqueue(words="a")
    path = jobs.write_line.module_path
    assert only(path).run_after > timezone.now()
    at = timezone.now() + timedelta(seconds=10)
    assert broker.publish_due(at) == 0

    settings.TASKS_URL = BROKER
    assert broker.publish_due(at) == 1

    assert broker.waiting_messages("default") == 1
    assert only(path).run_after == get_date_max()
    assert broker.publish_due(at) == 0


def test_word_that_the_broker_lost_is_given_again() -> None:
    jobs.write_line.enqueue(words="a")
    with broker.app(BROKER).connection_for_write() as connection:
        connection.default_channel.queue_purge(broker.queue_of("default"))
    soon = timezone.now()

    assert broker.publish_forgotten(soon, ["default"]) == 0
    assert broker.publish_forgotten(soon + timedelta(minutes=2), ["default"]) == 1
    assert broker.publish_forgotten(soon + timedelta(minutes=2), ["default"]) == 0


def test_word_that_comes_twice_is_heeded_once() -> None:
    jobs.write_line.enqueue(words="a")
    row = only(jobs.write_line.module_path)
    worker = broker.BrokerWorker(["default"])

    worker._do(str(row.pk))
    worker._do(str(row.pk))

    assert AuditLine.objects.filter(deed="test.line").count() == 1
