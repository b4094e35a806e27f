"""Measures of given edge lists, against another library and counted by hand."""

from math import comb
from random import Random

import networkx as nx
import pytest

from mentorhalo.partnerships.graphs.files import graphml
from mentorhalo.partnerships.graphs.layout import positions
from mentorhalo.partnerships.graphs.measures import MENTOR, Turnover, agreement, measure, turnover

STAR = [(0, number) for number in range(1, 6)]


def edge_list(seed):
    """A network of some parts, some of them alone."""
    chance = Random(seed)
    n = chance.randint(5, 60)
    edges = set()
    for _number in range(chance.randint(0, 3 * n)):
        one, other = sorted(chance.sample(range(n), 2))
        edges.add((one, other))
    return n, sorted(edges)


def other_graph(n, edges):
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(edges)
    return graph


@pytest.mark.parametrize("seed", range(25))
def test_measures_equal_those_of_another_library(seed):
    n, edges = edge_list(seed)
    sectors = [Random(seed + node).choice(["library", "communities", MENTOR]) for node in range(n)]
    graph = other_graph(n, edges)

    found = measure(sectors, edges)

    parts = [len(part) for part in nx.connected_components(graph)]
    assert found.whole.density == pytest.approx(nx.density(graph))
    assert (found.whole.components, found.whole.largest) == (len(parts), max(parts))
    assert found.whole.isolated == nx.number_of_isolates(graph)
    between = nx.betweenness_centrality(graph)
    assert found.betweenness == pytest.approx([between[node] for node in range(n)])
    burt = nx.constraint(graph)
    for node in range(n):
        if graph.degree[node]:
            assert found.constraint[node] == pytest.approx(burt[node])
        else:
            assert found.constraint[node] is None
    without = graph.subgraph([node for node in range(n) if sectors[node] != MENTOR])
    left = found.without_mentors
    assert (left.n, left.ties) == (without.number_of_nodes(), without.number_of_edges())
    assert left.components == nx.number_connected_components(without)


def test_a_star_is_centralised_and_falls_apart_without_its_middle():
    found = measure([MENTOR, *["library"] * 5], STAR)

    assert found.centralisation == pytest.approx(1)
    assert found.betweenness[0] == pytest.approx(1)
    assert found.constraint[0] == pytest.approx(5 * (1 / 5) ** 2)
    assert (found.whole.components, found.without_mentors.components) == (1, 5)
    assert (found.without_mentors.isolated, found.without_mentors.density) == (5, 0)


def test_a_ring_is_not_centralised_at_all():
    ring = [(number, number + 1) for number in range(5)] + [(0, 5)]

    assert measure(["library"] * 6, ring).centralisation == 0


def test_ties_within_and_across_sectors_are_counted_without_mentors():
    sectors = ["library", "library", "museum", "communities", MENTOR]
    edges = [(0, 1), (0, 2), (2, 3), (0, 4), (1, 4)]

    assert measure(sectors, edges).ei == pytest.approx((2 - 1) / 3)
    assert measure(sectors, [(0, 4)]).ei is None


def test_nothing_has_no_measure():
    found = measure([], [])

    assert (found.whole.n, found.whole.density, found.centralisation, found.ei) == (0, None, None, None)


def test_what_became_of_ties_is_counted_once_each():
    before = {(0, 1): 1, (0, 2): 3, (0, 3): 2, (0, 4): 2, (0, 5): 0, (0, 6): 2}
    now = {(0, 1): 2, (0, 2): 1, (0, 3): 0, (0, 4): 2, (0, 5): 1, (0, 7): 4}

    assert turnover(before, now) == Turnover(born=2, upgraded=1, downgraded=1, dormant=1, ended=1)


def test_agreement_is_of_pairs_of_which_both_have_spoken():
    assert agreement({}) is None
    assert agreement({(0, 1): (2, 2), (0, 2): (1, 4)}) == pytest.approx(0.5)


def test_positions_are_the_same_each_time_and_lie_in_the_square():
    n, edges = edge_list(7)
    edges += [(one, other) for one, other in [(0, 1)] if (one, other) not in edges]

    first = positions(n, edges)

    assert first == positions(n, edges)
    assert len(set(first)) == n
    assert all(-1e-9 <= spot <= 1 + 1e-9 for place in first for spot in place)
    assert positions(0, []) == []
    assert comb(n, 2) >= len(edges)


def test_another_library_reads_the_graphml(tmp_path):
    nodes = [
        {"ref": f"organisation:{number}", "name": name, "sector": "library", "place": "Őr"}
        for number, name in enumerate(["Könyvtár & <társa>", "Múzeum", "Ház"])
    ]
    ties = [(0, 1, {"kind": "party", "level": 3}), (1, 2, {"kind": "mentor", "level": 0})]
    file = tmp_path / "network.graphml"
    file.write_bytes(graphml(nodes, ties))

    read = nx.read_graphml(file)

    assert [data["name"] for _node, data in read.nodes(data=True)] == ["Könyvtár & <társa>", "Múzeum", "Ház"]
    assert sorted((data["kind"], data["level"]) for _one, _other, data in read.edges(data=True)) == [
        ("mentor", 0),
        ("party", 3),
    ]
