"""County outlines and settlement points as SVG, drawn once per process from the shipped boundaries.

One projection for all of the country: a page may lay points over any outline of the same drawing.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path

BOUNDARIES_DIR = Path(__file__).parent / "static" / "territory" / "boundaries"
# Addresses for `{% static %}`: `<mh-map>` draws these in the browser.
COUNTIES_FILE = "territory/boundaries/counties.geojson"
DISTRICTS_FILE = "territory/boundaries/districts.topojson"
SETTLEMENTS_FILE = "territory/boundaries/settlements.topojson"

WIDTH = 1000
WEST, EAST, SOUTH, NORTH = 16.09, 22.92, 45.72, 48.61
STRETCH = cos(radians(47.16))
SCALE = WIDTH / ((EAST - WEST) * STRETCH)
HEIGHT = round((NORTH - SOUTH) * SCALE)
VIEW_BOX = f"0 0 {WIDTH} {HEIGHT}"
TOLERANCE = 0.8
MARGIN = 6

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True)
class Outline:
    """A county's shape: `d` for an SVG path in `VIEW_BOX`, and the box that holds it alone."""

    code: str
    name: str
    d: str
    view_box: str


@dataclass(frozen=True)
class Dot:
    """A settlement's place in the same drawing."""

    code: str
    name: str
    x: float
    y: float
    population: int | None


def project(lat: float, lon: float) -> Point:
    """Where a place lies in `VIEW_BOX`."""
    return round((lon - WEST) * STRETCH * SCALE, 1), round((NORTH - lat) * SCALE, 1)


def county_paths() -> list[Outline]:
    """All counties by code."""
    return list(_outlines().values())


def county_path(code: str) -> Outline:
    return _outlines()[code]


def settlement_points(
    settlements: Iterable[tuple[str, str, float | None, float | None, int | None]],
) -> list[Dot]:
    """Dots for (code, name, lat, lon, population); those without coordinates are left out."""
    return [
        Dot(code, name, *project(lat, lon), population)
        for code, name, lat, lon, population in settlements
        if lat is not None and lon is not None
    ]


@cache
def _outlines() -> dict[str, Outline]:
    features = json.loads((BOUNDARIES_DIR / "counties.geojson").read_text(encoding="utf-8"))["features"]
    rings = {feature["properties"]["code"]: _rings(feature["geometry"]) for feature in features}
    thinned = _thin(rings)
    names = {feature["properties"]["code"]: feature["properties"]["name"] for feature in features}
    return {
        code: Outline(code, names[code], "".join(map(_path, thinned[code])), _box(thinned[code]))
        for code in sorted(thinned)
    }


def _rings(geometry: dict) -> list[Ring]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[project(lat, lon) for lon, lat in ring[:-1]] for polygon in polygons for ring in polygon]


def _thin(rings: dict[str, list[Ring]]) -> dict[str, list[Ring]]:
    """Drop points that the eye would not miss, the same ones on both sides of a common border."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for ring in (ring for group in rings.values() for ring in group):
        for before, point, after in zip(ring[-1:] + ring[:-1], ring, ring[1:] + ring[:1], strict=True):
            neighbours[point] |= {before, after}
    # Where three borders meet, every arc between ends.
    junctions = {point for point, others in neighbours.items() if len(others - {point}) > 2}
    return {code: [_thin_ring(ring, junctions) for ring in group] for code, group in rings.items()}


def _thin_ring(ring: Ring, junctions: set[Point]) -> Ring:
    ends = [place for place, point in enumerate(ring) if point in junctions]
    if not ends:
        # An island: cut at points that both sides would choose.
        ends = sorted({ring.index(min(ring)), ring.index(max(ring))})
    turned = ring[ends[0] :] + ring[: ends[0]]
    cuts = [place - ends[0] for place in ends] + [len(ring)]
    closed = [*turned, turned[0]]
    kept: Ring = []
    for start, end in pairwise(cuts):
        arc = closed[start : end + 1]
        # The neighbour walks this arc the other way.
        thinned = _thin_arc(arc) if arc[0] <= arc[-1] else _thin_arc(arc[::-1])[::-1]
        kept += thinned[:-1]
    return kept


def _thin_arc(arc: Ring) -> Ring:
    """Douglas and Peucker's way: keep the farthest point while it is farther than the tolerance."""
    keep = {0, len(arc) - 1}
    waiting = [(0, len(arc) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, place = max(
            ((_distance(arc[index], arc[first], arc[last]), index) for index in range(first + 1, last)),
            default=(0.0, first),
        )
        if far > TOLERANCE:
            keep.add(place)
            waiting += [(first, place), (place, last)]
    return [arc[index] for index in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = hypot(dx, dy)
    if not length:
        return hypot(point[0] - start[0], point[1] - start[1])
    return abs(dx * (start[1] - point[1]) - dy * (start[0] - point[0])) / length


def _path(ring: Ring) -> str:
    """Whole steps from point to point: shorter than places."""
    rounded = [(round(x), round(y)) for x, y in ring]
    x, y = rounded[0]
    steps = []
    for next_x, next_y in rounded[1:]:
        if (next_x, next_y) != (x, y):
            steps.append(f"{next_x - x} {next_y - y}")
            x, y = next_x, next_y
    return f"M{rounded[0][0]} {rounded[0][1]}l{' '.join(steps)}z".replace(" -", "-")


def _box(rings: list[Ring]) -> str:
    xs = [x for ring in rings for x, _y in ring]
    ys = [y for ring in rings for _x, y in ring]
    left, top = min(xs) - MARGIN, min(ys) - MARGIN
    return f"{left:.0f} {top:.0f} {max(xs) - left + MARGIN:.0f} {max(ys) - top + MARGIN:.0f}"
