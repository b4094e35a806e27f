"""Jobs on the database backend: enqueued after commit, tried again, stopped, started by the clock, taken from the dead."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.tasks import TaskResultStatus
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from mentorhalo.core.models import AuditLine, ScheduledJob, Worker, WorkRun
from mentorhalo.core.tests import jobs
from mentorhalo.core.work import every, later
from mentorhalo.core.work.actions import JobMovedOn, drop, stop, try_again
from mentorhalo.core.work.doing import claim, do, pause_after, run_waiting, waiting
from mentorhalo.core.work.jobs import JOBS, Job, all_jobs
from mentorhalo.core.work.keeper import STALE, beat, give_back_forgotten, give_back_lost, place
from mentorhalo.core.work.running import Running, Stop, current
from mentorhalo.core.work.schedule import period_of, start_due

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 3, 10, 9, 30, 20, tzinfo=UTC)
QUEUES = ("default", "mail", "bulk")


@pytest.fixture(autouse=True)
def database_backend(db: None, settings: Settings) -> None:
    """Rows wait, as they do in the product; the suite's own backend does each at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": list(QUEUES)}}
    # What the migrations enqueued when this database was made.
    DBTaskResult.objects.all().delete()


@pytest.fixture
def administrator(sign_in: Callable[..., Any]) -> Any:
    return sign_in(Client(), "administrator")


def only() -> "DBTaskResult":
    return DBTaskResult.objects.get()


def come_due() -> None:
    """Time passes until the next attempt."""
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=timezone.now())


def test_job_waits_for_the_commit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        later(jobs.write_line, words="a")
        assert not DBTaskResult.objects.exists()

    assert run_waiting() == 1
    assert AuditLine.objects.get().subject == "a"
    assert only().status == TaskResultStatus.SUCCESSFUL


def test_job_for_later_waits_until_then(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        later(jobs.write_line, at=timezone.now() + timedelta(hours=1), words="a")

    assert run_waiting() == 0
    come_due()
    assert run_waiting() == 1


def test_failing_job_is_tried_again_and_fails_in_the_end() -> None:
    jobs.fail.enqueue(words="this")

    assert run_waiting() == 1
    row = only()
    assert (row.status, len(row.worker_ids)) == (TaskResultStatus.READY, 1)
    assert row.run_after > timezone.now()
    assert "ValueError: not this" in row.traceback
    come_due()
    assert run_waiting() == 1
    come_due()
    assert run_waiting() == 1

    assert (only().status, len(only().worker_ids)) == (TaskResultStatus.FAILED, 3)
    assert AuditLine.objects.filter(deed="test.failed").count() == 3
    come_due()
    assert run_waiting() == 0


def test_job_that_gives_up_is_not_tried_again() -> None:
    jobs.give_up.enqueue()

    run_waiting()

    assert only().status == TaskResultStatus.FAILED
    assert only().exception_class_path.endswith("GiveUp")


def test_job_of_another_version_of_the_program_fails_and_stops_nobody() -> None:
    jobs.write_line.enqueue(words="a")
    DBTaskResult.objects.update(task_path="mentorhalo.core.tests.jobs.gone")
    jobs.write_line.enqueue(words="b")

    assert run_waiting() == 2

    assert AuditLine.objects.get().subject == "b"
    assert DBTaskResult.objects.filter(status=TaskResultStatus.READY, worker_ids=["once"]).count() == 1


def test_pauses_grow_and_end() -> None:
    assert [round(pause_after(n) / timedelta(seconds=1) / 20 / 3 ** (n - 1)) for n in (1, 2, 3)] == [1, 1, 1]
    assert pause_after(50) <= timedelta(hours=7.5)


def test_progress_is_written_down() -> None:
    result = jobs.count.enqueue(total=3)

    run_waiting()

    run = WorkRun.objects.get(pk=result.id)
    assert (run.done, run.total, run.words) == (3, 3, "lines")


def test_idle_look_writes_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1) as asked:
        assert claim(waiting(QUEUES), "w") is None

    assert asked.captured_queries[0]["sql"].startswith("SELECT")


def test_result_of_a_worker_thought_dead_is_not_taken() -> None:
    jobs.write_line.enqueue(words="a")
    mine = claim(waiting(QUEUES), "slow")
    assert mine is not None
    DBTaskResult.objects.update(
        started_at=timezone.now() + timedelta(minutes=1), worker_ids=["slow", "other"]
    )

    do(mine)

    assert only().status == TaskResultStatus.RUNNING


