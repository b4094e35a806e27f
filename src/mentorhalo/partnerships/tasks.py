"""What the clock does in this room. Each may run twice without harm."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.work import every, job, later

from . import actions


@job(words=_("Parties of partnerships are asked half-yearly, and reminded"), every=every(hours=24))
def ask_for_grades() -> None:
    now = timezone.now()
    actions.remind_and_close(at=now)
    actions.ask_all_due(at=now)


@job(words=_("The picture of a large network is laid out"), attempts=3, queue="bulk")
def make_ordered_layout(fingerprint: str, county: str) -> None:
    actions.make_layout(fingerprint=fingerprint, county=county, at=timezone.now())


@job(words=_("Pictures of networks of long ago are deleted"), every=every(hours=24))
def forget_layouts() -> None:
    actions.forget_layouts(at=timezone.now())


def make_layout_later(fingerprint: str, county: str, **_kwargs: object) -> None:
    """Somebody looks at a network that has no picture yet."""
    later(make_ordered_layout, fingerprint=fingerprint, county=county)
