"""The tree of a form as JSON, the way the database keeps it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields
from typing import Any

from mentorhalo.surveys.xforms.nodes import Choice, Group, Itemset, Node, Question, Repeat

KINDS: dict[str, type[Node]] = {"group": Group, "repeat": Repeat, "question": Question}
NAMES = {kind: name for name, kind in KINDS.items()}

type Stored = dict[str, Any]


def nodes_to_dict(nodes: Sequence[Node]) -> tuple[list[Stored], list[list[Stored]]]:
    """The nodes and the lists of choices they name by number."""
    places: dict[int, int] = {}
    same: dict[str, int] = {}
    lists: list[list[Stored]] = []

    def place(choices: tuple[Choice, ...]) -> int:
        if id(choices) not in places:
            stored = [written(choice) for choice in choices]
            places[id(choices)] = same.setdefault(json.dumps(stored), len(lists))
            if places[id(choices)] == len(lists):
                lists.append(stored)
        return places[id(choices)]

    def one(node: Node) -> Stored:
        stored = {"node": NAMES[type(node)], **written(node, without=("choices", "children", "itemset"))}
        if isinstance(node, Group | Repeat):
            stored["children"] = [one(child) for child in node.children]
        if isinstance(node, Question) and node.choices:
            stored["choices"] = place(node.choices)
        if isinstance(node, Question) and node.itemset:
            stored["itemset"] = written(node.itemset)
        return stored

    return [one(node) for node in nodes], lists


def nodes_from_dict(nodes: Sequence[Stored], lists: Sequence[Sequence[Stored]]) -> tuple[Node, ...]:
    shared = [tuple(Choice(**choice) for choice in choices) for choices in lists]

    def one(stored: Stored) -> Node:
        values = dict(stored)
        kind = KINDS[values.pop("node")]
        if "children" in values:
            values["children"] = tuple(one(child) for child in values["children"])
        if "choices" in values:
            values["choices"] = shared[values["choices"]]
        if "itemset" in values:
            values["itemset"] = Itemset(**values["itemset"])
        return kind(**values)

    return tuple(one(node) for node in nodes)


def written(record: Any, without: tuple[str, ...] = ()) -> Stored:
    """The fields of a dataclass that say something, as JSON knows them."""
    stored = {}
    for declared in fields(record):
        value = getattr(record, declared.name)
        if declared.name not in without and value != _default(declared):
            stored[declared.name] = _plain(value)
    return stored


def _default(declared: Field[Any]) -> Any:
    if declared.default_factory is not MISSING:
        return declared.default_factory()
    return declared.default


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return list(value) if isinstance(value, tuple) else value
