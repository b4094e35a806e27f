from datetime import datetime

from ..choices import AttendeeState, OccasionState
from ..models import Attendee, Occasion
from .letters import tell


def free_seats(occasion: Occasion) -> int | None:
    """None: as many as you like. One query, if there is a limit."""
    if occasion.capacity is None:
        return None
    return max(0, occasion.capacity - occasion.attendees.seated().count())


def fill_seats(occasion: Occasion, *, at: datetime) -> list[Attendee]:
    """Whoever waits longest gets a place that is free, and a letter. The caller holds the occasion's row."""
    if occasion.state != OccasionState.PUBLISHED or occasion.starts_at <= at:
        return []
    waiting = occasion.attendees.waiting()
    free = free_seats(occasion)
    moved = list(waiting if free is None else waiting[:free])
    for attendee in moved:
        attendee.state = AttendeeState.REGISTERED
        attendee.save(update_fields=["state"])
        attendee.occasion = occasion
        tell(attendee, "moved_up")
    return moved
