"""Distances on the ground and to a settlement's boundary."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .table import Floats

EARTH = 6_371_008.8  # mean radius, metres


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A settlement on the map: its centre, and the edges of its boundary (x1, y1, x2, y2 in metres from the centre).

    Without a boundary only the distance from the centre is known.
    """

    latitude: float
    longitude: float
    edges: Floats

    def metres_outside(self, latitude: Floats, longitude: Floats) -> Floats:
        """0 inside, else how far from the boundary; from the centre where there is no boundary."""
        x, y = _metres(latitude, longitude, self.latitude, self.longitude)
        if not len(self.edges):
            return np.hypot(x, y)
        return np.where(_is_inside(x, y, self.edges), 0.0, _to_edges(x, y, self.edges))


def place_of(
    polygons: Sequence[Sequence[Sequence[npt.ArrayLike]]], *, latitude: float, longitude: float
) -> Place:
    """From polygons as in GeoJSON (each a list of rings of longitude and latitude; holes are further rings)."""
    edges = []
    for polygon in polygons:
        for ring in polygon:
            points = np.asarray(ring, dtype=np.float64)[:, :2]
            x, y = _metres(points[:, 1], points[:, 0], latitude, longitude)
            edges.append(np.column_stack([x, y, np.roll(x, -1), np.roll(y, -1)]))
    return Place(latitude, longitude, np.concatenate(edges) if edges else np.empty((0, 4)))


def metres_between(
    latitude: Floats, longitude: Floats, other_latitude: Floats, other_longitude: Floats
) -> Floats:
    """Great-circle distance (haversine)."""
    a, b = np.radians(latitude), np.radians(other_latitude)
    half = (
        np.sin((b - a) / 2) ** 2
        + np.cos(a) * np.cos(b) * np.sin(np.radians(other_longitude - longitude) / 2) ** 2
    )
    return 2 * EARTH * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))


def _metres(
    latitude: Floats, longitude: Floats, from_latitude: float, from_longitude: float
) -> tuple[Floats, Floats]:
    """East and north of a point, on a plane: within a settlement the error is far below a metre in a thousand."""
    degree = np.pi * EARTH / 180
    return (
        (np.asarray(longitude) - from_longitude) * degree * np.cos(np.radians(from_latitude)),
        (np.asarray(latitude) - from_latitude) * degree,
    )


def _is_inside(x: Floats, y: Floats, edges: Floats) -> npt.NDArray[np.bool_]:
    """Whether a ray to the east crosses the boundary an odd number of times."""
    x1, y1, x2, y2 = edges.T
    crosses = (y1 > y[:, None]) != (y2 > y[:, None])
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x1 + (y[:, None] - y1) * (x2 - x1) / (y2 - y1)
    return (crosses & (x[:, None] < at)).sum(axis=1) % 2 == 1


def _to_edges(x: Floats, y: Floats, edges: Floats) -> Floats:
    x1, y1, x2, y2 = edges.T
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = ((x[:, None] - x1) * dx + (y[:, None] - y1) * dy) / np.where(length > 0, length, 1.0)
    along = along.clip(0.0, 1.0)
    return np.hypot(x[:, None] - x1 - along * dx, y[:, None] - y1 - along * dy).min(axis=1)
