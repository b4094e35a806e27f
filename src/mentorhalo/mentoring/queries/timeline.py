"""What happened with a community, in one line of time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.core.hungarian import fold

from ..choices import ActivityState, EngagementState
from ..models import Activity, Engagement, Transition
from ..models.activities import COUNTING_STATES

TONES = {
    EngagementState.INFORMED: "main",
    EngagementState.ACTIVE: "main",
    EngagementState.PAUSED: "warning",
    EngagementState.CLOSED: "neutral",
}


@dataclass(frozen=True)
class Moment:
    """One line; what the `timeline` element shows."""

    at: date
    title: Any
    body: Any = ""
    href: str = ""
    tone: str = ""


def timeline_of(engagements: Iterable[Engagement | UUID], limit: int = 200) -> list[Moment]:
    """Steps and entries of some engagements, the latest first: no notes, only what the network may read. Two queries."""
    ids = [getattr(one, "pk", one) for one in engagements]
    steps = Transition.objects.filter(engagement__in=ids).order_by("-occurred_on", "-recorded_at")[:limit]
    entries = (
        Activity.objects.filter(engagement__in=ids)
        .counting()
        .filter(state__in=COUNTING_STATES, is_annulment=False)
        .with_names()
        .order_by("-occurred_on", "-created_at", "pk")[:limit]
    )
    moments = [
        Moment(
            step.occurred_on,
            EngagementState(step.to_state).label,
            step.reason,
            "",
            TONES.get(step.to_state, ""),
        )  # type: ignore[call-overload]
        for step in steps
    ]
    moments += [
        Moment(
            entry.occurred_on,
            _title(entry),
            entry.public_sentence,
            reverse("mentoring:entry", args=[entry.pk]),
            "info" if entry.state == ActivityState.SUBMITTED else "",
        )
        for entry in entries
    ]
    return sorted(moments, key=lambda one: one.at, reverse=True)[:limit]


def timeline_of_community(community_id: UUID, limit: int = 200) -> list[Moment]:
    """All engagements of one community, and of those merged into it. Three queries."""
    engagements = Engagement.objects.filter(community=community_id) | Engagement.objects.filter(
        community__merged_into=community_id
    )
    return timeline_of(engagements.values_list("pk", flat=True), limit)


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


def _title(entry: Activity) -> str:
    place = entry.settlement.name if entry.settlement else entry.get_channel_display()
    who = entry.mentor.name if entry.mentor else _("a mentor")
    return f"{entry.kind.name}, {place} ({who})"
