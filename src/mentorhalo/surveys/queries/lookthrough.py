"""The answers of a questionnaire as a person looks through them before they are sent: by groups, in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

from ..models import InstrumentVersion, Interviewer, SampleUnit
from ..xforms import Form, Group, Node, Question, Repeat, parse_xml
from ..xforms.safexml import local
from ..xforms.values import read_value
from .filling import data_set_of
from .reading import in_words
from .schemas import form_of

POINTER = re.compile(r"\{(?:[\w.:\-]+/)*(?P<name>[\w.\-]+)\}")  # an answer that is shown in a label
DEEPEST = 4


@dataclass(frozen=True)
class Line:
    """One question with its answer. `place` is its path with positions, for going back to it; `file` the name of a file."""

    label: str
    answer: str
    place: str
    file: str = ""


@dataclass
class Section:
    heading: str
    level: int = 2
    lines: list[Line] = field(default_factory=list)


def look_through(
    version: InstrumentVersion,
    xml: str,
    *,
    language: str,
    interviewer: Interviewer | None,
    unit: SampleUnit | None = None,
) -> list[Section]:
    """What was asked, in order; a question without an answer has an empty one. What did not apply is not in `xml`."""
    root = parse_xml(xml.encode())
    return _Reader(version, form_of(version), root, language, interviewer, unit).sections()


class _Reader:
    def __init__(
        self,
        version: InstrumentVersion,
        form: Form,
        root: etree._Element,
        language: str,
        interviewer: Interviewer | None,
        unit: SampleUnit | None,
    ) -> None:
        self._version = version
        self._form = form
        self._root = root
        self._language = _language_of(form, language)
        self._interviewer = interviewer
        self._unit = unit
        self._found: list[Section] = []

    def sections(self) -> list[Section]:
        self._walk(self._root, self._form.nodes, f"/{local(self._root)}", self._form.title, 0)
        return self._found

    def _walk(
        self, element: etree._Element, nodes: tuple[Node, ...], path: str, heading: str, depth: int
    ) -> None:
        for node in nodes:
            places = list(element.iterfind(f"{{*}}{node.name}"))
            if isinstance(node, Question):
                for child in places[:1]:
                    self._answer(child, node, f"{path}/{node.name}", heading, depth)
            elif isinstance(node, Group | Repeat):
                label = self._text(node)
                for at, child in enumerate(places, start=1):
                    many = len(places) > 1
                    numbered = f"{label or heading} {at}." if many else label or heading
                    place = f"{path}/{node.name}[{at}]" if many else f"{path}/{node.name}"
                    self._walk(child, node.children, place, numbered, depth + bool(label))

    def _add(self, heading: str, depth: int, line: Line) -> None:
        """Groups at the top stand beside what is in none of them."""
        level = min(2 + max(depth - 1, 0), DEEPEST)
        last = self._found[-1] if self._found else None
        if last is None or (last.heading, last.level) != (heading, level):
            last = Section(heading, level)
            self._found.append(last)
        last.lines.append(line)

    def _answer(
        self, element: etree._Element, question: Question, place: str, heading: str, depth: int
    ) -> None:
        if not question.is_asked or question.readonly == "true()":
            return
        text = (element.text or "").strip()
        label = self._text(question, element) or question.name
        is_file = question.holds == "file"
        line = Line(label, self._words(question, text), place, file=text if is_file else "")
        self._add(heading, depth, line)

    def _words(self, question: Question, text: str) -> str:
        if not text:
            return ""
        if question.holds in ("code", "codes"):
            labels = self._labels(question)
            codes = text.split() if question.holds == "codes" else [text]
            between = " → " if question.kind == "rank" else ", "
            return between.join(labels.get(code, code) for code in codes)
        try:
            return in_words(read_value(text, question.holds), question.holds)
        except ValueError:
            return text

    def _labels(self, question: Question) -> dict[str, str]:
        if question.choices:
            return {
                one.value: self._form.text(one.labels, self._language) or one.value
                for one in question.choices
            }
        itemset = question.itemset
        if itemset is None or not itemset.file:
            return {}
        file = self._version.files.filter(name=itemset.file).first()
        if file is None:
            return {}
        return _rows(data_set_of(file, self._interviewer, self._unit), itemset.value, itemset.label)

    def _text(self, node: Node, element: etree._Element | None = None) -> str:
        """A label with the values that stand in it, those nearest to `element`."""
        text = self._form.text(node.labels, self._language)
        return POINTER.sub(lambda found: self._value(found["name"], element), text).strip()

    def _value(self, name: str, element: etree._Element | None) -> str:
        around = [*element.iterancestors(), self._root] if element is not None else [self._root]
        for place in around:
            found = place.find(f".//{{*}}{name}")
            if found is not None:
                return (found.text or "").strip()
        return "…"


@lru_cache(maxsize=64)
def _rows(xml: str, value: str, label: str) -> dict[str, str]:
    rows: Iterator[etree._Element] = etree.fromstring(xml.encode()).iterfind("*")
    return {row.findtext(value) or "": row.findtext(label) or "" for row in rows}


def _language_of(form: Form, code: str) -> str:
    """The language of the form whose tag stands in its name; else the form's own."""
    return next(
        (name for name in form.languages if name == code or name.endswith(f"({code})")), form.default_language
    )
