"""Jobs of the ground floor that run by the clock."""

from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import letters
from .work import every, job
from .work.actions import forget_old_work

KEEP_DONE_DAYS = 7
KEEP_FAILED_DAYS = 60


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
