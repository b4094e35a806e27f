"""What the room does when a programme changes."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from mentorhalo.programmes.models import Programme

from .actions.supervision import follow_programme_end


def move_last_quarter(programme: Programme, changed: Collection[str], at: datetime, **_more: Any) -> None:
    if "ends_on" in changed:
        follow_programme_end(programme=programme, at=at)
