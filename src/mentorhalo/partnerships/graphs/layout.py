"""Fixed positions for every node of the network, whatever the day: the picture keeps its shape while the slider moves."""

from collections.abc import Sequence
from math import cos, pi, sin, sqrt
from typing import Any

import rustworkx as rx

from .measures import Edge, graph_of

SEED = 20
GOLDEN = pi * (3 - sqrt(5))
MANY = 1000


def positions(nodes: int, edges: Sequence[Edge]) -> list[tuple[float, float]]:
    """In a square of 0 to 1: the largest connected part first, smaller ones around it on a spiral. The same for the same ties."""
    graph = graph_of(nodes, edges)
    parts = sorted(map(sorted, rx.connected_components(graph)), key=lambda part: (-len(part), part[0]))
    placed: list[tuple[float, float]] = [(0.5, 0.5)] * nodes
    area = 0.0
    for number, part in enumerate(parts):
        radius = sqrt(len(part))
        away = 0.0 if number == 0 else sqrt(area) * 1.15 + radius
        middle = (away * cos(number * GOLDEN), away * sin(number * GOLDEN))
        for node, (x, y) in zip(part, _spread(graph, part), strict=True):
            placed[node] = (middle[0] + radius * x, middle[1] + radius * y)
        area += radius * radius
    return _fitted(placed)


def _fitted(placed: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Moved and scaled, both directions alike, to fill the square."""
    if not placed:
        return []
    left, right = min(x for x, _y in placed), max(x for x, _y in placed)
    low, high = min(y for _x, y in placed), max(y for _x, y in placed)
    scale = max(right - left, high - low) or 1.0
    return [(0.5 + (x - (left + right) / 2) / scale, 0.5 + (y - (low + high) / 2) / scale) for x, y in placed]


def _spread(graph: "rx.PyGraph[int, None]", part: Sequence[int]) -> list[tuple[float, float]]:
    """One connected part in a circle of radius 1."""
    if len(part) == 1:
        return [(0.0, 0.0)]
    own = graph.subgraph(list(part))
    library: Any = rx  # its types lack these arguments
    found = library.graph_spring_layout(own, num_iter=50 if len(part) < MANY else 30, seed=SEED)
    named = {own[index]: (float(spot[0]), float(spot[1])) for index, spot in found.items()}
    spots = [named[node] for node in part]
    middle = (sum(x for x, _y in spots) / len(spots), sum(y for _x, y in spots) / len(spots))
    moved = [(x - middle[0], y - middle[1]) for x, y in spots]
    reach = max(sqrt(x * x + y * y) for x, y in moved) or 1.0
    return [(x / reach, y / reach) for x, y in moved]
