"""One round over the mailbox. A message is removed from it only after what became of it is written down."""

from datetime import datetime

from django.utils import timezone

from mentorhalo.core.work import progress, should_stop

from .actions import is_done_with, largest, receive
from .readers import open_mailbox


def read_mailbox(url: str, *, at: datetime, until: datetime | None = None) -> int:
    """Take in all that waits, or as much as a round has time for; returns how many messages were seen."""
    seen = 0
    with open_mailbox(url, largest=largest()) as waiting:
        for message in waiting:
            row = receive(message.read(), at=at, size=message.size)
            if is_done_with(row):
                message.remove()
            seen += 1
            progress(seen, seen)
            if should_stop() or (until is not None and timezone.now() > until):
                break
    return seen
