"""The administrator's pages of background work."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.tasks import TaskResultStatus
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries, Settings

from mentorhalo.core.models import Worker, WorkRun
from mentorhalo.core.tests import jobs
from mentorhalo.core.work.doing import claim, run_waiting, waiting
from mentorhalo.core.work.queries import PAGE_SIZE, jobs_page, schedule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def database_backend(db: None, settings: Settings) -> None:
    settings.TASKS = {
        "default": {
            "BACKEND": "django_tasks_db.DatabaseBackend",
            "QUEUES": ["default", "mail", "bulk"],
        }
    }
    # What the migrations enqueued when this database was made.
    DBTaskResult.objects.all().delete()


@pytest.fixture
def administrator(client: Client, sign_in: Callable[..., Any]) -> Client:
    sign_in(client, "administrator")
    return client


def page(client: Client, query: str = "", **headers: str) -> str:
    answer = client.get(reverse("core:work") + query, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def worker(seconds: int = 0) -> Worker:
    at = timezone.now() - timedelta(seconds=seconds)
    return Worker.objects.create(
        pk="w", host="house", place="x", pid=7, queues="default", started_at=at, beat_at=at
    )


def test_failed_job_tells_its_words_and_its_error(administrator: Client) -> None:
    jobs.give_up.enqueue()
    run_waiting()

    shown = page(administrator)

    assert "A job gives up" in shown
    assert "GiveUp: nobody there" in shown
    assert 'value="again"' in shown
    assert "hx-trigger" not in shown


def test_waiting_job_tells_attempt_and_next_try(administrator: Client) -> None:
    jobs.fail.enqueue(words="this")
    run_waiting()

    shown = page(administrator, "?state=waiting")

    assert "2. próbálkozás a(z) 3 közül" in shown
    assert "ValueError: not this" in shown
    assert "Traceback" not in shown


def test_running_job_tells_how_far_it_is_and_the_list_follows(administrator: Client) -> None:
    result = jobs.count.enqueue(total=8)
    claim(waiting(["default"]), "w")
    WorkRun.objects.create(task_id=result.id, done=3, total=8, words="lines", changed_at=timezone.now())

    shown = page(administrator)
    part = page(administrator, "?state=running", **{"HX-Request": "true"})

    assert "<progress" in shown
    assert 'hx-trigger="every 5s"' in shown
    assert "<html" not in part
    assert "lines" in part
    assert "hx-trigger" not in page(administrator, "?state=running&still=1")


def test_page_warns_where_nobody_works(administrator: Client) -> None:
    assert "Nem fut munkavégző" in page(administrator)
    worker()
    assert "Nem fut munkavégző" not in page(administrator)


def test_deeds_of_the_page(administrator: Client) -> None:
    result = jobs.write_line.enqueue(words="a")
    address = reverse("core:work_deed", kwargs={"task_id": result.id})

    administrator.post(address, {"deed": "stop", "state": "waiting"})
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED
    answer = administrator.post(address, {"deed": "again", "state": "failed"})
    assert answer.headers["Location"] == f"{reverse('core:work')}?state=failed"
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY
    administrator.post(address, {"deed": "nonsense"})
    administrator.post(address, {"deed": "drop"})
    assert not DBTaskResult.objects.exists()
    answer = administrator.post(address, {"deed": "drop"}, follow=True)
    assert "Ez a feladat már nincs meg." in answer.content.decode()


def test_list_costs_the_same_for_one_and_for_many(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for size in (1, 3, PAGE_SIZE + 5):
        while DBTaskResult.objects.count() < size:
            jobs.write_line.enqueue(words="a")
        with django_assert_max_num_queries(3):
            assert len(jobs_page("waiting", 1).object_list) == min(size, PAGE_SIZE)


def test_clock_is_shown_before_it_ever_ran() -> None:
    assert all(row.last_at is None for row in schedule())


@pytest.mark.parametrize(
    ("silent_for", "said", "status"), [(None, "none", 503), (0, "beating", 200), (300, "silent", 503)]
)
def test_health_tells_whether_a_heart_beats(
    client: Client, silent_for: int | None, said: str, status: int
) -> None:
    if silent_for is not None:
        worker(silent_for)

    plain, strict = client.get("/health/"), client.get("/health/?worker")

    assert (plain.status_code, plain.json()["worker"]) == (200, said)
    assert strict.status_code == status
