"""What the clock does in this room. It may run twice without harm."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.work import every, job

from . import actions


@job(words=_("Learning packages that nothing refers to any more are deleted"), every=every(hours=24))
def forget_packages() -> None:
    actions.forget_packages(at=timezone.now())


@job(words=_("Reviewers are reminded of opinions two days before their day"), every=every(hours=6))
def remind_reviewers() -> None:
    actions.remind_reviewers(at=timezone.now())
