"""What the body of an XForm shows: controls, groups and repeats, by the path of their node."""

from dataclasses import dataclass, field

from lxml import etree

from mentorhalo.surveys.xforms.references import References
from mentorhalo.surveys.xforms.safexml import local

CONTROLS = frozenset(
    {"input", "select", "select1", "rank", "range", "upload", "trigger", "secret", "textarea"}
)


@dataclass
class Body:
    controls: dict[str, etree._Element] = field(default_factory=dict)
    groups: dict[str, etree._Element] = field(default_factory=dict)
    repeats: dict[str, etree._Element] = field(default_factory=dict)


def read_body(body: etree._Element | None, references: References, binds: dict[str, str]) -> Body:
    """`binds` names the path of each bind that has an identity, for controls that point at it."""
    read = Body()
    waiting: list[tuple[etree._Element, str]] = [] if body is None else [(body, "")]
    while waiting:
        element, context = waiting.pop()
        inner = [
            (child, _place(read, child, element, context, references, binds))
            for child in element
            if local(child) in ("group", "repeat") or local(child) in CONTROLS
        ]
        waiting.extend(
            (child, path) for child, path in reversed(inner) if local(child) in ("group", "repeat")
        )
    return read


def _place(
    read: Body,
    element: etree._Element,
    outer: etree._Element,
    context: str,
    references: References,
    binds: dict[str, str],
) -> str:
    """Note the element under its path; answers with the path that things inside are seen from."""
    reference = element.get("nodeset") or element.get("ref")
    path = references.path(reference, context)
    if path is None:
        path = binds.get(element.get("bind") or "")
    if path is None:
        return context
    tag = local(element)
    if tag == "repeat":
        read.repeats.setdefault(path, element)
        if local(outer) == "group":
            # The group around a repeat holds its label, often without naming the node.
            read.groups.setdefault(path, outer)
    elif tag == "group":
        read.groups.setdefault(path, element)
    else:
        read.controls.setdefault(path, element)
    return path
