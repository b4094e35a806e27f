"""What a flag says, in the reader's language: the rule's sentence with the numbers of the flag."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from mentorhalo.core.numbers import number

from .models import QualityFlag
from .quality.definitions import RULES

# Of what a rule looks at beside questions.
PARTS = {
    "missing": lambda: _("no answer"),
    "dont_know": lambda: _("does not know"),
    "refused": lambda: _("does not answer"),
    "other": lambda: _("something else"),
    "unit": lambda: _("sample unit"),
}
# Details that are words as they are: names of questions, hours, days.
AS_WRITTEN = {"questions", "question", "grids", "time", "started", "day"}


@dataclass(frozen=True)
class Explained:
    flag: QualityFlag
    title: str
    text: str


def title_of(code: str) -> str:
    rule = RULES.get(code)
    return _(rule.title) if rule else code


def explained(flags: Iterable[QualityFlag], labels: Mapping[str, str] | None = None) -> list[Explained]:
    """`flags` with their rules loaded; `labels` are the questions' own words. No query."""
    return [
        Explained(flag, title_of(flag.rule.code), explain(flag.rule.code, flag.details, labels or {}))
        for flag in flags
    ]


def explain(code: str, details: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """A flag of a rule or with details this version of the program does not know is told by its title."""
    rule = RULES.get(code)
    if rule is None:
        return code
    words = {name: _in_words(name, value, labels) for name, value in details.items()}
    try:
        return _(rule.explanation) % words
    except KeyError:
        return _(rule.title)


def _in_words(name: str, value: Any, labels: Mapping[str, str]) -> str:
    if name == "rule":
        return title_of(str(value))
    if name in ("kind", "key"):
        return PARTS[value]() if value in PARTS else labels.get(value, str(value))
    if name in AS_WRITTEN or isinstance(value, str):
        return ", ".join(labels.get(part, part) for part in str(value).split(", "))
    return figure(value)


def figure(value: float) -> str:
    """As many decimals as tell something: 12, 3.5, 0.43."""
    if value == round(value):
        return number(value)
    return number(value, 0 if abs(value) >= 100 else 1 if abs(value) >= 1 else 2)
