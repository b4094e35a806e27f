"""A questionnaire as the house sees it, whatever tool made its XForm."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mentorhalo.surveys.xforms.nodes import Entity, Group, Node, Question, Repeat, Texts
from mentorhalo.surveys.xforms.parts import Part, parts_of
from mentorhalo.surveys.xforms.storing import nodes_from_dict, nodes_to_dict, written


@dataclass(frozen=True)
class Form:
    form_id: str
    version: str = ""
    title: str = ""
    root: str = "data"
    namespace: str = ""
    languages: tuple[str, ...] = ("",)
    default_language: str = ""
    nodes: tuple[Node, ...] = ()
    media: tuple[str, ...] = ()
    external_files: tuple[str, ...] = ()
    instance_name: str = ""
    submission_url: str = ""
    public_key: str = ""
    style: str = ""
    has_audit: bool = False
    has_instance_id: bool = True
    entities: tuple[Entity, ...] = ()

    def walk(self) -> Iterator[Node]:
        """Every node, in the order of the form, groups before what is in them."""
        waiting = list(reversed(self.nodes))
        while waiting:
            node = waiting.pop()
            yield node
            if isinstance(node, Group | Repeat):
                waiting.extend(reversed(node.children))

    def questions(self) -> Iterator[Question]:
        return (node for node in self.walk() if isinstance(node, Question))

    @cached_property
    def by_path(self) -> dict[str, Node]:
        return {node.path: node for node in self.walk()}

    @cached_property
    def field_names(self) -> dict[str, Any]:
        """Nodes by name, level by level: what reading a submission looks up."""
        return _by_name(self.nodes)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Nodes with their tags: what writing a submission goes through."""
        return parts_of(self.nodes)

    def text(self, texts: Texts, language: str = "") -> str:
        """The text in this language, else in the form's own, else in any."""
        for wanted in (language, self.default_language, ""):
            if texts.get(wanted):
                return texts[wanted]
        return next((text for text in texts.values() if text), "")

    def to_dict(self) -> dict[str, Any]:
        """As JSON knows it. Lists of choices that several questions share are written once."""
        nodes, lists = nodes_to_dict(self.nodes)
        entities = [written(entity) for entity in self.entities]
        return {
            **written(self, without=("nodes", "entities")),
            "nodes": nodes,
            "lists": lists,
            "entities": entities,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Form":
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
        }
        values["nodes"] = nodes_from_dict(stored["nodes"], values.pop("lists"))
        values["entities"] = tuple(Entity(**entity) for entity in stored["entities"])
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Placed:
    """A question and where it stands: the groups and repeats around it, from outside."""

    question: Question
    around: tuple[Group | Repeat, ...] = ()

    @property
    def repeats(self) -> tuple[Repeat, ...]:
        return tuple(node for node in self.around if isinstance(node, Repeat))

    @property
    def reached_if(self) -> tuple[str, ...]:
        """Every condition that must hold for the question to be asked, from outside."""
        return tuple(node.relevant for node in (*self.around, self.question) if node.relevant)


def flatten(form: Form) -> list[Placed]:
    """The questions in order, each with what is around it."""
    found: list[Placed] = []
    waiting: list[tuple[Node, tuple[Group | Repeat, ...]]] = [(node, ()) for node in reversed(form.nodes)]
    while waiting:
        node, around = waiting.pop()
        if isinstance(node, Question):
            found.append(Placed(node, around))
        elif isinstance(node, Group | Repeat):
            waiting.extend((child, (*around, node)) for child in reversed(node.children))
    return found


def codes_of(question: Question) -> dict[str, Texts]:
    """Code to labels, in the order of the list; empty where the codes come from a file or from earlier answers."""
    return {choice.value: choice.labels for choice in question.choices}


def _by_name(nodes: tuple[Node, ...]) -> dict[str, Any]:
    return {
        node.name: (node, _by_name(node.children) if isinstance(node, Group | Repeat) else None)
        for node in nodes
    }
