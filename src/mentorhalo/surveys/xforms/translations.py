"""Texts that a form lacks in one of its languages, put there in its default language."""

from copy import deepcopy

from lxml import etree

from mentorhalo.surveys.xforms.safexml import parse_xml, to_bytes
from mentorhalo.surveys.xforms.texts import FILE_FORMS, MISSING, plain, words

type Values = dict[tuple[str, str], etree._Element]


def with_texts_filled(xform: bytes) -> bytes:
    """The dash that pyxform writes for a missing text gives way to the default language, or to the first that has it.

    Byte by byte the same where nothing is missing. A dash in every language stays: somebody wrote it.
    """
    root = parse_xml(xform)
    languages = [_values_of(one) for one in _translations(root)]
    missing = [
        (value, place) for values in languages for place, value in values.items() if _is_missing(value)
    ]
    fillings = [_fill(value, place, languages) for value, place in missing]
    return to_bytes(root) if any(fillings) else xform


def _translations(root: etree._Element) -> list[etree._Element]:
    """The default language first."""
    found = list(root.iterfind(".//{*}itext/{*}translation"))
    return sorted(found, key=lambda one: one.get("default") is None)


def _values_of(translation: etree._Element) -> Values:
    """What can be read, by text and form; pictures and sounds are none of it."""
    return {
        (text.get("id") or "", value.get("form") or ""): value
        for text in translation.iterfind("{*}text")
        for value in text.iterfind("{*}value")
        if value.get("form") not in FILE_FORMS
    }


def _fill(value: etree._Element, place: tuple[str, str], languages: list[Values]) -> bool:
    others = (values[place] for values in languages if place in values)
    source = next((one for one in others if not _is_missing(one)), None)
    if source is None:
        return False
    value.text = source.text
    value.extend(deepcopy(child) for child in source)
    return True


def _is_missing(value: etree._Element) -> bool:
    return plain(words(value)) in (MISSING, "")
