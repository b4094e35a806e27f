"""The shape of one settlement as SVG, and where a place lies in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians

from .boundaries import polygons_of
from .drawing import Point

SIDE = 400  # of the longer side of the picture
EDGE = 0.06  # room around the shape, of its longer side
KEPT = 600  # shapes of some kilobytes each


@dataclass(frozen=True)
class SettlementOutline:
    """`d` for an SVG path of `width` by `height`; a degree is `across` wide and `up` high in it."""

    code: str
    d: str
    width: int
    height: int
    west: float
    north: float
    across: float
    up: float

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {self.height}"

    def spot(self, lat: float, lon: float) -> Point:
        return round((lon - self.west) * self.across, 1), round((self.north - lat) * self.up, 1)

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a place lies in the picture: in the settlement or right beside it."""
        x, y = self.spot(lat, lon)
        return 0 <= x <= self.width and 0 <= y <= self.height


@lru_cache(maxsize=KEPT)
def settlement_outline(code: str) -> SettlementOutline | None:
    """Of a settlement the map knows. Reads the shipped map once for each, then kept."""
    rings = [ring for polygon in polygons_of([code]).get(code, []) for ring in polygon]
    if not rings:
        return None
    lons = [lon for ring in rings for lon, _lat in ring]
    lats = [lat for ring in rings for _lon, lat in ring]
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    stretch = cos(radians((south + north) / 2))
    room = max((east - west) * stretch, north - south) * EDGE
    west, east = west - room / stretch, east + room / stretch
    south, north = south - room, north + room
    up = SIDE / max((east - west) * stretch, north - south)
    across = up * stretch
    return SettlementOutline(
        code=code,
        d="".join(_path(ring, west, north, across, up) for ring in rings),
        width=round((east - west) * across),
        height=round((north - south) * up),
        west=west,
        north=north,
        across=across,
        up=up,
    )


def _path(ring: Iterable[Point], west: float, north: float, across: float, up: float) -> str:
    points = [f"{(lon - west) * across:.1f} {(north - lat) * up:.1f}" for lon, lat in ring]
    return f"M{'L'.join(points)}Z"
