"""What the room does when a programme changes."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from mentorhalo.programmes.models import Programme
from mentorhalo.programmes.signals import programme_revised

from .actions.supervision import follow_programme_end


@receiver(programme_revised)
def move_last_quarter(programme: Programme, changed: Collection[str], at: datetime, **_more: Any) -> None:
    if "ends_on" in changed:
        follow_programme_end(programme=programme, at=at)
