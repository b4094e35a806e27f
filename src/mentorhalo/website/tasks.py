from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.work import every, job

from . import actions


@job(
    words=_("Pages whose hour has come are published, those that are over are taken down"),
    every=every(minutes=5),
)
def publish_due_pages() -> None:
    actions.publish_due_pages(at=timezone.now())
