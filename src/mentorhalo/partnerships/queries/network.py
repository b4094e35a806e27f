"""The network of parties over the last quarters, whole and by county; its measures. Kept until the journal says anything new."""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Max

from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.queries import identities, journal_head

from ..courses import Pair
from ..graphs.layout import positions
from ..graphs.measures import MENTOR, Edge, Measured, Turnover, agreement, measure, turnover
from ..graphs.network import Belonging, Bond, FactRow, Network, Saying, network
from ..models import Layout, Member, Observation, Partnership, Perception, Scale, ScaleRule
from .naming import sectors_of
from .scales import ladder_of, rule_on

QUARTERS = 12
AT_ONCE = 400  # nodes: so many are laid out within a request
KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Measures:
    """One network on one day, and what became of its ties since the quarter before."""

    day: date
    measured: Measured
    turnover: Turnover
    agreement: float | None
    spoken: int  # pairs of which both sides have spoken


def quarter_ends(today: date) -> list[date]:
    """The last days of the quarters before, and today."""
    days = [today]
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    while len(days) < QUARTERS:
        days.append(first - timedelta(days=1))
        before = days[-1]
        first = date(before.year, 3 * ((before.month - 1) // 3) + 1, 1)
    return days[::-1]


def networks(scale: Scale, today: date) -> dict[str, Network]:
    """By county, and the whole under "". Eight queries, then kept."""
    return _kept("networks", scale, today, lambda: _read(scale, today))


def network_of(county: str, scale: Scale, today: date) -> Network:
    """Of one county, or the whole for ""; empty where nothing is known."""
    there = networks(scale, today)
    return there.get(county) or network([], [], [], [], quarter_ends(today))


def spots_of(found: Network) -> list[tuple[float, float]] | None:
    """Fixed positions of its nodes: of a small network at once, of a large one as they were laid out; None as long as they are not."""
    if len(found.refs) <= AT_ONCE:
        return positions(len(found.refs), found.union())
    made = Layout.objects.filter(fingerprint=fingerprint_of(found), made_at__isnull=False)
    spots = made.values_list("spots", flat=True).first()
    return None if spots is None else [(x, y) for x, y in spots]


def fingerprint_of(found: Network) -> str:
    """Another one as soon as a node or a tie has come or gone; what is said and how close they are changes no position."""
    told = json.dumps([found.refs, found.union()], separators=(",", ":"))
    return sha256(told.encode()).hexdigest()


def measures_of(county: str, scale: Scale, today: date, place: int) -> Measures:
    """On one of its days. Seconds for thousands of nodes, then kept."""
    return _kept(
        f"measures/{county}/{place}",
        scale,
        today,
        lambda: measures_on(network_of(county, scale, today), place),
    )


def measures_on(found: Network, place: int) -> Measures:
    """Of the nodes that have any tie on the day, asleep or awake. One query."""
    there = present(found, place)
    renamed = {node: number for number, node in enumerate(there)}
    sectors = sectors_of([found.refs[node] for node in there])
    edges = [(renamed[one], renamed[other]) for one, other in found.edges(place)]
    before = found.levels[place - 1] if place else {}
    return Measures(
        day=found.days[place],
        measured=measure([sectors[found.refs[node]] for node in there], edges),
        turnover=turnover(before, found.levels[place]),
        agreement=agreement(found.said[place]),
        spoken=len(found.said[place]),
    )


def present(found: Network, place: int) -> list[int]:
    """Nodes that belong to a partnership on the day, or follow one."""
    ties: set[Edge] = {*found.levels[place], *found.mentor_ties[place]}
    return sorted({node for pair in ties for node in pair})


def _read(scale: Scale, today: date) -> dict[str, Network]:
    days = quarter_ends(today)
    counted_as = identities()
    counties = dict(Partnership.objects.values_list("pk", "settlement__county"))
    facts, members, sayings = _facts(), _members(), _sayings(scale)
    rules = list(scale.rules.all())
    ladders = [ladder_of(scale, rule_on(rules, day)) for day in days]
    drafts: dict[str, _Draft] = defaultdict(_Draft)
    rows = Partnership.objects.order_by("pk").values_list("pk", "ends_on", "mentor")
    for pk, ends_on, mentor in rows:
        own = members[pk]
        places = {member: number for number, (member, *_more) in enumerate(own)}
        named = [
            (on, kind, frozenset(places[one] for one in who if one in places)) for on, kind, who in facts[pk]
        ]
        for draft in (drafts[""], drafts[counties[pk] or ""]):
            draft.add(
                [(counted_as.of(ref), joined, left) for _member, ref, joined, left in own],
                named,
                ends_on,
                f"{MENTOR}:{mentor}" if mentor else "",
                [
                    (on, {(places[a], places[b]): both for (a, b), both in said.items()})
                    for on, said in sayings[pk]
                ],
            )
    return {
        county: network(draft.refs, draft.bonds, draft.sayings, ladders, days)
        for county, draft in drafts.items()
    }


class _Draft:
    """One network while its partnerships are read."""

    def __init__(self) -> None:
        self.refs: list[str] = []
        self.places: dict[str, int] = {}
        self.bonds: list[Bond] = []
        self.sayings: list[Saying] = []

    def add(
        self,
        members: Sequence[tuple[str, date, date | None]],
        facts: Sequence[FactRow],
        ends_on: date | None,
        mentor: str,
        sayings: Sequence[tuple[date, dict[Edge, tuple[int, int]]]],
    ) -> None:
        nodes = [self._node(ref) for ref, _joined, _left in members]
        self.bonds.append(
            Bond(
                [
                    Belonging(node, joined, left)
                    for node, (_ref, joined, left) in zip(nodes, members, strict=True)
                ],
                facts,
                ends_on,
                self._node(mentor) if mentor else None,
            )
        )
        for on, said in sayings:
            pairs = {}
            for (one, other), (there, back) in said.items():
                if nodes[one] < nodes[other]:
                    pairs[nodes[one], nodes[other]] = (there, back)
                elif nodes[other] < nodes[one]:
                    pairs[nodes[other], nodes[one]] = (back, there)
            self.sayings.append(Saying(on, pairs))

    def _node(self, ref: str) -> int:
        if ref not in self.places:
            self.places[ref] = len(self.refs)
            self.refs.append(ref)
        return self.places[ref]


def _members() -> dict[UUID, list[tuple[UUID, str, date, date | None]]]:
    found: dict[UUID, list[tuple[UUID, str, date, date | None]]] = defaultdict(list)
    rows = Member.objects.order_by("joined_on", "pk").values_list(
        "partnership", "pk", "organisation", "community", "joined_on", "left_on"
    )
    for partnership, pk, organisation, community, joined, left in rows.iterator(chunk_size=5000):
        ref = f"organisation:{organisation}" if organisation else f"community:{community}"
        found[partnership].append((pk, ref, joined, left))
    return found


def _facts() -> dict[UUID, list[tuple[date, str, list[UUID]]]]:
    named: dict[UUID, list[UUID]] = defaultdict(list)
    for observation, member in Observation.between.through.objects.values_list("observation", "member"):
        named[observation].append(member)
    found: dict[UUID, list[tuple[date, str, list[UUID]]]] = defaultdict(list)
    rows = Observation.objects.counting().order_by().values_list("pk", "partnership", "occurred_on", "kind")
    for pk, partnership, on, kind in rows.iterator(chunk_size=5000):
        found[partnership].append((on, kind, named.get(pk, [])))
    return found


def _sayings(scale: Scale) -> dict[UUID, list[tuple[date, dict[Pair, tuple[int, int]]]]]:
    """What was said on this scale, of pairs of which both sides have spoken."""
    said: dict[tuple[UUID, date], dict[Pair, int]] = defaultdict(dict)
    rows = (
        Perception.objects.filter(asking__grading__scale=scale)
        .order_by()
        .values_list(
            "asking__grading__partnership", "asking__grading__graded_on", "asking__member", "about", "level"
        )
    )
    for partnership, on, rater, about, level in rows.iterator(chunk_size=5000):
        said[partnership, on][rater, about] = level
    found: dict[UUID, list[tuple[date, dict[Pair, tuple[int, int]]]]] = defaultdict(list)
    for (partnership, on), levels in said.items():
        both = {
            (one, other): (level, levels[other, one])
            for (one, other), level in levels.items()
            if one < other and (other, one) in levels
        }
        found[partnership].append((on, both))
    return found


def _kept(what: str, scale: Scale, today: date, made: Callable[[], Any]) -> Any:
    """Anything of the network, as long as no fact, answer or rule has come or gone. Seven small queries."""
    last = Fact.objects.order_by("-pk").values_list("digest", flat=True).first()
    said = Perception.objects.aggregate(last=Max("pk"))["last"]
    rule = ScaleRule.objects.aggregate(last=Max("pk"))["last"]
    key = f"partnerships/{what}/{scale.pk}/{today}/{journal_head()}/{last}/{said}/{rule}".replace(" ", "")
    found = cache.get(key)
    if found is None:
        found = made()
        cache.set(key, found, KEPT_SECONDS)
    return found
