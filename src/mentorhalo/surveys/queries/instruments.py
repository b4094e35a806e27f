"""Questionnaires, their versions, and what is asked in them, ready to show."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import get_language

from ..models import Instrument, InstrumentVersion, Study
from ..xforms import Choice, Form, Group, Node, Question, Repeat, flatten, identity_guesses

SHOWN_CHOICES = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the outline of a questionnaire: a group, a repeat or a question, `depth` levels in."""

    depth: int
    node: Node
    label: str
    choices: list[str]
    more_choices: int
    is_group: bool
    is_repeat: bool

    @property
    def kind(self) -> str:
        return self.node.kind if isinstance(self.node, Question) else ""


def instrument(pk: UUID) -> Instrument:
    return Instrument.objects.select_related("study__programme").get(pk=pk)


def version(pk: UUID) -> InstrumentVersion:
    return InstrumentVersion.objects.select_related("instrument__study__programme", "created_by").get(pk=pk)


def instruments_of(study: Study) -> list[Instrument]:
    """With what is newest of each, `newest`; two queries."""
    rows = list(study.instruments.all())
    newest: dict[UUID, InstrumentVersion] = {}
    versions = InstrumentVersion.objects.lists().filter(instrument__in=rows)
    for one in versions.annotate(response_count=Count("responses")).order_by("created_at", "pk"):
        newest[one.instrument_id] = one
    for row in rows:
        row.newest = newest.get(row.pk)  # type: ignore[attr-defined]  # for the template
    return rows


def versions_of(instrument: Instrument) -> QuerySet[InstrumentVersion]:
    """The newest first, with how many responses each has."""
    rows = instrument.versions.lists().select_related("created_by")
    return rows.annotate(response_count=Count("responses")).order_by("-created_at", "pk")


def language_of(form: Form) -> str:
    """The language of the form that is nearest to the page's; its own default where it has none."""
    wanted = (get_language() or "hu")[:2]
    for name in form.languages:
        if f"({wanted})" in name.lower() or name.lower() == wanted:
            return name
    return form.default_language


def outline(form: Form) -> list[Line]:
    """Everything a person is asked, in order, in the language of the page."""
    language = language_of(form)
    lines: list[Line] = []
    waiting: list[tuple[int, Node]] = [(0, node) for node in reversed(form.nodes)]
    while waiting:
        depth, node = waiting.pop()
        inner: list[Node] = []
        if isinstance(node, Group | Repeat):
            inner = list(node.children)
            waiting += [(depth + 1, child) for child in reversed(inner)]
        lines.append(_line(form, node, depth, language))
    return lines


def _line(form: Form, node: Node, depth: int, language: str) -> Line:
    choices: tuple[Choice, ...] = node.choices if isinstance(node, Question) else ()
    return Line(
        depth=depth,
        node=node,
        label=form.text(node.labels, language),
        choices=[form.text(one.labels, language) or one.value for one in choices[:SHOWN_CHOICES]],
        more_choices=max(0, len(choices) - SHOWN_CHOICES),
        is_group=isinstance(node, Group),
        is_repeat=isinstance(node, Repeat),
    )


def questions_to_mark(form: Form) -> list[tuple[str, str, str]]:
    """(path, words, why it may identify a person) of every question that is answered."""
    language = language_of(form)
    guesses = identity_guesses(form)
    found = []
    for placed in flatten(form):
        question = placed.question
        guess = guesses.get(question.path)
        label = form.text(question.labels, language)
        words = f"{label} ({question.path})" if label else question.path
        if question.kind != "note":
            found.append((question.path, words, guess.word if guess else ""))
    return found


def form_of_version(version: InstrumentVersion) -> Form:
    schema: dict[str, Any] = version.schema
    return Form.from_dict(schema)
