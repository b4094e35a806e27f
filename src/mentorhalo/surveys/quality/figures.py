"""What is usual of an interviewer, for a page beside their colleagues: numbers, not judgements."""

from collections.abc import Collection
from typing import SupportsFloat

import numpy as np

from .context import Context
from .nonresponse import marks
from .outcomes import Outcomes, outcomes_by, outcomes_of
from .profiles import profiles
from .table import Interviews

type Figures = dict[str, float | None]

LEAST_FOR_PROFILE = 15


def figures_by_interviewer(
    table: Interviews, context: Context, flagged: Collection[str]
) -> tuple[dict[str, Figures], Figures]:
    """Of each interviewer, and of all together: interviews, median minutes, shares of flagged interviews and of unanswered
    questions by kind, distance of the answers, response, refusal and contact rates (AAPOR RR1, REF1, CON1)."""
    size = len(table.interviewers)
    known = table.interviewer >= 0
    counts = np.bincount(table.interviewer[known], minlength=size)
    chosen = set(flagged)
    is_flagged = np.fromiter((name in chosen for name in table.ids), dtype=np.bool_, count=len(table))
    hits = np.bincount(table.interviewer[known & is_flagged], minlength=size)
    found: list[Figures] = [
        {
            "interviews": int(counts[code]),
            "minutes": _median(table.minutes[table.interviewer == code]),
            "flagged": _ratio(hits[code], counts[code]),
        }
        for code in range(size)
    ]
    whole: Figures = {
        "interviews": int(known.sum()),
        "minutes": _median(table.minutes),
        "flagged": _ratio(is_flagged.sum(), len(table)),
    }
    for kind, (marked, asked) in marks(table).items() if table.answers.size else ():
        for code in range(size):
            found[code][kind] = _ratio(marked[code], asked[code])
        whole[kind] = _ratio(marked.sum(), asked.sum())
    distance = (
        profiles(table, least=LEAST_FOR_PROFILE).distance if len(table.items) else np.full(size, np.nan)
    )
    for code in range(size):
        found[code]["distance"] = _known(distance[code])
    whole["distance"] = _known(np.nanmedian(distance)) if np.isfinite(distance).any() else None
    by_name = dict(zip(table.interviewers, found, strict=True))
    if context.attempts is not None:
        tried = context.attempts
        for name, outcomes in zip(
            tried.interviewers,
            outcomes_by(tried.interviewer, len(tried.interviewers), tried.disposition),
            strict=True,
        ):
            by_name.setdefault(name, {"interviews": 0}).update(_rates(outcomes))
        whole.update(_rates(outcomes_of(tried.disposition)))
    return by_name, whole


def _rates(outcomes: Outcomes) -> Figures:
    return {
        "response": _known(outcomes.response_rate(1)),
        "refusal": _known(outcomes.refusal_rate(1)),
        "contact": _known(outcomes.contact_rate(1)),
    }


def _median(values: np.ndarray) -> float | None:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else None


def _ratio(above: SupportsFloat, below: SupportsFloat) -> float | None:
    return float(above) / float(below) if float(below) else None


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