# --- stop ---------------------------------------------------------------------------------------


def in_the_middle(why: Stop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keeper tells whatever job begins next to stop."""

    def told(task_id: str) -> Running:
        return Running(task_id, stop=why)

    monkeypatch.setattr("mentorhalo.core.work.doing.Running", told)


def test_job_stopped_by_hand_waits_for_a_hand(
    administrator: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    result = jobs.wait_until_told.enqueue(flag=str(tmp_path / "flag"))
    in_the_middle(Stop.HAND, monkeypatch)

    run_waiting()

    assert only().status == TaskResultStatus.FAILED
    assert only().exception_class_path.endswith("Stopped")
    try_again(task_id=UUID(result.id), by=administrator, at=timezone.now())
    assert (only().status, only().worker_ids) == (TaskResultStatus.READY, [])


def test_shut_down_is_no_attempt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    jobs.wait_until_told.enqueue(flag=str(tmp_path / "flag"))
    row = claim(waiting(QUEUES), "w")
    assert row is not None
    in_the_middle(Stop.SHUTDOWN, monkeypatch)

    do(row)

    assert (only().status, only().worker_ids) == (TaskResultStatus.READY, [])
    assert current.get() is None


def test_waiting_job_is_stopped_at_once(administrator: Any) -> None:
    result = jobs.write_line.enqueue(words="a")

    stop(task_id=UUID(result.id), by=administrator, at=NOW)

    assert only().status == TaskResultStatus.FAILED
    assert run_waiting() == 0
    assert AuditLine.objects.get().deed == "core.work.stop"


def test_running_job_is_asked_to_stop(administrator: Any) -> None:
    result = jobs.write_line.enqueue(words="a")
    claim(waiting(QUEUES), "w")

    stop(task_id=UUID(result.id), by=administrator, at=NOW)

    assert WorkRun.objects.get(pk=result.id).stop_asked_at == NOW
    assert only().status == TaskResultStatus.RUNNING


def test_what_has_ended_is_not_stopped(administrator: Any) -> None:
    result = jobs.write_line.enqueue(words="a")
    run_waiting()

    with pytest.raises(JobMovedOn):
        stop(task_id=UUID(result.id), by=administrator, at=NOW)
    with pytest.raises(JobMovedOn):
        try_again(task_id=UUID(result.id), by=administrator, at=NOW)


def test_dropped_job_is_forgotten(administrator: Any) -> None:
    result = jobs.write_line.enqueue(words="a")

    drop(task_id=UUID(result.id), by=administrator, at=NOW)

    assert not DBTaskResult.objects.exists()
    with pytest.raises(JobMovedOn):
        drop(task_id=UUID(result.id), by=administrator, at=NOW)


def test_running_job_is_not_dropped(administrator: Any) -> None:
    result = jobs.write_line.enqueue(words="a")
    claim(waiting(QUEUES), "w")

    with pytest.raises(JobMovedOn):
        drop(task_id=UUID(result.id), by=administrator, at=NOW)


# --- the dead -----------------------------------------------------------------------------------


def running_with(worker: str) -> "DBTaskResult":
    jobs.write_line.enqueue(words="a")
    row = claim(waiting(QUEUES), worker)
    assert row is not None
    return row


def worker_elsewhere(beat_at: datetime) -> Worker:
    return Worker.objects.create(
        pk="far", host="far", place="far", pid=1, queues="default", started_at=NOW, beat_at=beat_at
    )


def test_job_of_a_silent_worker_is_given_back_in_the_second_round() -> None:
    running_with("far")
    at = timezone.now()
    worker_elsewhere(at - STALE - timedelta(seconds=1))

    suspects = give_back_lost(at, suspects={})
    assert only().status == TaskResultStatus.RUNNING
    give_back_lost(at, suspects=suspects)

    assert only().status == TaskResultStatus.READY
    assert only().exception_class_path.endswith("WorkerLost")
    assert not Worker.objects.exists()


def test_worker_that_beats_again_keeps_its_job() -> None:
    running_with("far")
    at = timezone.now()
    worker = worker_elsewhere(at - STALE - timedelta(seconds=1))
    suspects = give_back_lost(at, suspects={})
    Worker.objects.filter(pk=worker.pk).update(beat_at=at)

    assert give_back_lost(at, suspects=suspects) == {}
    assert only().status == TaskResultStatus.RUNNING


def test_job_of_a_process_that_is_gone_is_given_back_at_once() -> None:
    running_with("near")
    at = timezone.now()
    Worker.objects.create(
        pk="near", host="here", place=place(), pid=2**22 + 7, queues="", started_at=at, beat_at=at
    )

    give_back_lost(at + timedelta(seconds=1), suspects={})

    assert only().status == TaskResultStatus.READY


def test_job_that_kills_every_worker_fails_in_the_end() -> None:
    row = running_with("near")
    DBTaskResult.objects.update(worker_ids=["1", "2", "3", "near"])
    at = timezone.now()
    beat("near", "default", since=at, at=at)
    Worker.objects.update(pid=2**22 + 7)

    give_back_lost(at + timedelta(seconds=1), suspects={})

    row.refresh_from_db()
    assert row.status == TaskResultStatus.FAILED


def test_job_of_a_worker_that_nobody_knows_is_given_back() -> None:
    running_with("unknown")

    give_back_lost(timezone.now(), suspects={})
    assert only().status == TaskResultStatus.RUNNING
    give_back_lost(timezone.now() + 2 * STALE, suspects={})

    assert only().status == TaskResultStatus.READY


def test_worker_gives_back_what_it_forgot() -> None:
    running_with("me")

    give_back_forgotten("me", timezone.now() + 2 * STALE)

    assert only().status == TaskResultStatus.READY


# --- the clock ----------------------------------------------------------------------------------


@pytest.fixture
def hourly(monkeypatch: pytest.MonkeyPatch) -> str:
    path = jobs.give_up.module_path
    clock = {path: Job(jobs.give_up, "by the clock", 1, every(hours=1))}
    monkeypatch.setattr("mentorhalo.core.work.schedule.all_jobs", lambda: clock)
    return path


def test_job_by_the_clock_is_started_once_in_its_period(hourly: str) -> None:
    assert start_due(NOW) == [hourly]
    run_waiting()

    assert start_due(NOW + timedelta(minutes=20)) == []
    assert start_due(NOW + timedelta(hours=1)) == [hourly]
    assert ScheduledJob.objects.get().period == datetime(2025, 3, 10, 10, tzinfo=UTC)


def test_missed_periods_are_made_up_for_by_one_run(hourly: str) -> None:
    start_due(NOW)
    run_waiting()

    assert start_due(NOW + timedelta(days=5)) == [hourly]
    run_waiting()
    assert start_due(NOW + timedelta(days=5, minutes=5)) == []


def test_job_by_the_clock_is_never_started_beside_itself(hourly: str) -> None:
    start_due(NOW)

    assert start_due(NOW + timedelta(hours=1)) == []
    run_waiting()
    assert start_due(NOW + timedelta(hours=1)) == [hourly]


def test_second_worker_that_looked_at_the_same_time_starts_nothing(
    hourly: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_due(NOW)
    monkeypatch.setattr("mentorhalo.core.work.schedule._is_unfinished", lambda row: False)
    late = ScheduledJob.objects.get()
    late.period -= timedelta(hours=1)

    from mentorhalo.core.work import schedule  # late: its inner step is what two workers race for

    again = schedule._start(hourly, JOBS[hourly], late, period_of(timedelta(hours=1), NOW), NOW)

    assert again is False
    assert DBTaskResult.objects.count() == 1


def test_periods_are_cut_alike_by_all() -> None:
    assert period_of(timedelta(minutes=2), NOW) == datetime(2025, 3, 10, 9, 30, tzinfo=UTC)
    assert period_of(timedelta(days=1), NOW) == datetime(2025, 3, 10, tzinfo=UTC)


def test_every_job_of_every_room_has_words_and_attempts() -> None:
    assert all(str(job.words) and job.attempts > 0 for job in all_jobs().values())
    assert "mentorhalo.core.tasks.forget_old" in all_jobs()


def test_old_work_is_forgotten() -> None:
    jobs.write_line.enqueue(words="a")
    run_waiting()
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=8))

    all_jobs()["mentorhalo.core.tasks.forget_old"].task.call()

    assert not DBTaskResult.objects.exists()


def test_suite_does_jobs_at_once(
    settings: Settings,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    settings.TASKS = {
        "default": {"BACKEND": "mentorhalo.core.work.backends.AtOnceBackend", "QUEUES": list(QUEUES)}
    }
    with transaction.atomic():
        jobs.write_line.enqueue(words="a")

    assert AuditLine.objects.get().subject == "a"
    with pytest.raises(ValueError, match="not this"):
        jobs.fail.enqueue(words="this")
