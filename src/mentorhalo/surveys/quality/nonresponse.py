"""Interviewers with more, or fewer, unanswered questions, don't knows, refusals and "other" than their colleagues."""

from collections.abc import Iterator

import numpy as np

from .context import Context
from .flags import Flag, Level, NotApplicable, Settings, gettext_noop
from .statistics import compare_with_the_rest
from .table import DONT_KNOW, MISSING, NOT_ASKED, REFUSED, Booleans, Integers, Interviews

KINDS = {"missing": MISSING, "dont_know": DONT_KNOW, "refused": REFUSED}


def check_silent(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    yield from _compare("silent", table, settings, is_more=True)


def check_talkative(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    yield from _compare("talkative", table, settings, is_more=False)


def marks(table: Interviews) -> dict[str, tuple[Integers, Integers]]:
    """{kind: (marked answers, asked questions)} of each interviewer."""
    asked = _by_interviewer(table, table.answers != NOT_ASKED)
    found = {kind: (_by_interviewer(table, table.answers == mark), asked) for kind, mark in KINDS.items()}
    has_other = [at for at, item in enumerate(table.items) if item.other is not None]
    if has_other:
        own = table.answers[:, has_other]
        codes = np.array([table.items[at].other for at in has_other])
        found["other"] = (_by_interviewer(table, own == codes), _by_interviewer(table, own != NOT_ASKED))
    return found


def _compare(rule: str, table: Interviews, settings: Settings, *, is_more: bool) -> Iterator[Flag]:
    if not table.answers.size or len(table.interviewers) < 2:
        raise NotApplicable(
            gettext_noop("There are no questions with codes, or fewer than two interviewers.")
        )
    interviews = np.bincount(table.interviewer[table.interviewer >= 0], minlength=len(table.interviewers))
    kinds = marks(table)
    for kind, (hits, asked) in kinds.items():
        found = compare_with_the_rest(hits, asked)
        chance = found.p_high if is_more else found.p_low
        with np.errstate(divide="ignore", invalid="ignore"):
            times = found.share / found.others if is_more else found.others / found.share
        gap = np.abs(found.share - found.others)
        unlike = (
            (chance * len(kinds) < settings["level"])
            & (times >= settings["times"])
            & (gap >= settings["gap"])
        )
        for code in np.flatnonzero(unlike & (interviews >= settings["interviews"])).tolist():
            yield Flag(
                rule,
                Level.INTERVIEWER,
                table.interviewers[code],
                float(found.share[code]),
                float(found.others[code]),
                part=kind,
                details={
                    "kind": kind,
                    "percent": float(100 * found.share[code]),
                    "others": float(100 * found.others[code]),
                    "asked": int(asked[code]),
                    "z": float(found.z[code] / found.spread),
                },
            )


def _by_interviewer(table: Interviews, marked: Booleans) -> Integers:
    known = table.interviewer >= 0
    counts = np.bincount(
        table.interviewer[known], weights=marked.sum(axis=1)[known], minlength=len(table.interviewers)
    )
    return counts.astype(np.int64)
