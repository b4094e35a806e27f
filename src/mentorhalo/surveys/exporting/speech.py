"""Texts of a form in a language: as the form names it ("Magyar (hu)"), or by its tag ("hu")."""

from ..engine.languages import read_languages
from ..xforms.nodes import Texts


def tag_of(language: str) -> str:
    return read_languages([language])[0].code if language else ""


def said(texts: Texts, language: str = "", default: str = "") -> str:
    """The text in this language; else in the default one, in the one without a name, in any."""
    for wanted in (language, default, ""):
        if texts.get(wanted):
            return texts[wanted]
        if wanted:
            tag = tag_of(wanted)
            for name, text in texts.items():
                if text and name and tag_of(name) == tag:
                    return text
    return next((text for text in texts.values() if text), "")
