"""The network as files: ties and measures as CSV, the graph as GraphML."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from mentorhalo.core.sheets import csv_response

from .graphs.files import TieRow, graphml
from .graphs.network import Network
from .queries.naming import Named, sector_labels
from .queries.network import Measures, present

PARTY, MENTOR_TIE = "party", "mentor"


def ties_csv(found: Network, place: int, names: dict[str, Named]) -> Any:
    """One line a tie: between whom, how close, what both sides said."""
    labels = sector_labels()

    def lines() -> Iterator[Sequence[object]]:
        yield (
            _("First party"),
            _("Its sector"),
            _("Second party"),
            _("Its sector"),
            _("Level as seen"),
            _("The first says"),
            _("The second says"),
        )
        for (one, other), level in sorted(found.levels[place].items()):
            said = found.said[place].get((one, other), ("", ""))
            first, second = names.get(found.refs[one]), names.get(found.refs[other])
            if first and second:
                yield (
                    first.name,
                    labels.get(first.sector, ""),
                    second.name,
                    labels.get(second.sector, ""),
                    level,
                    *said,
                )

    return csv_response(lines(), f"ties-{found.days[place].isoformat()}.csv", is_for_programs=True)


def network_graphml(found: Network, place: int, names: dict[str, Named]) -> HttpResponse:
    """Nodes with name, sector and place; ties with their level, of mentors apart."""
    there = [node for node in present(found, place) if found.refs[node] in names]
    renamed = {node: number for number, node in enumerate(there)}
    rows = [names[found.refs[node]] for node in there]
    ties: list[tuple[int, int, TieRow]] = [
        (renamed[one], renamed[other], {"kind": PARTY, "level": level})
        for (one, other), level in sorted(found.levels[place].items())
        if one in renamed and other in renamed
    ]
    ties += [
        (renamed[one], renamed[other], {"kind": MENTOR_TIE, "level": 0})
        for one, other in sorted(found.mentor_ties[place])
        if one in renamed and other in renamed
    ]
    content = graphml(
        [{"ref": row.ref, "name": row.name, "sector": row.sector, "place": row.place} for row in rows], ties
    )
    response = HttpResponse(content, content_type="application/graphml+xml")
    response["Content-Disposition"] = (
        f'attachment; filename="network-{found.days[place].isoformat()}.graphml"'
    )
    response["Cache-Control"] = "private, no-store"
    return response


def measures_csv(rows: Iterable[tuple[str, Measures]], name: str) -> Any:
    """One line a network and day; machine-readable names of columns, so that a table of years can be put together."""
    head = (
        "network day n ties density components largest isolated centralisation ei born upgraded downgraded"
        " dormant ended pairs_spoken agreement n_without_mentors ties_without_mentors density_without_mentors"
        " components_without_mentors largest_without_mentors isolated_without_mentors"
    )

    def lines() -> Iterator[Sequence[object]]:
        yield head.split()
        for network, one in rows:
            whole, left, moved = one.measured.whole, one.measured.without_mentors, one.turnover
            yield (
                network,
                one.day.isoformat(),
                *(whole.n, whole.ties, whole.density, whole.components, whole.largest, whole.isolated),
                one.measured.centralisation,
                one.measured.ei,
                *(moved.born, moved.upgraded, moved.downgraded, moved.dormant, moved.ended),
                one.spoken,
                one.agreement,
                *(left.n, left.ties, left.density, left.components, left.largest, left.isolated),
            )

    return csv_response(lines(), name, is_for_programs=True)
