"""Who took a practice over, and who took it over from them: the tree, as a list and as a drawing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from ..models import Adoption, Practice, PracticeText

DEEPEST = 8  # generations above and below
WIDTH, LINE, STEP, BOX = 260, 44, 290, 34
LONGEST_NAME = 34
EDGE = 2


@dataclass
class Node:
    """A practice, or an adoption without a description of its own."""

    name: str
    place: str
    settlement: str
    county: str = ""
    since: date | None = None
    href: str = ""
    changed: str = ""
    result: str = ""
    is_here: bool = False
    children: list["Node"] = field(default_factory=list)

    @property
    def short(self) -> str:
        return self.name if len(self.name) <= LONGEST_NAME else f"{self.name[: LONGEST_NAME - 1]}…"

    @property
    def size(self) -> int:
        """How many took it over, in every generation."""
        return sum(1 + child.size for child in self.children)

    @property
    def generations(self) -> int:
        return 1 + max((child.generations for child in self.children), default=0)


@dataclass(frozen=True)
class Box:
    """One node as drawn."""

    x: int
    y: int
    node: Node
    line: str  # from its parent; empty for the first

    @property
    def text_x(self) -> int:
        return self.x + 8

    @property
    def text_y(self) -> int:
        return self.y + 22


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    boxes: list[Box]

    @property
    def full_width(self) -> int:
        """With room for the strokes at both edges."""
        return self.width + 2 * EDGE

    @property
    def full_height(self) -> int:
        return self.height + 2 * EDGE


def tree_of(practice: Practice) -> Node:
    """The whole tree it stands in, from the first practice down. A query for each generation above, two for each below."""
    root = _root(practice)
    below: dict[UUID, list[Adoption]] = defaultdict(list)
    level, seen = [root], {root}
    for _generation in range(DEEPEST):
        if not level:
            break
        rows = Adoption.objects.shown().filter(practice__in=level).select_related("settlement")
        level = []
        for adoption in rows.order_by("since", "pk"):
            below[adoption.practice_id].append(adoption)
            own = adoption.own_practice_id
            if own is not None and own not in seen:
                seen.add(own)
                level.append(own)
    practices = {one.pk: one for one in Practice.objects.filter(pk__in=seen).select_related("settlement")}
    words = PracticeText.objects.filter(version__public_of__in=seen).order_by("-pk")
    titles = dict(words.values_list("version__public_of", "title"))  # the first written stands last
    return _node(practices[root], practices, titles, below, practice.pk, frozenset())


def drawing_of(root: Node) -> Drawing:
    """Generations from left to right, each node at the height of the middle of those below it."""
    boxes: list[Box] = []
    height = _place(root, 0, 0, boxes, None)
    return Drawing(root.generations * STEP - (STEP - WIDTH), height * LINE, boxes)


def nodes_of(root: Node) -> Iterator[Node]:
    yield root
    for child in root.children:
        yield from nodes_of(child)


def adopted_counts(practices: Sequence[UUID]) -> dict[UUID, int]:
    """How many confirmed adoptions each has. One query."""
    found: dict[UUID, int] = defaultdict(int)
    for pk in Adoption.objects.shown().filter(practice__in=practices).values_list("practice", flat=True):
        found[pk] += 1
    return found


def _root(practice: Practice) -> UUID:
    above = practice.pk
    for _generation in range(DEEPEST):
        parent = (
            Adoption.objects.shown().filter(own_practice=above).values_list("practice", flat=True).first()
        )
        if parent is None:
            break
        above = parent
    return above


def _node(
    practice: Practice,
    practices: dict[UUID, Practice],
    titles: dict[UUID, str],
    below: dict[UUID, list[Adoption]],
    here: UUID,
    above: frozenset[UUID],
) -> Node:
    """`above` are its ancestors: should data say that one of them descends from it, that one is named without going round."""
    if practice.public_version_id is None:
        node = Node(name=practice.code, place=_("not public any more"), settlement="")
    else:
        node = Node(
            name=titles.get(practice.pk, practice.code),
            place=f"{practice.institution_name}, {practice.settlement.name}",
            settlement=practice.settlement_id,
            county=practice.county,
            href=reverse("knowledge:practice", args=[practice.code]) if practice.pk != here else "",
            is_here=practice.pk == here,
        )
    lineage = above | {practice.pk}
    for adoption in below.get(practice.pk, []):
        own = practices.get(adoption.own_practice_id) if adoption.own_practice_id else None
        if own is not None and own.pk in lineage:
            own = None
        told = _node(own, practices, titles, below, here, lineage) if own is not None else None
        if told is not None and told.settlement:
            child = told
        else:  # no description of its own, or none that may be read: who took it over is told all the same
            child = Node(
                name=adoption.adopter_name,
                place=adoption.settlement.name,
                settlement=adoption.settlement_id,
                county=adoption.county,
                children=told.children if told is not None else [],
            )
        child.since, child.changed, child.result = adoption.since, adoption.changed, adoption.result
        node.children.append(child)
    return node


def _place(node: Node, depth: int, top: int, boxes: list[Box], parent: int | None) -> int:
    """Draw the node and all below it from row `top` on; how many rows that took."""
    mine = len(boxes)
    boxes.append(Box(depth * STEP, 0, node, ""))
    rows = 0
    for child in node.children:
        rows += _place(child, depth + 1, top + rows, boxes, mine)
    rows = max(rows, 1)
    y = top * LINE + (rows * LINE - LINE) // 2 + (LINE - BOX) // 2
    boxes[mine] = Box(depth * STEP, y, node, "")
    for number in range(mine + 1, len(boxes)):
        one = boxes[number]
        if one.x == (depth + 1) * STEP and not one.line:
            start, middle = y + BOX // 2, one.y + BOX // 2
            bend = depth * STEP + WIDTH + (STEP - WIDTH) // 2
            line = f"M{depth * STEP + WIDTH} {start}H{bend}V{middle}H{one.x}"
            boxes[number] = Box(one.x, one.y, one.node, line)
    return rows
