"""What happened with a community, in one line of time."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.core.hungarian import fold
from mentorhalo.core.registry import TimelineEntry

from ..choices import ActivityState, EngagementState
from ..models import Activity, Engagement, Transition

TONES = {
    EngagementState.INFORMED: "main",
    EngagementState.ACTIVE: "main",
    EngagementState.PAUSED: "warning",
    EngagementState.CLOSED: "neutral",
}


def timeline_of(engagements: Iterable[Engagement | UUID], limit: int = 200) -> list[TimelineEntry]:
    """Steps and entries of some engagements, the latest first: no notes, only what the network may read. Two queries."""
    ids = [getattr(one, "pk", one) for one in engagements]
    steps = Transition.objects.filter(engagement__in=ids).order_by("-occurred_on", "-recorded_at")[:limit]
    entries = Activity.objects.filter(engagement__in=ids)
    lines = [_line_of_step(step) for step in steps] + lines_of_entries(entries, limit)
    return sorted(lines, key=lambda one: one.at, reverse=True)[:limit]


def timeline_of_communities(ids: Iterable[UUID | str], limit: int = 200) -> list[TimelineEntry]:
    """All engagements of what counts as one community. Three queries."""
    engagements = Engagement.objects.filter(community__in=list(ids)).values_list("pk", flat=True)
    return timeline_of(engagements, limit)


def lines_of_entries(entries: QuerySet[Activity], limit: int = 200) -> list[TimelineEntry]:
    """Entries that count, the latest first. One query."""
    counted = Activity.objects.counting().filter(is_annulment=False, pk__in=entries.values("pk"))
    rows = counted.select_related("kind", "mentor", "settlement").order_by(
        "-occurred_on", "-created_at", "pk"
    )
    return [
        TimelineEntry(
            at=entry.occurred_on,
            title=_title(entry),
            body=entry.public_sentence,
            href=reverse("mentoring:entry", args=[entry.pk]),
            tone="info" if entry.state == ActivityState.SUBMITTED else "",
        )
        for entry in rows[:limit]
    ]


def find_engagements(text: str, limit: int = 20) -> list[Engagement]:
    """Open engagements by words of the community's name or its settlement's. One query."""
    found = Engagement.objects.open().with_names()
    words = fold(text).split()
    if not words:
        return []
    for word in words:
        named = found.filter(community__name_search__contains=word)
        placed = found.filter(community__settlement__name_search__startswith=word)
        found = named | placed
    return list(found.order_by("community__name_sort", "pk")[:limit])


def _line_of_step(step: Transition) -> TimelineEntry:
    state = EngagementState(step.to_state)
    return TimelineEntry(
        at=step.occurred_on, title=str(state.label), body=step.reason, tone=TONES.get(state, "")
    )


def _title(entry: Activity) -> str:
    place = entry.settlement.name if entry.settlement else entry.get_channel_display()
    who = entry.mentor.name if entry.mentor else _("a mentor")
    return f"{entry.kind.name}, {place} ({who})"
