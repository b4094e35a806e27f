"""What the clock does in this room. Each may run twice without harm."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.work import every, job

from . import actions


@job(words=_("Parties of partnerships are asked half-yearly, and reminded"), every=every(hours=24))
def ask_for_grades() -> None:
    now = timezone.now()
    actions.remind_and_close(at=now)
    actions.ask_all_due(at=now)
