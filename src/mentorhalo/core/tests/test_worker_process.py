"""A real worker on a real database: killed in the middle, stopped by a signal, stopped by hand."""

import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.tasks import TaskResultStatus
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from mentorhalo.core.models import AuditLine, Worker
from mentorhalo.core.tests import jobs
from mentorhalo.core.tests.processes import start_worker, until
from mentorhalo.core.work.actions import stop

pytestmark = pytest.mark.django_db(transaction=True)

type Process = subprocess.Popen[str]


@pytest.fixture(autouse=True)
def database_backend(settings: Settings) -> None:
    settings.TASKS = {
        "default": {
            "BACKEND": "django_tasks_db.DatabaseBackend",
            "QUEUES": ["default", "mail", "bulk"],
        }
    }


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Callable[..., Process]]:
    started: list[Process] = []

    def start(*arguments: str, **environment: str) -> Process:
        started.append(start_worker(tmp_path, *arguments, **environment))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.communicate()
        if process.stdout is not None:
            process.stdout.close()


def has_become(task_id: str, status: TaskResultStatus) -> Callable[[], bool]:
    return lambda: DBTaskResult.objects.filter(pk=task_id, status=status).exists()


def test_job_of_a_killed_worker_is_done_in_the_end_and_written_once(
    work: Callable[..., Process], tmp_path: Path
) -> None:
    flag = tmp_path / "begun"
    job = jobs.write_once.enqueue(flag=str(flag), words="a letter").id
    first = work()
    until(flag.exists, worker=first)

    first.send_signal(signal.SIGKILL)
    first.wait()
    assert has_become(job, TaskResultStatus.RUNNING)()
    second = work()
    until(has_become(job, TaskResultStatus.READY), worker=second)
    # The pause before the next attempt is over.
    DBTaskResult.objects.filter(pk=job).update(run_after=timezone.now())
    until(has_become(job, TaskResultStatus.SUCCESSFUL), worker=second)

    assert AuditLine.objects.filter(deed="test.once").count() == 1
    assert len(DBTaskResult.objects.get(pk=job).worker_ids) == 2


def test_worker_that_is_told_to_end_puts_its_job_back(work: Callable[..., Process], tmp_path: Path) -> None:
    flag = tmp_path / "begun"
    result = jobs.wait_until_told.enqueue(flag=str(flag))
    worker = work("--queues", "default")
    until(flag.exists, worker=worker)

    worker.send_signal(signal.SIGTERM)

    assert (worker.communicate(timeout=180)[0], worker.returncode) == ("", 0)
    row = DBTaskResult.objects.get(pk=result.id)
    assert (row.status, row.worker_ids) == (TaskResultStatus.READY, [])
    assert not Worker.objects.exists()


def test_administrator_stops_a_running_job(
    work: Callable[..., Process], tmp_path: Path, sign_in: Callable[..., Any]
) -> None:
    flag = tmp_path / "begun"
    result = jobs.wait_until_told.enqueue(flag=str(flag))
    worker = work()
    until(flag.exists, worker=worker)

    stop(task_id=UUID(result.id), by=sign_in(Client(), "administrator"), at=timezone.now())
    until(has_become(result.id, TaskResultStatus.FAILED), worker=worker)

    assert DBTaskResult.objects.get(pk=result.id).exception_class_path.endswith("Stopped")


def test_failing_job_is_tried_again_and_shown_as_failed(work: Callable[..., Process]) -> None:
    job = jobs.fail.enqueue(words="this").id
    failed = AuditLine.objects.filter(deed="test.failed")
    for attempt in (1, 2, 3):
        DBTaskResult.objects.filter(pk=job, status=TaskResultStatus.READY).update(run_after=timezone.now())
        worker = work("--once")
        said = worker.communicate(timeout=180)[0]
        assert worker.returncode == 0, said
        assert failed.count() == attempt, said

    row = DBTaskResult.objects.get(pk=job)
    assert (row.status, len(row.worker_ids)) == (TaskResultStatus.FAILED, 3)
    assert row.traceback.strip().endswith("ValueError: not this")
