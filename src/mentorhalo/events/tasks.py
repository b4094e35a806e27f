"""What the clock does in this room. Each may run twice without harm."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.work import every, job

from . import actions


@job(words=_("Those who registered are reminded of their occasion"), every=every(hours=1))
def remind() -> None:
    actions.remind(at=timezone.now())


@job(words=_("Registrations that nobody confirmed are deleted"), every=every(hours=24))
def forget_unconfirmed() -> None:
    actions.forget_unconfirmed(at=timezone.now())
