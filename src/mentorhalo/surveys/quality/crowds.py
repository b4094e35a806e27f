"""Interviewers who have far more flagged interviews than their colleagues."""

from collections.abc import Collection, Iterator, Mapping

import numpy as np

from .flags import Flag, Level, Settings
from .statistics import compare_with_the_rest, counts_of
from .table import Interviews


def crowds(
    table: Interviews, flagged: Mapping[str, Collection[str]], least: Mapping[str, float], settings: Settings
) -> Iterator[Flag]:
    """`flagged`: the ids each rule flagged; `least`: from which share of an interviewer's interviews on that tells something."""
    size = len(table.interviewers)
    if size < 2:
        return
    every = np.ones(len(table), dtype=np.bool_)
    trials = counts_of(table.interviewer, every, size)
    for rule, ids in flagged.items():
        chosen = set(ids)
        is_flagged = np.fromiter((name in chosen for name in table.ids), dtype=np.bool_, count=len(table))
        hits = counts_of(table.interviewer, is_flagged, size)
        found = compare_with_the_rest(hits, trials)
        unlike = (found.p_high < settings["level"]) & (hits >= settings["interviews"])
        for code in np.flatnonzero(unlike & (found.share >= least[rule])).tolist():
            yield Flag(
                "crowd",
                Level.INTERVIEWER,
                table.interviewers[code],
                float(found.share[code]),
                float(found.others[code]),
                part=rule,
                details={
                    "rule": rule,
                    "count": int(hits[code]),
                    "of": int(trials[code]),
                    "percent": float(100 * found.share[code]),
                    "others": float(100 * found.others[code]),
                },
            )
