"""Interviews asked again by another person: how often the answers differ, and how steady a question is."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from math import erfc, sqrt
from typing import Any

import numpy as np

from .context import Compared, Context, Firmness, Rechecks
from .flags import Flag, Level, NotApplicable, Settings, gettext_noop
from .statistics import t_tails, wilson
from .table import Booleans, Floats, Interviews


@dataclass(frozen=True, slots=True)
class Errors:
    """Differences among compared values, with the 95 % interval of their share."""

    differences: int
    compared: int

    @property
    def share(self) -> float:
        return self.differences / self.compared if self.compared else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.differences, self.compared)


def differences(rechecks: Rechecks) -> tuple[Booleans, Booleans]:
    """(is different, is compared) of each interview and question; what only one of the two answered is not compared."""
    compared = np.isfinite(rechecks.first) & np.isfinite(rechecks.second)
    allowed = np.array([question.tolerance for question in rechecks.questions])
    of_share = np.array([question.is_share for question in rechecks.questions], dtype=np.bool_)
    with np.errstate(invalid="ignore"):
        reach = np.where(of_share, allowed * np.abs(rechecks.first), allowed)
        # A tolerance that is just reached is kept, whatever the last binary digit says.
        different = np.abs(rechecks.first - rechecks.second) > reach * (1 + 1e-12)
    return different & compared, compared


def errors_by(rechecks: Rechecks, names: Sequence[str]) -> dict[str, dict[Firmness, Errors]]:
    """{name: {firmness: errors}}; `names` holds the interviewer, the re-checker or the team of each row."""
    different, compared = differences(rechecks)
    found: dict[str, dict[Firmness, Errors]] = {}
    for name in sorted(set(names)):
        rows = np.array([other == name for other in names], dtype=np.bool_)
        found[name] = {
            firmness: _errors(different[rows], compared[rows], rechecks.questions, firmness)
            for firmness in Firmness
        }
    return found


def errors_of(rechecks: Rechecks) -> dict[Firmness, Errors]:
    different, compared = differences(rechecks)
    return {firmness: _errors(different, compared, rechecks.questions, firmness) for firmness in Firmness}


def _errors(
    different: Booleans, compared: Booleans, questions: Sequence[Compared], firmness: Firmness
) -> Errors:
    columns = np.array([question.firmness == firmness for question in questions], dtype=np.bool_)
    return Errors(int(different[:, columns].sum()), int(compared[:, columns].sum()))


@dataclass(frozen=True, slots=True)
class Steadiness:
    """How steady the answers to one question are. Chances are two-sided; NaN where they cannot be told."""

    errors: Errors
    # Simple response variance: half the variance of the differences.
    variance: float
    # 1 - variance / variance of the second answers: 1 where the two always agree.
    reliability: float
    p_of_t: float
    p_of_ranks: float
    p_of_shares: float


def steadiness(rechecks: Rechecks) -> dict[str, Steadiness]:
    different, compared = differences(rechecks)
    found = {}
    for at, question in enumerate(rechecks.questions):
        rows = compared[:, at]
        first, second = rechecks.first[rows, at], rechecks.second[rows, at]
        variance = float(np.var(first - second, ddof=1) / 2) if len(first) > 1 else float("nan")
        spread = float(np.var(second, ddof=1)) if len(second) > 1 else 0.0
        found[question.name] = Steadiness(
            Errors(int(different[rows, at].sum()), int(rows.sum())),
            variance,
            1 - variance / spread if spread > 0 else float("nan"),
            paired_t(first, second),
            signed_ranks(first, second),
            equal_shares(first, second),
        )
    return found


def report_of(rechecks: Rechecks) -> dict[str, Any]:
    """All of it as JSON knows it: `errors`, `interviewers`, `recheckers` ({name: {type: [differences, compared]}}), `questions`."""

    def counted(by_firmness: dict[Firmness, Errors]) -> dict[str, list[int]]:
        return {str(int(key)): [one.differences, one.compared] for key, one in by_firmness.items()}

    return {
        "errors": counted(errors_of(rechecks)),
        "interviewers": {
            name: counted(found) for name, found in errors_by(rechecks, rechecks.interviewer).items()
        },
        "recheckers": {
            name: counted(found) for name, found in errors_by(rechecks, rechecks.rechecker).items()
        },
        "questions": {
            name: {
                "differences": one.errors.differences,
                "compared": one.errors.compared,
                **{
                    field: None if value != value else value
                    for field, value in asdict(one).items()
                    if field != "errors"
                },
            }
            for name, one in steadiness(rechecks).items()
        },
    }


def paired_t(first: Floats, second: Floats) -> float:
    gap = first - second
    if len(gap) < 2 or np.ptp(gap) == 0:
        return float("nan")
    return t_tails(float(gap.mean() / np.sqrt(gap.var(ddof=1) / len(gap))), len(gap) - 1)


def signed_ranks(first: Floats, second: Floats) -> float:
    """Wilcoxon's test by its normal approximation, ties allowed for, without correction for continuity."""
    gap = first - second
    gap = gap[gap != 0]
    if len(gap) < 2:
        return float("nan")
    _, at, count = np.unique(np.abs(gap), return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[at.ravel()]
    n = len(gap)
    variance = n * (n + 1) * (2 * n + 1) / 24 - (count.astype(float) ** 3 - count).sum() / 48
    z = (rank[gap > 0].sum() - n * (n + 1) / 4) / sqrt(variance)
    return erfc(abs(float(z)) / sqrt(2))


def equal_shares(first: Floats, second: Floats) -> float:
    """Two shares of yes, for questions answered by 0 and 1 alone."""
    n = len(first)
    if not n or not np.isin(np.concatenate([first, second]), (0, 1)).all():
        return float("nan")
    pooled = float((first.sum() + second.sum()) / (2 * n))
    if pooled in (0.0, 1.0):
        return float("nan")
    z = float(first.mean() - second.mean()) / sqrt(pooled * (1 - pooled) * 2 / n)
    return erfc(abs(z) / sqrt(2))


def check_recheck(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """Facts that were otherwise when another person asked: so many in one interview that it hardly took place."""
    rechecks = _need(context)
    different, compared = differences(rechecks)
    facts = np.array([question.firmness == Firmness.FACT for question in rechecks.questions], dtype=np.bool_)
    count, of = different[:, facts].sum(axis=1), compared[:, facts].sum(axis=1)
    for row in np.flatnonzero(
        (of >= settings["facts"]) & (count >= settings["share"] * of) & (count > 0)
    ).tolist():
        yield Flag(
            "recheck",
            Level.INTERVIEW,
            rechecks.ids[row],
            float(count[row] / of[row]),
            settings["share"],
            details={"count": int(count[row]), "of": int(of[row])},
        )


def check_rechecks(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """Interviewers of whose facts too many were otherwise."""
    rechecks = _need(context)
    for name, by_firmness in errors_by(rechecks, rechecks.interviewer).items():
        errors = by_firmness[Firmness.FACT]
        if errors.compared >= settings["values"] and errors.share > settings["share"]:
            yield Flag(
                "rechecks",
                Level.INTERVIEWER,
                name,
                errors.share,
                settings["share"],
                details={
                    "count": errors.differences,
                    "of": errors.compared,
                    "percent": 100 * errors.share,
                    "low": 100 * errors.interval[0],
                    "high": 100 * errors.interval[1],
                },
            )


def _need(context: Context) -> Rechecks:
    if context.rechecks is None or not len(context.rechecks.ids):
        raise NotApplicable(gettext_noop("Nobody has been asked again yet."))
    return context.rechecks
