"""Jobs: functions with JSON arguments that a worker runs, again after a failure, or by the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import transaction
from django.tasks import Task, task
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

# Of jobs that a library declared: they are written to be repeated, but nobody said how often.
FOREIGN_ATTEMPTS = 3
FOREIGN_WORDS = {
    "modelsearch.tasks.insert_or_update_object_task": _("The search of the editors' pages follows a change"),
    "wagtail.tasks.update_reference_index_task": _("The list of what refers to what follows a change"),
    "wagtail.tasks.delete_file_from_storage_task": _("A file that nobody needs is deleted"),
    "wagtail.images.tasks.set_image_focal_point_task": _("The middle of a picture is looked for"),
}


@dataclass(frozen=True)
class Job:
    """What the program knows of a job beside its function."""

    task: Task[Any, Any]
    words: Any  # lazy string: what it does, for the page of background work
    attempts: int
    every: timedelta | None = None


JOBS: dict[str, Job] = {}


def job(
    *, words: Any, attempts: int = 5, queue: str = "default", every: timedelta | None = None
) -> Callable[[Callable[..., Any]], Task[Any, Any]]:
    """Declare a job. It may run twice without harm; after a failure it is tried again, `attempts` times in all.

    `queue`: one job of a queue runs at a time; what takes long goes to "bulk", so that neither letters ("mail") nor the rest wait.
    `every`: the schedule starts it that often, without arguments, never beside itself; missed times are made up for by one run.
    """

    def declare(function: Callable[..., Any]) -> Task[Any, Any]:
        declared = task(function, queue_name=queue)
        JOBS[declared.module_path] = Job(declared, words, attempts, every)
        return declared

    return declare


def every(*, minutes: int = 0, hours: int = 0, days: int = 0) -> timedelta:
    return timedelta(minutes=minutes, hours=hours, days=days)


def later(what: Task[Any, Any], *, at: datetime | None = None, **arguments: Any) -> None:
    """Have the job done once this transaction is written, not before `at`."""
    waiting = what.using(run_after=at) if at else what
    transaction.on_commit(partial(waiting.enqueue, **arguments))


@cache
def all_jobs() -> dict[str, Job]:
    """Those of every room, which declares them in its `tasks` (rooms need not be asked before there is work)."""
    for room in apps.get_app_configs():
        if room.name.startswith("mentorhalo.") and module_has_submodule(room.module, "tasks"):
            import_module(f"{room.name}.tasks")
    return JOBS


def attempts_of(path: str) -> int:
    found = all_jobs().get(path)
    return found.attempts if found else FOREIGN_ATTEMPTS


def words_of(path: str) -> str:
    found = all_jobs().get(path)
    return str(found.words if found else FOREIGN_WORDS.get(path, path.rpartition(".")[2]))
