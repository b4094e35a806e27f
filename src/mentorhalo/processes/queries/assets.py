"""The assets of a target area: as rows, on the settlement's map, as they are offered to forms. Fixed numbers of queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from math import hypot
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from mentorhalo.partners.models import Community, Organisation
from mentorhalo.territory.queries import settlement_outline

from ..choices import EXPLOITABLE
from ..models import Asset, AssetCategory, Process, SwotItem

APART = 24.0  # between the middles of two numbers on the map
ROUNDS, STEPS = 40, 130_000  # above some eighty numbers the rounds become fewer


@dataclass(frozen=True)
class AssetRow:
    """An asset with the number it has in the table and on the map."""

    number: int
    asset: Asset


@dataclass(frozen=True)
class Spot:
    """Where its number stands, and the point it speaks of."""

    number: int
    asset: Asset
    x: float
    y: float
    from_x: float
    from_y: float

    @property
    def is_moved(self) -> bool:
        return hypot(self.x - self.from_x, self.y - self.from_y) > 1


@dataclass(frozen=True)
class AssetMap:
    """The settlement's shape as an SVG path, and the numbers on it."""

    d: str
    view_box: str
    spots: list[Spot]


def asset_named(pk: UUID) -> Asset:
    """Raises `DoesNotExist`."""
    return Asset.objects.select_related(
        "process__programme", "process__settlement__county", "process__mentor", "category"
    ).get(pk=pk)


def assets_of(process: Process, today: date) -> tuple[list[AssetRow], list[Asset]]:
    """Those that are there, numbered, and those that were. Two queries."""
    standing = SwotItem.objects.standing().select_related("session").order_by("put_at", "pk")
    rows = (
        Asset.objects.filter(process=process)
        .select_related("category", "organisation", "community")
        .prefetch_related(Prefetch("strengths", queryset=standing))
    )
    found = list(rows)
    there = [one for one in found if one.ended_on is None or one.ended_on >= today]
    gone = [one for one in found if one.ended_on is not None and one.ended_on < today]
    return [AssetRow(number, one) for number, one in enumerate(there, start=1)], gone


def map_of(settlement: str, rows: Sequence[AssetRow]) -> AssetMap | None:
    """The settlement with the numbers on it; None where the map does not know its shape."""
    outline = settlement_outline(settlement)
    if outline is None:
        return None
    on_map = [row for row in rows if row.asset.is_on_map]
    places = [outline.spot(row.asset.lat, row.asset.lon) for row in on_map]  # type: ignore[arg-type]
    spread = moved_apart(places, outline.width, outline.height)
    return AssetMap(
        outline.d,
        outline.view_box,
        [
            Spot(row.number, row.asset, *shown, *place)
            for row, place, shown in zip(on_map, places, spread, strict=True)
        ],
    )


def moved_apart(
    places: Sequence[tuple[float, float]], width: float, height: float
) -> list[tuple[float, float]]:
    """The same places, so far from each other that their numbers can be read. The same for the same places."""
    spots = [[x + 0.01 * number, y] for number, (x, y) in enumerate(places)]
    pairs = len(spots) * (len(spots) - 1) // 2
    for _round in range(min(ROUNDS, STEPS // max(pairs, 1))):
        calm = True
        for number, one in enumerate(spots):
            for other in spots[number + 1 :]:
                across, down = other[0] - one[0], other[1] - one[1]
                away = hypot(across, down)
                if away >= APART:
                    continue
                calm = False
                push = (APART - away) / 2 / (away or 1)
                one[0], one[1] = one[0] - across * push, one[1] - down * push
                other[0], other[1] = other[0] + across * push, other[1] + down * push
        for spot in spots:
            spot[0] = min(max(spot[0], APART / 2), width - APART / 2)
            spot[1] = min(max(spot[1], APART / 2), height - APART / 2)
        if calm:
            break
    return [(round(x, 1), round(y, 1)) for x, y in spots]


def categories_offered(beside: AssetCategory | None = None) -> list[AssetCategory]:
    """Those that may be chosen, and `beside` whatever became of it. One query."""
    found = list(AssetCategory.objects.filter(is_offered=True))
    return found if beside is None or beside in found else [*found, beside]


def categories_of(rows: Collection[Any]) -> list[AssetCategory]:
    """Those that occur, in order. No query where the assets have theirs at hand."""
    found = {one.category.pk: one.category for one in rows}
    return sorted(found.values(), key=lambda one: (one.order, one.code))


def strengths_offered(process: Process) -> list[SwotItem]:
    """Strengths and opportunities of its boards, the latest session first. One query."""
    rows = SwotItem.objects.standing().filter(session__process=process, quadrant__in=EXPLOITABLE)
    return list(rows.select_related("session").order_by("-session__number", "put_at", "pk"))


def parties_in(process: Process, beside: Asset | None = None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Institutions and communities of the settlement, as groups of choices. Two queries."""
    chosen = {beside.organisation, beside.community} if beside else set()

    def group(rows: Any, kind: str) -> list[tuple[str, str]]:
        found = list(rows.not_merged().filter(settlement=process.settlement_id).order_by("name_sort", "pk"))
        more = [one for one in chosen if isinstance(one, rows.model) and one not in found]
        return [(f"{kind}:{one.pk}", one.name) for one in [*found, *more]]

    return [
        ("organisation", group(Organisation.objects.all(), "organisation")),
        ("community", group(Community.objects.all(), "community")),
    ]


def outline_of(process: Process) -> Any:
    """The settlement's shape, to point at a place on; None where the map does not know it. No query."""
    return settlement_outline(process.settlement_id)
