"""What the clock does in this room. Each may run twice without harm."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.work import every, job

from . import actions


@job(words=_("Experts are reminded, and late questions are told of"), every=every(minutes=15))
def watch_deadlines() -> None:
    now = timezone.now()
    actions.remind_experts(at=now)
    actions.escalate_overdue(at=now)


@job(words=_("Unconfirmed questions are deleted, and old answers are asked about"), every=every(hours=6))
def keep_fresh() -> None:
    now = timezone.now()
    actions.discard_unconfirmed(at=now)
    actions.ask_to_confirm(at=now)
    actions.expire_answers(at=now)
