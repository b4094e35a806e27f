"""Boundaries of settlements as polygons, from the shipped map."""

import json
from collections.abc import Callable, Iterable
from functools import cache
from itertools import accumulate

from .drawing import BOUNDARIES_DIR

# As in GeoJSON: polygons of rings of (longitude, latitude); the rings after the first are holes.
type Position = tuple[float, float]
type Polygons = list[list[list[Position]]]


def polygons_of(codes: Iterable[str]) -> dict[str, Polygons]:
    """The boundaries of these settlements; what the map does not know is left out. Reads the file, and of it only their lines."""
    whole = json.loads((BOUNDARIES_DIR / "settlements.topojson").read_text(encoding="utf-8"))
    (across, up), (west, south) = whole["transform"]["scale"], whole["transform"]["translate"]
    drawn = whole["arcs"]

    @cache
    def arc(number: int) -> list[Position]:
        """A negative number is an arc walked the other way."""
        if number < 0:
            return arc(~number)[::-1]
        return [(x * across + west, y * up + south) for x, y in accumulate(map(tuple, drawn[number]), _step)]

    wanted = set(codes)
    found: dict[str, Polygons] = {}
    for shape in whole["objects"]["settlements"]["geometries"]:
        code = shape["properties"]["code"]
        if code in wanted:
            polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
            # A settlement may be drawn in several shapes.
            found.setdefault(code, []).extend(_polygon(rings, arc) for rings in polygons)
    return found


def _polygon(rings: list[list[int]], arc: Callable[[int], list[Position]]) -> list[list[Position]]:
    return [[point for number in ring for point in arc(number)[:-1]] for ring in rings]


def _step(here: tuple[int, ...], further: tuple[int, ...]) -> tuple[int, ...]:
    return here[0] + further[0], here[1] + further[1]
