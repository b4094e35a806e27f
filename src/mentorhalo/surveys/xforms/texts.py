"""Texts of an XForm: labels in place or by `jr:itext`, in every language, as plain words without marks of layout."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from mentorhalo.surveys.xforms.nodes import Media, Texts
from mentorhalo.surveys.xforms.safexml import local

ITEXT = re.compile(r"""^\s*jr:itext\(\s*(?P<argument>.*?)\s*\)\s*$""", re.DOTALL)
PATH_IN_EXPRESSION = re.compile(r"(?:\.{1,2}|current\(\)|/)?(?:/[\w.:\-]+)+|\.\.?/[\w.:\-/]+")
MEDIA_ADDRESS = re.compile(r"^\s*jr://(?:images|audio|video|file|file-csv)/(?P<name>.+?)\s*$")
FILE_FORMS = ("image", "big-image", "audio", "video")

# Marks of layout, in the order they are taken off: tags, links, headings, strong, emphasised.
MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"</?[a-zA-Z][^<>]*>"), ""),
    (re.compile(r"\[([^\[\]]+)\]\((?:https?:|mailto:|/|#)[^()\s]*\)"), r"\1"),
    (re.compile(r"^#{1,6}[ \t]+", re.MULTILINE), ""),
    (re.compile(r"(?<!\\)(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w\\*])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w\\_])_(?=[^\s_])([^_\n]+?)(?<=[^\s_])_(?![\w_])"), r"\1"),
)
SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
# What pyxform writes where a language has no text.
MISSING = "-"
UNNAMED = "default"
# Longer texts keep their marks: looking for pairs of them costs the square of the length.
LONGEST_MARKED = 4000


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown at one place: words, guidance and files, each by language."""

    labels: Texts = field(default_factory=dict)
    guidance: Texts = field(default_factory=dict)
    media: Media = field(default_factory=dict)


class Itext:
    """The translations of one form."""

    def __init__(self, model: etree._Element) -> None:
        self.languages: list[str] = []
        self.default = ""
        self._texts: dict[str, dict[str, dict[str, str]]] = {}
        for translation in model.iterfind("{*}itext/{*}translation"):
            self._read(translation)
        if self.default not in self.languages and self.languages:
            self.default = self.languages[0]

    def shown(self, identity: str) -> Shown:
        labels: dict[str, str] = {}
        guidance: dict[str, str] = {}
        media: dict[str, dict[str, str]] = {}
        for language, forms in self._texts.get(identity, {}).items():
            label = forms.get("") or forms.get("long") or forms.get("short")
            if label:
                labels[language] = label
            if forms.get("guidance"):
                guidance[language] = forms["guidance"]
            for form in FILE_FORMS:
                if form in forms:
                    media.setdefault(form, {})[language] = forms[form]
        return Shown(_without_missing(labels), _without_missing(guidance), media)

    def files(self) -> list[str]:
        """The names of all files the texts show, in the order of the form."""
        return [
            file
            for languages in self._texts.values()
            for forms in languages.values()
            for form, file in forms.items()
            if form in FILE_FORMS
        ]

    def _read(self, translation: etree._Element) -> None:
        language = translation.get("lang") or ""
        if language == UNNAMED:
            language = ""
        if language not in self.languages:
            self.languages.append(language)
        if translation.get("default") is not None:
            self.default = language
        for text in translation.iterfind("{*}text"):
            forms = self._texts.setdefault(text.get("id") or "", {}).setdefault(language, {})
            for value in text.iterfind("{*}value"):
                form = value.get("form") or ""
                content = file_name(words(value)) if form in FILE_FORMS else plain(words(value))
                if content and not (form in FILE_FORMS and content == MISSING):
                    forms.setdefault(form, content)


def shown_by(element: etree._Element | None, itext: Itext, language: str) -> Shown:
    """What a `label` or `hint` says: by reference into the translations, or in place, then in the form's own language."""
    if element is None:
        return Shown()
    reference = element.get("ref")
    if reference:
        identity = itext_identity(reference)
        if identity is not None:
            return itext.shown(identity)
        return Shown({language: "{" + name_of(reference) + "}"})
    text = plain(words(element))
    return Shown({language: text}) if text else Shown()


def message_of(text: str, itext: Itext, language: str) -> Texts:
    """A message written in a bind: itself, or a reference into the translations."""
    identity = itext_identity(text)
    if identity is not None:
        return itext.shown(identity).labels
    return {language: plain(text)} if text.strip() else {}


def itext_identity(reference: str) -> str | None:
    """`jr:itext('a:label')` -> `a:label`; None if this is no reference, or one that only the device can follow."""
    found = ITEXT.match(reference)
    if found is None:
        return None
    argument = found["argument"]
    if len(argument) > 1 and argument[0] in "'\"" and argument[-1] == argument[0]:
        return argument[1:-1]
    return argument


def words(element: etree._Element) -> str:
    """The text with `<output value="/data/age"/>` written as `{age}`, and what other elements enclose."""
    parts = [element.text or ""]
    for child in element:
        if local(child) == "output":
            parts.append("{" + name_of(child.get("value") or child.get("ref") or "") + "}")
        else:
            parts.append(words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def name_of(expression: str) -> str:
    """The last name of the path an expression speaks of; the expression itself if it speaks of none."""
    paths = PATH_IN_EXPRESSION.findall(expression)
    name = paths[0].rstrip("/").rpartition("/")[2] if paths else ""
    return name.rpartition(":")[2] or expression.strip()


def plain(text: str) -> str:
    """Words without tags and Markdown, lines trimmed."""
    if len(text) <= LONGEST_MARKED:
        for pattern, instead in MARKS:
            text = pattern.sub(instead, text)
    lines = [SPACES.sub(" ", line).strip() for line in text.split("\n")]
    return "\n".join(lines).strip()


def file_name(address: str) -> str:
    """`jr://images/a.png` -> `a.png`."""
    found = MEDIA_ADDRESS.match(address)
    return found["name"] if found else address.strip()


def _without_missing(texts: Mapping[str, str]) -> dict[str, str]:
    """Without the dashes that stand for a missing translation, unless every language has one."""
    filled = {language: text for language, text in texts.items() if text != MISSING}
    return filled or dict(texts)
