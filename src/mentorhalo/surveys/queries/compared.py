"""Questions that may be asked again, and those that are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mentorhalo.core.numbers import UNKNOWN

from ..models import ComparedQuestion, InstrumentVersion, Study
from ..models.instruments import SERVED
from ..xforms import Form, Group, Question, Repeat, codes_of, flatten
from .reading import in_words, language_of
from .schemas import form_of

# Rows of a grid, by their appearance, and how a question ends that goes on in them.
ROWS = {"likert", "list-nolabel"}
WORDS_OF_GRID = "generated_table_list_label"
GOES_ON = ("…", "...", ":")
# What can be compared: a number, a code, some codes, a day, a text.
HELD = ("int", "decimal", "code", "codes", "date", "text")


@dataclass(frozen=True)
class Comparable:
    """A question of the study's newest questionnaire that may be asked again, with what was chosen for it."""

    key: str
    form: Form
    question: Question
    chosen: ComparedQuestion | None = None
    group: Group | Repeat | None = None

    @property
    def label(self) -> str:
        """Read by itself: a row of a grid says what the grid asks, too."""
        language = language_of(self.form)
        own = self.form.text(self.question.labels, language) or self.question.name
        stem = self.form.text(_asked_by(self.group), language) if self.group and self._is_row else ""
        if not stem:
            return own
        return f"{stem} {own}" if stem.endswith(GOES_ON) else f"{stem} – {own}"

    @property
    def _is_row(self) -> bool:
        return not ROWS.isdisjoint(self.question.appearance.split())

    def words(self, answer: Any) -> str:
        """An answer as people say it."""
        if answer in (None, "", []):
            return UNKNOWN
        labels, language = codes_of(self.question), language_of(self.form)
        given = answer if isinstance(answer, list) else [answer]
        said = [self.form.text(labels.get(str(one), {}), language) or in_words(one) for one in given]
        return ", ".join(said)


def _asked_by(grid: Group | Repeat) -> Mapping[str, str]:
    """What a grid asks. The converter takes a `table-list` apart and gives its words a question of their own."""
    own = (one.labels for one in grid.children if one.name.startswith(WORDS_OF_GRID))
    return grid.labels or next(own, {})


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
                group = placed.around[-1] if placed.around else None
                one = Comparable(question.path, form, question, chosen.get(question.path), group)
                found.setdefault(question.path, one)
    return list(found.values())


def compared_questions(study: Study) -> list[Comparable]:
    """Those that are asked again."""
    return [one for one in comparable_questions(study) if one.chosen is not None]
