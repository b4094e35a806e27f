"""What stands on SWOT boards, and what became of strengths and opportunities."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, prefetch_related_objects
from rapidfuzz import fuzz

from mentorhalo.core.hungarian import fold

from ..choices import EXPLOITABLE, ItemState, Quadrant
from ..models import Asset, PlanItem, Process, SwotItem, SwotSession, SwotVote

NOBODY = UUID(int=0)
ALIKE = 86  # of 100, as rapidfuzz compares folded words


@dataclass(frozen=True)
class Lane:
    """A quadrant with its items, the most voted first."""

    quadrant: Quadrant
    items: list[Any]

    @property
    def label(self) -> str:
        return str(self.quadrant.label)


@dataclass(frozen=True)
class Pair:
    """An item of the earlier session and what it became in the later one; one of them is missing where it is new or gone."""

    before: Any | None
    after: Any | None

    @property
    def votes_moved(self) -> int | None:
        return self.after.score - self.before.score if self.before and self.after else None


@dataclass(frozen=True)
class ComparedLane:
    label: str
    pairs: list[Pair]


def session_named(pk: UUID) -> SwotSession:
    """Raises `DoesNotExist`."""
    return SwotSession.objects.select_related(
        "process__programme", "process__settlement__county", "process__mentor"
    ).get(pk=pk)


def item_named(pk: UUID) -> SwotItem:
    found = SwotItem.objects.standing().select_related(
        "session__process__programme", "session__process__settlement", "session__process__mentor"
    )
    return found.get(pk=pk)


def sessions_of(process: Process) -> list[Any]:
    """The latest first, with how much stands on each. One query."""
    standing = SwotItem.objects.standing().filter(session=OuterRef("pk")).order_by()
    counted = standing.values("session").annotate(many=Count("pk")).values("many")
    return list(process.swot_sessions.annotate(many=counted).order_by("-number"))


def lanes_of(session: SwotSession, voter: UUID | None = None) -> list[Lane]:
    """Every quadrant with its items: `score`, and for a voter `is_mine` and `has_my_vote`. Two queries."""
    mine = SwotVote.objects.filter(item=OuterRef("pk"), voter=voter or NOBODY)
    rows = (
        SwotItem.objects.standing()
        .filter(session=session)
        .annotate(score=Count("votes"), has_my_vote=Exists(mine))
        .prefetch_related(Prefetch("plan_items", queryset=PlanItem.objects.order_by("written_at", "pk")))
        .order_by("-score", "put_at", "pk")
    )
    lanes: dict[str, list[Any]] = {quadrant: [] for quadrant in Quadrant}
    for row in rows:
        row.is_mine = row.voter == voter  # type: ignore[attr-defined]
        lanes[row.quadrant].append(row)
    return [Lane(quadrant, lanes[quadrant]) for quadrant in Quadrant]


def lanes_with_assets(session: SwotSession) -> list[Lane]:
    """With what stands behind each item and is there. Three queries."""
    lanes = lanes_of(session)
    items = [item for lane in lanes for item in lane.items]
    prefetch_related_objects(items, Prefetch("assets", queryset=Asset.objects.there()))
    return lanes


def compared(before: SwotSession, after: SwotSession) -> list[ComparedLane]:
    """What stayed, came and went, quadrant by quadrant; the same words, or nearly so, are the same. Four queries."""
    lanes = []
    for one, other in zip(lanes_of(before), lanes_of(after), strict=True):
        left = list(one.items)
        pairs = []
        for item in other.items:
            match = max(left, key=lambda old: _alike(old.text, item.text), default=None)
            if match is not None and _alike(match.text, item.text) >= ALIKE:
                left.remove(match)
                pairs.append(Pair(match, item))
            else:
                pairs.append(Pair(None, item))
        lanes.append(ComparedLane(one.label, [*pairs, *(Pair(old, None) for old in left)]))
    return lanes


def strengths_of(process: Process) -> list[Any]:
    """Strengths and opportunities of all sessions, `is_exploited` where an action out of one was carried out. Three queries."""
    done = PlanItem.objects.filter(source=OuterRef("pk"), state=ItemState.DONE)
    rows = SwotItem.objects.standing().filter(session__process=process, quadrant__in=EXPLOITABLE)
    return list(
        rows.select_related("session")
        .annotate(score=Count("votes", distinct=True), is_exploited=Exists(done))
        .prefetch_related("plan_items", Prefetch("assets", queryset=Asset.objects.there()))
        .order_by("-is_exploited", "-score", "put_at", "pk")
    )


def _alike(one: str, other: str) -> float:
    return fuzz.token_sort_ratio(fold(one), fold(other))
