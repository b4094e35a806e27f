"""What was promised in earlier entries and a successor must know."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from ..models import Activity


def open_promises(engagements: Iterable[UUID]) -> list[Activity]:
    """The last promised next step of each of these engagements, the soonest first. One query."""
    rows = (
        Activity.objects.filter(engagement__in=list(engagements))
        .exclude(next_step="")
        .select_related("engagement__community")
        .order_by("engagement", "-occurred_on", "-created_at")
    )
    latest: dict[object, Activity] = {}
    for activity in rows:
        latest.setdefault(activity.engagement_id, activity)
    return sorted(latest.values(), key=lambda one: (one.next_step_on or date.max, str(one.pk)))
