"""How far an interviewer's answers, taken together, lie from those of all colleagues."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .context import Context
from .flags import Flag, Level, NotApplicable, Settings, gettext_noop
from .statistics import MAD_TO_SD, holm, normal_tail
from .table import Floats, Interviews

# So many of the questions that differ most are named.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Profiles:
    """`distance` of each interviewer: mean over the questions of how often one would have to change an answer to give it the
    colleagues' distribution (total variation, 0 to 1); `z` beside what chance and honest differences make of it."""

    distance: Floats
    z: Floats
    # Interviewer x question: chi-square by its degrees of freedom, 1 by chance alone.
    unlike: Floats


def profiles(table: Interviews, *, least: int) -> Profiles:
    size = len(table.interviewers)
    known = table.interviewer >= 0
    distance, unlike = np.full((2, size, len(table.items)), np.nan)
    for at in range(len(table.items)):
        column = table.answers[:, at]
        answered = known & (column >= 0)
        if not answered.any():
            continue
        _, code = np.unique(column[answered], return_inverse=True)
        codes = int(code.max()) + 1
        own = np.bincount(table.interviewer[answered] * codes + code, minlength=size * codes).reshape(
            size, codes
        )
        count = own.sum(axis=1, keepdims=True)
        rest = own.sum(axis=0) - own
        with np.errstate(divide="ignore", invalid="ignore"):
            expected = rest / rest.sum(axis=1, keepdims=True)
            distance[:, at] = np.abs(own / count - expected).sum(axis=1) / 2
            # Of a two-sample comparison: the rest is no certain truth either.
            variance = expected * (1 / count + 1 / rest.sum(axis=1, keepdims=True))
            parts = np.where(expected > 0, (own / count - expected) ** 2 / variance, 0.0)
            unlike[:, at] = parts.sum(axis=1) / max(codes - 1, 1)
    enough = np.bincount(table.interviewer[known], minlength=size) >= least
    distance[~enough], unlike[~enough] = np.nan, np.nan
    score = np.full(size, np.nan)
    judged = np.isfinite(unlike).any(axis=1)
    score[judged] = np.log(np.nanmean(unlike[judged], axis=1))
    usual = score[np.isfinite(score)]
    spread = MAD_TO_SD * np.median(np.abs(usual - np.median(usual))) if len(usual) else np.nan
    mean = np.full(size, np.nan)
    mean[judged] = np.nanmean(distance[judged], axis=1)
    return Profiles(
        mean, (score - np.median(usual)) / spread if spread > 0 else np.full(size, np.nan), unlike
    )


def check_unlike(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    if not len(table.items) or len(table.interviewers) < settings["interviewers"]:
        raise NotApplicable(gettext_noop("There are too few interviewers to compare."))
    found = profiles(table, least=int(settings["interviews"]))
    chance = holm(normal_tail(found.z))
    usual = float(np.nanmedian(found.distance)) if np.isfinite(found.distance).any() else np.nan
    for code in np.flatnonzero(chance < settings["level"]).tolist():
        far = np.argsort(np.nan_to_num(-found.unlike[code]), kind="stable")[:NAMED]
        yield Flag(
            "unlike",
            Level.INTERVIEWER,
            table.interviewers[code],
            float(found.distance[code]),
            usual,
            details={
                "percent": float(100 * found.distance[code]),
                "usual": 100 * usual,
                "questions": ", ".join(table.items[at].name for at in far),
                "z": float(found.z[code]),
            },
        )
