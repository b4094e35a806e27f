"""Jobs that the tests of background work have done, also by workers in processes of their own.

They write what they did into `AuditLine`, a plain table that those tests alone look at.
"""

from pathlib import Path
from time import monotonic, sleep

from django.db import transaction
from django.utils import timezone

from mentorhalo.core.models import AuditLine
from mentorhalo.core.work import GiveUp, job, progress, should_stop


@job(words="A line is written", attempts=4)
def write_line(words: str) -> None:
    AuditLine.objects.create(at=timezone.now(), deed="test.line", subject=words)


@job(words="A job fails", attempts=3)
def fail(words: str) -> None:
    AuditLine.objects.create(at=timezone.now(), deed="test.failed", subject=words)
    raise ValueError(f"not {words}")


@job(words="A job gives up", attempts=3)
def give_up() -> None:
    raise GiveUp("nobody there")


@job(words="A job counts", attempts=3)
def count(total: int) -> None:
    for done in range(total + 1):
        progress(done, total, "lines")


@job(words="A job is patient", attempts=3)
def wait_until_told(flag: str) -> None:
    """Says that it began by making the file, then goes on until it is asked to stop."""
    Path(flag).touch()
    while not should_stop():
        sleep(0.02)


@job(words="A job that is killed", attempts=4)
def write_once(flag: str, words: str) -> None:
    """The first attempt says that it began and then hangs in the middle of its transaction; later ones finish."""
    is_first = not Path(flag).exists()
    with transaction.atomic():
        AuditLine.objects.create(at=timezone.now(), deed="test.once", subject=words)
        if is_first:
            Path(flag).touch()
            limit = monotonic() + 60
            while monotonic() < limit:
                sleep(0.05)
