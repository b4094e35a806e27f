"""Jobs of the ground floor that run by the clock."""

from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import letters
from .mailbox.actions import forget_old_mail
from .mailbox.reading import read_mailbox
from .work import every, job
from .work.actions import forget_old_work

KEEP_DONE_DAYS = 7
KEEP_FAILED_DAYS = 60
# A round over the mailbox ends before the next one begins.
LONGEST_ROUND = timedelta(seconds=90)


@job(words=_("What was done long ago is forgotten"), every=every(days=1))
def forget_old() -> None:
    call_command(
        "prune_db_task_results",
        queue_name="*",
        min_age_days=KEEP_DONE_DAYS,
        failed_min_age_days=KEEP_FAILED_DAYS,
        verbosity=0,
    )
    at = timezone.now()
    forget_old_work(at=at)
    letters.forget_old_letters(at=at)
    forget_old_mail(at=at)


@job(words=_("The mailbox is read"), attempts=2, every=every(minutes=2) if settings.MAILBOX_URL else None)
def read_mail() -> None:
    at = timezone.now()
    if settings.MAILBOX_URL:
        read_mailbox(settings.MAILBOX_URL, at=at, until=at + LONGEST_ROUND)
