"""A submission of a form as typed answers."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lxml import etree

from mentorhalo.surveys.xforms.envelope import envelope_of
from mentorhalo.surveys.xforms.form import Form
from mentorhalo.surveys.xforms.nodes import Question, Repeat
from mentorhalo.surveys.xforms.safexml import LARGEST, local, parse_xml
from mentorhalo.surveys.xforms.values import read_moment, read_value

META = "{http://openrosa.org/xforms}meta"
TEMPLATE = "{http://openrosa.org/javarosa}template"

type Answers = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Misfit:
    """An answer that is not of its question's type; it is kept as the text that was sent."""

    path: str
    text: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Reading:
    """`answers`: by key; a repeat is a list of such dictionaries; what was not answered is absent.

    `attachments` are the names of files, in the order of the document; `unknown` are paths the form does not have.
    """

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str = ""
    instance_name: str = ""
    answers: Answers = field(default_factory=dict)
    attachments: tuple[str, ...] = ()
    started_at: datetime | None = None
    ended_at: datetime | None = None
    device_id: str = ""
    username: str = ""
    audit: str = ""
    start_geopoint: list[float | None] | None = None
    is_encrypted: bool = False
    unknown: tuple[str, ...] = ()
    misfits: tuple[Misfit, ...] = ()


def read_submission(xml: bytes, form: Form, limit: int = LARGEST) -> Reading:
    """The answers, typed. Never refuses an answer: what does not fit is kept as text and named."""
    return _Reader(parse_xml(xml, limit), form).reading()


class _Reader:
    def __init__(self, root: etree._Element, form: Form) -> None:
        self.root = root
        self.form = form
        self.attachments: list[str] = []
        self.unknown: list[str] = []
        self.misfits: list[Misfit] = []
        self.metadata: dict[str, Any] = {}

    def reading(self) -> Reading:
        envelope = envelope_of(self.root)
        answers: Answers = {}
        audit = ""
        if envelope.is_encrypted:
            self._read_sealed()
        else:
            self._read_level(self.root, self.form.field_names, answers, "", "")
            audit = self._audit()
        return Reading(
            form_id=envelope.form_id,
            version=envelope.version,
            instance_id=envelope.instance_id,
            deprecated_id=envelope.deprecated_id,
            instance_name=envelope.instance_name,
            answers=answers,
            attachments=tuple(dict.fromkeys(self.attachments)),
            started_at=_moment(self.metadata.get("start")),
            ended_at=_moment(self.metadata.get("end")),
            device_id=self.metadata.get("deviceid", ""),
            username=self.metadata.get("username", ""),
            audit=audit,
            start_geopoint=_place(self.metadata.get("start-geopoint")),
            is_encrypted=envelope.is_encrypted,
            unknown=tuple(dict.fromkeys(self.unknown)),
            misfits=tuple(self.misfits),
        )

    def _read_level(
        self, element: etree._Element, names: dict[str, Any], answers: Answers, path: str, key: str
    ) -> None:
        """Read what is inside one element; `path` and `key` are those of the element, with a slash at the end."""
        for child in element:
            tag = child.tag
            name = tag[tag.rfind("}") + 1 :]
            found = names.get(name)
            if found is None or tag == META:
                if name != "meta":
                    self._note_unknown(child, path + name)
                continue
            node, inner = found
            if isinstance(node, Question):
                self._read_answer(child, node, answers, key + name)
            elif isinstance(node, Repeat):
                if child.get(TEMPLATE) is None:
                    repetition: Answers = {}
                    answers.setdefault(key + name, []).append(repetition)
                    self._read_level(child, inner, repetition, path + name + "/", "")
            else:
                self._read_level(child, inner, answers, path + name + "/", key + name + "/")

    def _read_answer(self, element: etree._Element, question: Question, answers: Answers, key: str) -> None:
        for child in element:
            self._note_unknown(child, f"{question.path}/{local(child)}")
        text = element.text
        if not text or text.isspace():
            return
        holds = question.holds
        try:
            answer = read_value(text, holds)
        except ValueError:
            answer = text
            self.misfits.append(Misfit(question.path, text, holds))
        answers[key] = answer
        if holds == "file" and not text.startswith("jr://"):
            self.attachments.append(answer)
        if question.kind in WATCHED:
            self.metadata.setdefault(question.kind, answer)

    def _note_unknown(self, element: etree._Element, path: str) -> None:
        """Paths of what holds a text; empty remains of other versions are no loss."""
        if element.text and not element.text.isspace():
            self.unknown.append(path)
        for child in element:
            self._note_unknown(child, f"{path}/{local(child)}")

    def _audit(self) -> str:
        """The name of the file that tells how the form was filled, an attachment like others."""
        name = (self.root.findtext("{*}meta/{*}audit") or "").strip()
        if name:
            self.attachments.append(name)
        return name

    def _read_sealed(self) -> None:
        """An encrypted submission says only which files belong to it."""
        for file in (*self.root.iterfind("{*}media/{*}file"), *self.root.iterfind("{*}encryptedXmlFile")):
            if file.text and file.text.strip():
                self.attachments.append(file.text.strip())


WATCHED = frozenset({"start", "end", "deviceid", "username", "start-geopoint"})


def _moment(text: str | None) -> datetime | None:
    """A moment that says its offset; others could be anywhere."""
    try:
        moment = read_moment(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _place(point: Any) -> list[float | None] | None:
    return point if isinstance(point, list) else None
