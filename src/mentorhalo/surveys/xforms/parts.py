"""A form's nodes as they stand in a submission: tags spelled once for all submissions of the form."""

from collections.abc import Iterable
from dataclasses import dataclass

from mentorhalo.surveys.xforms.nodes import Group, Node, Question, Repeat


@dataclass(frozen=True, slots=True)
class Part:
    """A node between its tags. `kind` and `holds` are a question's; groups and repeats have `children`."""

    key: str
    opening: str
    closing: str
    empty: str
    kind: str = ""
    holds: str = ""
    is_repeated: bool = False
    children: "tuple[Part, ...] | None" = None


def parts_of(nodes: Iterable[Node]) -> tuple[Part, ...]:
    return tuple(_part(node) for node in nodes if isinstance(node, Group | Repeat | Question))


def _part(node: Group | Repeat | Question) -> Part:
    tags = (f"<{node.name}>", f"</{node.name}>", f"<{node.name}/>")
    if isinstance(node, Question):
        return Part(node.key, *tags, kind=node.kind, holds=node.holds)
    return Part(node.key, *tags, is_repeated=isinstance(node, Repeat), children=parts_of(node.children))
