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


@job(words=_("Joiners of the Week that nobody confirmed are deleted"), every=every(hours=24))
def forget_unconfirmed_joiners() -> None:
    actions.forget_unconfirmed_joiners(at=timezone.now())


@job(words=_("Joiners of the Week are looked for in the mentors' log"), every=every(hours=24))
def match_with_log() -> None:
    actions.match_with_log(at=timezone.now())


@job(words=_("Joiners hear which of their programmes are published"), every=every(hours=1))
def tell_of_accepted() -> None:
    actions.tell_of_accepted(at=timezone.now())


@job(words=_("Joiners are asked how the Week was"), every=every(hours=24))
def remind_to_report() -> None:
    actions.remind_to_report(at=timezone.now())
