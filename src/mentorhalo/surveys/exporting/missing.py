"""Codes that say "no answer": those a workbook marks in a column `missing`, and those whose label says so."""

import re

from ..xforms.nodes import Choice, Question

WORDS = re.compile(
    r"^\W*(nem tudja|nem tudom|nt\b|nem válaszol|nem kíván válaszolni|nem akar válaszolni|megtagadta|válaszmegtagadás|nincs válasz|nv\b"
    r"|nem értelmezhető|nem vonatkozik|don.?t know|do not know|dk\b|no answer|not answered|refus|prefer not to|rather not"
    r"|not applicable|n/a)",
    re.IGNORECASE,
)
YES = frozenset({"1", "yes", "true", "igen", "x"})


def missing_codes(question: Question) -> tuple[str, ...]:
    return tuple(choice.value for choice in question.choices if _is_missing(choice))


def _is_missing(choice: Choice) -> bool:
    marked = choice.columns.get("missing", "").strip().lower()
    if marked:
        return marked in YES
    return any(WORDS.match(label) for label in choice.labels.values())
