"""Questions that may be asked again, and those that are."""

from dataclasses import dataclass
from typing import Any

from mentorhalo.core.numbers import UNKNOWN

from ..models import ComparedQuestion, InstrumentVersion, Study
from ..models.instruments import SERVED
from ..xforms import Form, Question, codes_of, flatten
from .reading import in_words, language_of
from .schemas import form_of

# What can be compared: a number, a code, some codes, a day, a text.
HELD = ("int", "decimal", "code", "codes", "date", "text")


@dataclass(frozen=True)
class Comparable:
    """A question of the study's newest questionnaire that may be asked again, with what was chosen for it."""

    key: str
    form: Form
    question: Question
    chosen: ComparedQuestion | None = None

    @property
    def label(self) -> str:
        return self.form.text(self.question.labels, language_of(self.form)) or self.question.name

    def words(self, answer: Any) -> str:
        """An answer as people say it."""
        if answer in (None, "", []):
            return UNKNOWN
        labels, language = codes_of(self.question), language_of(self.form)
        given = answer if isinstance(answer, list) else [answer]
        said = [self.form.text(labels.get(str(one), {}), language) or in_words(one) for one in given]
        return ", ".join(said)


def comparable_questions(study: Study) -> list[Comparable]:
    """In the order of the form; without what identifies people and what stands in repeats. Three queries at most.

    The questionnaire is the one published last; a wave that is long over still compares what the study compares now.
    """
    versions = InstrumentVersion.objects.lists().filter(
        instrument__study=study, state__in=(*SERVED, "retired")
    )
    chosen = {one.key: one for one in study.compared_questions.all()}
    found: dict[str, Comparable] = {}
    newest: set[object] = set()
    for version in versions.order_by("-published_at", "-created_at", "pk"):
        if version.instrument_id in newest:
            continue
        newest.add(version.instrument_id)
        apart = {*version.identity_keys, version.unit_key, version.settlement_key}
        form = form_of(version)
        for placed in flatten(form):
            question = placed.question
            is_fit = question.is_asked and question.holds in HELD and question.kind != "rank"
            if is_fit and not placed.repeats and question.path not in apart:
                found.setdefault(
                    question.path, Comparable(question.path, form, question, chosen.get(question.path))
                )
    return list(found.values())


def compared_questions(study: Study) -> list[Comparable]:
    """Those that are asked again."""
    return [one for one in comparable_questions(study) if one.chosen is not None]
