"""A network of 4,000 nodes and 12,000 ties over 12 quarters. Prints one JSON document as its last line. Needs no database.

The floor is the bare library: for each quarter the graph, its betweenness and its connected parts by rustworkx, and nothing else.
"""

import json
import time
from random import Random

import django

django.setup()

import rustworkx as rx  # noqa: E402 - Django must be set up first

from mentorhalo.partnerships.graphs.layout import positions  # noqa: E402
from mentorhalo.partnerships.graphs.measures import (  # noqa: E402
    MENTOR,
    Edge,
    agreement,
    graph_of,
    measure,
    turnover,
)

from .memory import largest_memory  # noqa: E402

NODES, TIES, QUARTERS, SEED = 4_000, 12_000, 12, 17
SECTORS = ("library", "museum", "community", "civil", "school", "communities", "communities", MENTOR)


def main() -> None:
    chance = Random(SEED)
    sectors = [chance.choice(SECTORS) for _node in range(NODES)]
    quarters = _quarters(chance)
    floor = taken = 0.0
    for place, levels in enumerate(quarters):
        edges = [pair for pair, level in levels.items() if level]
        started = time.perf_counter()
        graph = graph_of(NODES, edges)
        bare = rx.graph_betweenness_centrality(graph, normalized=True)
        parts = len(rx.connected_components(graph))
        floor += time.perf_counter() - started
        started = time.perf_counter()
        found = measure(sectors, edges)
        turnover(quarters[place - 1] if place else {}, levels)
        agreement({pair: (level, level) for pair, level in levels.items()})
        taken += time.perf_counter() - started
        assert found.whole.components == parts
        assert max(abs(one - bare[node]) for node, one in enumerate(found.betweenness)) < 1e-9
    started = time.perf_counter()
    positions(NODES, sorted({pair for levels in quarters for pair in levels}))
    laid_out = time.perf_counter() - started
    print(
        json.dumps(
            {
                "rows": [
                    {
                        "what": f"network of {NODES} nodes and {TIES} ties, measures of {QUARTERS} quarters",
                        "measure": f"{taken:.1f} s, {largest_memory():.0f} MB",
                        "floor": f"{floor:.1f} s",
                        "ratio": taken / floor,
                        "goal": 2.0,
                    },
                    {
                        "what": "network: fixed positions for the picture, kept afterwards",
                        "measure": f"{laid_out:.1f} s",
                        "floor": "",
                        "ratio": None,
                        "goal": None,
                    },
                ]
            }
        )
    )


def _quarters(chance: Random) -> list[dict[Edge, int]]:
    """The last one has all ties; each tie is born some time before, rises, may sleep."""
    born: dict[Edge, int] = {}
    while len(born) < TIES:
        one, other = sorted(chance.sample(range(NODES), 2))
        born[one, other] = chance.randrange(QUARTERS // 2)
    return [
        {
            pair: 0 if chance.random() < 0.05 and place < QUARTERS - 1 else min(5, 1 + (place - begun) // 3)
            for pair, begun in born.items()
            if begun <= place
        }
        for place in range(QUARTERS)
    ]


if __name__ == "__main__":
    main()
