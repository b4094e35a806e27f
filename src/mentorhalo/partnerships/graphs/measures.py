"""Measures of one network on one day. Betweenness, components and the graph are rustworkx's; the rest is counted on its adjacency."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import rustworkx as rx

MENTOR = "mentor"  # the sector of nodes that are mentors

type Edge = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a network hangs together; the density falls with n, so it is never compared without it."""

    n: int
    ties: int
    density: float | None
    components: int
    largest: int
    isolated: int


@dataclass(frozen=True, slots=True)
class Measured:
    whole: Shape
    centralisation: float | None  # Freeman's, of degrees: 1 for a star
    betweenness: list[float]  # of each node, normalised
    constraint: list[
        float | None
    ]  # of each node, Burt's; None for one without ties. The lower, the more of a broker
    ei: float | None  # between sectors, among parties: from -1 (all within) to 1 (all across)
    without_mentors: Shape  # what remains among the parties when every mentor is taken out


def measure(sectors: Sequence[str], edges: Collection[Edge]) -> Measured:
    """Nodes are the places of `sectors`; each edge stands once."""
    graph = graph_of(len(sectors), edges)
    neighbours = [graph.adj(node).keys() for node in range(len(sectors))]
    parties = [node for node, sector in enumerate(sectors) if sector != MENTOR]
    between = rx.graph_betweenness_centrality(graph, normalized=True)
    return Measured(
        whole=shape(graph),
        centralisation=centralisation([len(each) for each in neighbours]),
        betweenness=[between[node] for node in range(len(sectors))],
        constraint=constraint(neighbours),
        ei=ei_index(sectors, edges),
        without_mentors=shape(graph.subgraph(parties)),
    )


def graph_of(nodes: int, edges: Collection[Edge]) -> "rx.PyGraph[int, None]":
    graph: rx.PyGraph[int, None] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from_no_data(list(edges))
    return graph


def shape(graph: "rx.PyGraph[int, None]") -> Shape:
    n, ties = graph.num_nodes(), graph.num_edges()
    sizes = [len(each) for each in rx.connected_components(graph)]
    return Shape(
        n=n,
        ties=ties,
        density=2 * ties / (n * (n - 1)) if n > 1 else None,
        components=len(sizes),
        largest=max(sizes, default=0),
        isolated=sizes.count(1),
    )


def centralisation(degrees: Sequence[int]) -> float | None:
    """By how far the most connected one stands out, against a star of as many."""
    n = len(degrees)
    if n < 3:
        return None
    highest = max(degrees)
    return sum(highest - degree for degree in degrees) / ((n - 1) * (n - 2))


def constraint(neighbours: Sequence[Collection[int]]) -> list[float | None]:
    """Burt's, all ties alike: how much the others a node knows know each other anyway."""
    share = [1 / len(each) if each else 0.0 for each in neighbours]
    found: list[float | None] = []
    for node, known in enumerate(neighbours):
        if not known:
            found.append(None)
            continue
        total = 0.0
        for other in known:
            through = sum(share[third] for third in neighbours[other] if third in known)
            total += (share[node] * (1 + through)) ** 2
        found.append(total)
    return found


def ei_index(sectors: Sequence[str], edges: Collection[Edge]) -> float | None:
    within = across = 0
    for one, other in edges:
        if MENTOR in (sectors[one], sectors[other]):
            continue
        if sectors[one] == sectors[other]:
            within += 1
        else:
            across += 1
    return (across - within) / (across + within) if across + within else None


@dataclass(frozen=True, slots=True)
class Turnover:
    """What became of ties since the quarter before."""

    born: int = 0
    upgraded: int = 0
    downgraded: int = 0
    dormant: int = 0
    ended: int = 0


def turnover(before: Mapping[Edge, int], now: Mapping[Edge, int]) -> Turnover:
    """Levels by pair; 0 is a tie of which nothing is seen. A tie awake again is born anew."""
    born = upgraded = downgraded = dormant = 0
    for pair, level in now.items():
        earlier = before.get(pair, 0)
        if level and not earlier:
            born += 1
        elif level > earlier:
            upgraded += 1
        elif earlier and not level:
            dormant += 1
        elif level < earlier:
            downgraded += 1
    ended = sum(1 for pair, level in before.items() if level and pair not in now)
    return Turnover(born, upgraded, downgraded, dormant, ended)


def agreement(said: Mapping[Edge, tuple[int, int]]) -> float | None:
    """Of the pairs of which both sides have spoken, the share that named the same level."""
    return sum(one == back for one, back in said.values()) / len(said) if said else None
