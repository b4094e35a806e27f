"""Taking answers out of a submission, for the day on which identities are deleted."""

from collections.abc import Collection

from lxml import etree

from mentorhalo.surveys.xforms.safexml import LARGEST, local, parse_xml, to_bytes

# What forms make of answers for the name of a record and of an entity.
NAMES = ("meta/instanceName", "meta/entity/label")


def with_answers_blanked(xml: bytes, paths: Collection[str], limit: int = LARGEST) -> bytes:
    """The submission with the texts at these paths, and everything below them, emptied; the rest as it was.

    Paths as those of questions, in every repetition. The names of record and entities go with them: as a rule they repeat answers.
    """
    root = parse_xml(xml, limit)
    if paths:
        for child in root:
            _blank(child, local(child), frozenset(paths))
    return to_bytes(root)


def _blank(element: etree._Element, path: str, wanted: frozenset[str]) -> None:
    if path in wanted or path.endswith(NAMES):
        for inner in element.iter():
            if inner.text and not inner.text.isspace():
                inner.text = None
        return
    for child in element:
        _blank(child, f"{path}/{local(child)}", wanted)
