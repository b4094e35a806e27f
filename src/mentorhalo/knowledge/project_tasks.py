"""What the clock does in this room. Each may run twice without harm."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.work import every, job

from .actions import projects


@job(words=_("Milestones of model projects are reminded of"), every=every(hours=6))
def watch_milestones() -> None:
    projects.remind_of_milestones(at=timezone.now())
