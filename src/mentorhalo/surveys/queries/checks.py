"""What the last run of checks says of rules, questions and interviewers, in rows ready to show."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorhalo.core.numbers import number, percent

from ..explaining import title_of
from ..models import Interviewer, QualityFlag, QualityRule, QualityRun, Study, Wave
from ..quality.definitions import RULES, Rule
from . import studies

# What the report of an interviewer may lack: nothing was asked, or no run was made.
NOTHING: dict[str, float | None] = dict.fromkeys(
    ("interviews", "minutes", "flagged", "missing", "dont_know", "refused", "distance")
)


@dataclass(frozen=True)
class AtWork:
    """An interviewer in a wave."""

    wave: Wave
    interviewer: Interviewer


def at_work(pk: UUID, interviewer: UUID) -> AtWork:
    return AtWork(studies.wave(pk), Interviewer.objects.get(pk=interviewer))


@dataclass(frozen=True)
class RuleRow:
    """A rule as the study has it: what it found in the wave, or why it could not be applied."""

    rule: Rule
    title: str
    is_on: bool
    is_changed: bool
    left: int
    found: int
    note: str


def rule_rows(study: Study, counted: Mapping[str, tuple[int, int]], run: QualityRun | None) -> list[RuleRow]:
    """One query."""
    chosen = {rule.code: rule for rule in study.quality_rules.all()}
    notes = run.report.get("notes", {}) if run else {}
    rows = []
    for code, rule in RULES.items():
        own: QualityRule | None = chosen.get(code)
        left, found = counted.get(code, (0, 0))
        rows.append(
            RuleRow(
                rule,
                title_of(code),
                is_on=own is None or own.is_on,
                is_changed=bool(own and own.parameters),
                left=left,
                found=found,
                note=_(notes[code]) if code in notes else "",
            )
        )
    return rows


@dataclass(frozen=True)
class EffectRow:
    """How much the answers to a question depend on who asks."""

    label: str
    rho: float
    deff: float
    p: float
    interviewers: int
    is_strong: bool


def effect_rows(run: QualityRun | None, labels: Mapping[str, str]) -> list[EffectRow]:
    """The strongest first."""
    effects: dict[str, dict[str, Any]] = run.report.get("effects", {}) if run else {}
    rows = [
        EffectRow(
            labels.get(key, key), one["rho"], one["deff"], one["p"], one["interviewers"], one["is_strong"]
        )
        for key, one in effects.items()
    ]
    return sorted(rows, key=lambda row: (-row.rho, row.label))


@dataclass(frozen=True)
class WorkRow:
    """An interviewer's figures beside those of all."""

    interviewer: Interviewer
    figures: Mapping[str, float | None]


def work_rows(run: QualityRun | None, interviewers: Iterable[Interviewer]) -> list[WorkRow]:
    """Of those who made an interview by the last run, in the order given."""
    figures = run.report.get("interviewers", {}) if run else {}
    return [WorkRow(one, NOTHING | figures[str(one.pk)]) for one in interviewers if str(one.pk) in figures]


def figures_of_all(run: QualityRun | None) -> dict[str, float | None]:
    return NOTHING | (run.report.get("whole", {}) if run else {})


# What the page of one interviewer compares: name in the report, words, whether it is a share.
COMPARED = (
    ("minutes", gettext_lazy("Minutes of the middle interview"), False),
    ("flagged", gettext_lazy("Interviews with a flag"), True),
    ("missing", gettext_lazy("Questions left out"), True),
    ("dont_know", gettext_lazy("Does not know"), True),
    ("refused", gettext_lazy("Does not answer"), True),
    ("other", gettext_lazy("Something else"), True),
    ("distance", gettext_lazy("Answers that would have to be others to be like the colleagues'"), True),
    ("response", gettext_lazy("Response rate (RR1)"), True),
    ("refusal", gettext_lazy("Refusal rate (REF1)"), True),
    ("contact", gettext_lazy("Contact rate (CON1)"), True),
)


@dataclass(frozen=True)
class FigureRow:
    """One figure of an interviewer beside that of all together."""

    words: str
    own: str
    whole: str


def beside_the_others(row: WorkRow, whole: Mapping[str, float | None]) -> list[FigureRow]:
    return [
        FigureRow(str(words), _figure(row.figures.get(name), is_share), _figure(whole.get(name), is_share))
        for name, words, is_share in COMPARED
        if row.figures.get(name) is not None
    ]


def _figure(value: float | None, is_share: bool) -> str:
    return percent(value, 1) if is_share else number(value, 1)


def counted_of(interviewer: Interviewer, flags: QuerySet[QualityFlag]) -> list[tuple[str, str, int]]:
    """(words, code, how many) of the flags on this interviewer's interviews. One query."""
    rows = flags.filter(response__interviewer=interviewer).order_by().values_list("rule__code")
    counted = dict(rows.annotate(n=Count("pk")))
    return [(title_of(code), code, counted[code]) for code in RULES if code in counted]


def example_of(rule: Rule) -> str:
    """The rule's sentence with dots in the place of numbers."""
    return _(rule.explanation) % defaultdict(lambda: "…")
