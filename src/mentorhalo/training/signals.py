"""What rooms above answer."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.dispatch import Signal


@dataclass(frozen=True)
class LoggedEntry:
    """An entry of a mentor's log, as a learner chooses it for the diary of practice."""

    id: UUID
    on: date
    title: str
    minutes: int


# Asked with `mentor` (an id), `since`, `until`: whoever keeps a log gives back a list of `LoggedEntry`, the newest first.
entries_of_mentor = Signal()
