"""Answers of some questions in a submission as it was sent: which they are, and taking them out on the day of their deletion."""

from collections.abc import Collection

from lxml import etree

from mentorhalo.surveys.xforms.places import coarse_text
from mentorhalo.surveys.xforms.safexml import LARGEST, local, parse_xml, to_bytes

# What forms make of answers for the name of a record and of an entity.
NAMES = ("meta/instanceName", "meta/entity/label")


def with_answers_blanked(
    xml: bytes, paths: Collection[str], limit: int = LARGEST, *, points: Collection[str] = ()
) -> bytes:
    """The submission with the texts at these paths, and everything below them, emptied, and points made coarse; the rest as it was.

    Paths as those of questions, in every repetition. The names of record and entities go with them: as a rule they repeat answers.
    """
    root = parse_xml(xml, limit)
    if paths or points:
        for child in root:
            _blank(child, local(child), frozenset(paths), frozenset(points))
    return to_bytes(root)


def texts_apart(xml: bytes, paths: Collection[str], limit: int = LARGEST) -> tuple[set[str], set[str]]:
    """What stands at these paths and below them, in every repetition, and what stands elsewhere."""
    there: set[str] = set()
    elsewhere: set[str] = set()
    for child in parse_xml(xml, limit):
        _gather(child, local(child), frozenset(paths), there, elsewhere)
    return there, elsewhere


def _gather(
    element: etree._Element, path: str, wanted: frozenset[str], there: set[str], elsewhere: set[str]
) -> None:
    if path in wanted:
        there.update(str(text) for text in element.itertext() if text.strip())
        return
    if element.text and element.text.strip():
        elsewhere.add(element.text)
    for child in element:
        _gather(child, f"{path}/{local(child)}", wanted, there, elsewhere)


def _blank(
    element: etree._Element, path: str, wanted: frozenset[str], points: frozenset[str] = frozenset()
) -> None:
    if path in wanted or path.endswith(NAMES):
        for inner in element.iter():
            if inner.text and not inner.text.isspace():
                inner.text = None
        return
    if path in points and element.text:
        element.text = coarse_text(element.text)
    for child in element:
        _blank(child, f"{path}/{local(child)}", wanted, points)
