"""What the worker does for this room by the clock."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.work import every, job

from . import actions


@job(words=_("Promised answers to registrations are watched"), every=every(minutes=30))
def watch_registrations() -> None:
    actions.remind_of_registrations(at=timezone.now())


@job(words=_("Old registrations are tidied"), every=every(days=1))
def tidy_registrations() -> None:
    actions.tidy_registrations(at=timezone.now())
