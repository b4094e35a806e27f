"""A response as a person reads it: its groups, questions and answers in words, and what an edit changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mentorhalo.core.numbers import day, moment, number, plain

from ..engine.languages import read_languages
from ..models import Response, Submission
from ..wording import OF_THE_DEVICE
from ..xforms import (
    Form,
    Group,
    MalformedXml,
    Places,
    Question,
    Repeat,
    codes_of,
    places_of,
    read_submission,
    with_places_coarse,
)
from .schemas import form_of


@dataclass(frozen=True)
class Line:
    """A question and its answer in words; a misfit is not of its question's kind, and stands as it was sent."""

    key: str
    label: str
    answer: str
    is_misfit: bool = False


@dataclass(frozen=True)
class Section:
    """A group, or one round of a repeat. `level` counts from 2, for its heading."""

    title: str
    level: int
    lines: list[Line] = field(default_factory=list)

    @property
    def items(self) -> list[tuple[str, str]]:
        """For the `facts` element."""
        return [
            (
                one.label,
                _("%(answer)s (does not fit the question)") % {"answer": one.answer}
                if one.is_misfit
                else one.answer,
            )
            for one in self.lines
        ]


@dataclass(frozen=True)
class Changed:
    """A question whose answer an edit changed."""

    label: str
    before: str
    after: str


def language_of(form: Form) -> str:
    """The form's language nearest to the reader's, as the form writes it."""
    wanted = (get_language() or "").partition("-")[0]
    for one in read_languages(list(form.languages)):
        if one.code.partition("-")[0] == wanted:
            return one.source
    return form.default_language


def sections_of(response: Response, *, is_exact: bool) -> list[Section]:
    """What was answered, in the order of the form; questions without an answer are left out. No query but for the form.

    Without `is_exact` places stand to a kilometre, as in exports without identities.
    """
    form = form_of(response.version)
    misfits = {one["path"] for one in response.misfits}
    reader = _Reader(form, language_of(form), misfits, set(response.version.identity_keys))
    answers = _as_exact(form, response.answers, is_exact=is_exact)
    return [one for one in reader.level(form.nodes, answers, form.title, 2, "") if one.lines]


def _as_exact(form: Form, answers: Mapping[str, Any], *, is_exact: bool) -> Mapping[str, Any]:
    return answers if is_exact else with_places_coarse(answers, Places(places_of(form).points))


def labels_of(form: Form) -> dict[str, str]:
    """{path: words} of the form's questions."""
    language = language_of(form)
    return {
        question.path: form.text(question.labels, language) or question.name for question in form.questions()
    }


def changes_between(
    before: Submission, after: Submission, apart: Sequence[str], *, is_exact: bool
) -> list[Changed] | None:
    """What the second says otherwise than the first; identities (`apart`) are left out. None where one cannot be read.

    `is_exact` as in `sections_of`.
    """
    try:
        was, now = (read_submission(bytes(one.xml), form_of(one.version)).answers for one in (before, after))
    except MalformedXml:
        return None
    forms = form_of(before.version), form_of(after.version)
    was_said, now_said = (
        dict(_spoken(form, _as_exact(form, answers, is_exact=is_exact), set(apart)))
        for form, answers in zip(forms, (was, now), strict=True)
    )
    return [
        Changed(
            (now_said.get(key) or was_said[key])[0],
            was_said[key][1] if key in was_said else "",
            now_said[key][1] if key in now_said else "",
        )
        for key in [*now_said, *(key for key in was_said if key not in now_said)]
        if was_said.get(key, ("", ""))[1] != now_said.get(key, ("", ""))[1]
    ]


def _spoken(form: Form, answers: Mapping[str, Any], apart: set[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    reader = _Reader(form, language_of(form), set(), apart)
    for section in reader.level(form.nodes, answers, form.title, 2, ""):
        for line in section.lines:
            # Rounds of a repeat are told apart by their number.
            label = f"{section.title}: {line.label}" if section.level > 2 else line.label
            yield f"{section.title}/{line.key}", (label, line.answer)


class _Reader:
    def __init__(self, form: Form, language: str, misfits: set[str], apart: set[str]) -> None:
        self.form, self.language, self.misfits, self.apart = form, language, misfits, apart

    def level(
        self, nodes: Sequence[Any], answers: Mapping[str, Any], title: str, level: int, inside: str
    ) -> Iterator[Section]:
        """The questions that stand here, then what is inside; a form may put questions between groups, too."""
        here = Section(title, level)
        pending: list[Section] = []
        for node in nodes:
            if isinstance(node, Question):
                if node.key in answers and node.path not in self.apart and node.kind != "note":
                    if pending:
                        yield from (here, *pending)
                        here, pending = Section(title, level), []
                    here.lines.append(self._line(node, answers[node.key]))
            elif isinstance(node, Repeat):
                for number_of, row in enumerate(answers.get(node.key) or [], start=1):
                    name = f"{self._words(node)} {number_of}".strip()
                    pending += self.level(node.children, row, name, min(level + 1, 4), node.path)
            elif isinstance(node, Group):
                name = self._words(node) or title
                pending += self.level(node.children, answers, name, min(level + 1, 4), inside)
        yield from (here, *pending)

    def _words(self, node: Any) -> str:
        return self.form.text(node.labels, self.language)

    def _line(self, question: Question, answer: Any) -> Line:
        return Line(
            question.path,
            self._words(question) or str(OF_THE_DEVICE.get(question.kind, question.name)),
            self._answer(question, answer),
            is_misfit=question.path in self.misfits,
        )

    def _answer(self, question: Question, answer: Any) -> str:
        """A code without a label, as choices from files have, is shown as it is."""
        if question.holds in ("code", "codes"):
            labels = codes_of(question)
            given = answer if isinstance(answer, list) else [answer]
            said = [self.form.text(labels.get(str(code), {}), self.language) or str(code) for code in given]
            return ", ".join(said)
        return in_words(answer, question.holds)


YEARS = (1000, 9999)  # an English page would part the thousands of a year: “1,982”


def in_words(answer: Any, holds: str = "") -> str:
    """An answer that is no code; `holds` tells a day from a text that looks like one (`xforms.Question.holds`)."""
    if holds in WRITTEN_AS_TEXT:
        try:
            return WRITTEN_AS_TEXT[holds](str(answer))
        except ValueError:
            return str(answer)  # a misfit stands as it was sent
    if holds == "geolist" and isinstance(answer, list):
        return _("%(count)s points") % {"count": len(answer)}
    if isinstance(answer, bool):
        return _("yes") if answer else _("no")
    if isinstance(answer, int | float):
        if answer == int(answer) and YEARS[0] <= answer <= YEARS[1]:
            return plain(answer)
        return number(answer, 0 if answer == int(answer) else 2)
    if isinstance(answer, list):
        return _point(answer) if answer and isinstance(answer[0], int | float) else str(len(answer))
    return str(answer)


WRITTEN_AS_TEXT: dict[str, Callable[[str], str]] = {
    "date": lambda answer: day(date.fromisoformat(answer)),
    "dateTime": lambda answer: moment(datetime.fromisoformat(answer)),
    "time": lambda answer: answer[:5],
}


def _point(point: Sequence[float | None]) -> str:
    place = ", ".join(number(part, 5) for part in point[:2])
    return f"{place} (±{number(point[3])} m)" if len(point) > 3 and point[3] is not None else place
