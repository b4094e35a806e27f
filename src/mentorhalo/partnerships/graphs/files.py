"""The network of one day as files that other programs read."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import rustworkx as rx

type NodeRow = dict[str, str]
type TieRow = dict[str, int | str]

_rx: Any = rx  # its types lack what is used here
_NODE, _EDGE = _rx.GraphMLDomain.Node, _rx.GraphMLDomain.Edge
_TEXT, _WHOLE = _rx.GraphMLType.String, _rx.GraphMLType.Int


def graphml(nodes: Sequence[NodeRow], ties: Iterable[tuple[int, int, TieRow]]) -> bytes:
    """Nodes and ties with their attributes. Keys are named here: left to themselves, those of nodes and ties get the same ids."""
    keys = [
        *(
            _rx.GraphMLKey(f"n_{name}", _NODE, name, _TEXT, None)
            for name in ("ref", "name", "sector", "place")
        ),
        _rx.GraphMLKey("e_kind", _EDGE, "kind", _TEXT, None),
        _rx.GraphMLKey("e_level", _EDGE, "level", _WHOLE, None),
    ]
    graph: rx.PyGraph[NodeRow, TieRow] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(list(nodes))
    graph.add_edges_from(list(ties))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.graphml"
        _rx.graph_write_graphml(graph, str(path), keys=keys)
        return path.read_bytes()
