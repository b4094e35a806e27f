"""The network of one day as rows of a table, as matrices, and as what the picture is drawn from. Pure: no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .graphs.measures import MENTOR
from .graphs.network import Network
from .queries.naming import Named, sector_labels
from .queries.network import present

MOST_IN_MATRIX = 40
ABSENT = "."


@dataclass(frozen=True, slots=True)
class TieRow:
    """One tie: between whom, how close as seen, what both said."""

    one: Named
    other: Named
    level: int
    said: tuple[int, int] | None

    @property
    def gap(self) -> int:
        return abs(self.said[0] - self.said[1]) if self.said else 0


def tie_rows(found: Network, place: int, names: Mapping[str, Named]) -> list[TieRow]:
    """Of parties alone, the closest first."""
    rows = [
        TieRow(names[found.refs[one]], names[found.refs[other]], level, found.said[place].get((one, other)))
        for (one, other), level in found.levels[place].items()
        if found.refs[one] in names and found.refs[other] in names
    ]
    return sorted(
        rows, key=lambda row: (-row.level, row.one.name, row.other.name, row.one.ref, row.other.ref)
    )


def sector_matrix(
    found: Network, place: int, names: Mapping[str, Named]
) -> tuple[list[str], list[tuple[str, list[int]]]]:
    """How many ties are awake from sector to sector; each counts in both directions, within a sector once."""
    order = [code for code in sector_labels() if code != MENTOR]
    counts: dict[tuple[str, str], int] = {}
    for row in tie_rows(found, place, names):
        if row.level:
            for pair in {(row.one.sector, row.other.sector), (row.other.sector, row.one.sector)}:
                counts[pair] = counts.get(pair, 0) + 1
    there = [code for code in order if any(code in pair for pair in counts)]
    return there, [(code, [counts.get((code, other), 0) for other in there]) for code in there]


@dataclass(frozen=True, slots=True)
class Cell:
    """What the party of the row says of the party of the column, and what can be seen."""

    said: int | None
    level: int | None
    is_self: bool = False


def matrix_of(
    found: Network, place: int, names: Mapping[str, Named]
) -> tuple[list[Named], list[tuple[Named, list[Cell]]]] | None:
    """Who says what of whom; None where they are too many to be read."""
    nodes = [
        node
        for node in present(found, place)
        if found.refs[node] in names and names[found.refs[node]].sector != MENTOR
    ]
    if not 0 < len(nodes) <= MOST_IN_MATRIX:
        return None
    nodes.sort(key=lambda node: (names[found.refs[node]].name, found.refs[node]))

    def cell(row: int, column: int) -> Cell:
        pair = (min(row, column), max(row, column))
        said = found.said[place].get(pair)
        own = None if said is None else said[0] if row < column else said[1]
        return Cell(own, found.levels[place].get(pair), row == column)

    named = [names[found.refs[node]] for node in nodes]
    return named, [
        (name, [cell(row, column) for column in nodes]) for name, row in zip(named, nodes, strict=True)
    ]


def drawn(
    found: Network,
    spots: Sequence[tuple[float, float]],
    names: Mapping[str, Named],
    sizes: Sequence[Mapping[int, float]] | None,
) -> dict[str, Any]:
    """Short, as it may hold thousands: a node is [name, sector, x, y, reference, card], a tie [one, other, a sign for each day]."""
    ties: dict[tuple[int, int], list[str]] = {}
    mentors: dict[tuple[int, int], list[str]] = {}
    days = len(found.days)
    for place in range(days):
        for pair, level in found.levels[place].items():
            ties.setdefault(pair, [ABSENT] * days)[place] = str(level)
        for pair in found.mentor_ties[place]:
            mentors.setdefault(pair, [ABSENT] * days)[place] = "1"
    data: dict[str, Any] = {
        "days": [day.isoformat() for day in found.days],
        "nodes": [
            [row.name, row.sector, round(x, 4), round(y, 4), ref, row.href]
            for ref, (x, y) in zip(found.refs, spots, strict=True)
            for row in [names.get(ref) or Named(ref, "–", "")]
        ],
        "ties": [[one, other, "".join(signs)] for (one, other), signs in sorted(ties.items())],
        "mentors": [[one, other, "".join(signs)] for (one, other), signs in sorted(mentors.items())],
    }
    if sizes is not None:
        data["sizes"] = [
            [round(by_node.get(node, 0.0), 4) for node in range(len(found.refs))] for by_node in sizes
        ]
    return data
