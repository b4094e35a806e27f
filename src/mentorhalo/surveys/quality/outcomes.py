"""What came of the sampled units: response, co-operation, refusal and contact rates by AAPOR's Standard Definitions (9th edition, 2016)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from .context import Attempts, Context
from .flags import Flag, Level, NotApplicable, Settings, gettext_noop
from .statistics import compare_with_the_rest
from .table import Booleans, Integers, Interviews, coded


class Disposition(IntEnum):
    """Final dispositions, with AAPOR's letters."""

    COMPLETE = 0  # I
    PARTIAL = 1  # P
    REFUSAL = 2  # R
    NO_CONTACT = 3  # NC
    OTHER = 4  # O
    UNKNOWN_HOUSEHOLD = 5  # UH
    UNKNOWN_OTHER = 6  # UO
    NOT_ELIGIBLE = 7


MET = (Disposition.COMPLETE, Disposition.PARTIAL, Disposition.REFUSAL, Disposition.OTHER)
ANSWERED = (Disposition.COMPLETE, Disposition.PARTIAL)


def attempts(
    dispositions: Sequence[int], interviewer: Sequence[str | None], settlement: Sequence[str | None]
) -> Attempts:
    return Attempts(np.asarray(dispositions, dtype=np.int64), *coded(interviewer), *coded(settlement))


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Units by disposition. `eligible` is AAPOR's e, the share of unknown units taken to be eligible.

    A rate whose denominator is nought is NaN.
    """

    complete: int = 0
    partial: int = 0
    refusal: int = 0
    no_contact: int = 0
    other: int = 0
    unknown_household: int = 0
    unknown_other: int = 0
    not_eligible: int = 0
    eligible: float | None = None

    @property
    def e(self) -> float:
        """The given share, else the share of eligible units among those known (proportional allocation)."""
        if self.eligible is not None:
            return self.eligible
        return _ratio(self._known, self._known + self.not_eligible) if self._known else 1.0

    @property
    def interviews(self) -> int:
        return self.complete + self.partial

    @property
    def _known(self) -> int:
        return self.interviews + self.refusal + self.no_contact + self.other

    @property
    def _unknown(self) -> int:
        return self.unknown_household + self.unknown_other

    def response_rate(self, number: int) -> float:
        """RR1 to RR6: even numbers count partial interviews, too."""
        counted = self.interviews if number % 2 == 0 else self.complete
        return _ratio(counted, self._known + self._weight(number, 2) * self._unknown)

    def refusal_rate(self, number: int) -> float:
        """REF1 to REF3."""
        return _ratio(self.refusal, self._known + self._weight(number, 1) * self._unknown)

    def contact_rate(self, number: int) -> float:
        """CON1 to CON3."""
        return _ratio(
            self.interviews + self.refusal + self.other,
            self._known + self._weight(number, 1) * self._unknown,
        )

    def cooperation_rate(self, number: int) -> float:
        """COOP1 to COOP4: even numbers count partial interviews, 3 and 4 leave out those unable to answer."""
        counted = self.interviews if number % 2 == 0 else self.complete
        return _ratio(counted, self.interviews + self.refusal + (self.other if number <= 2 else 0))

    def _weight(self, number: int, in_a_step: int) -> float:
        """Unknown units count all, by their likely share, or not at all."""
        return (1.0, self.e, 0.0)[(number - 1) // in_a_step]


def outcomes_of(dispositions: Integers, *, eligible: float | None = None) -> Outcomes:
    counts = np.bincount(dispositions, minlength=len(Disposition)).tolist()
    return replace(Outcomes(*counts), eligible=eligible)


def outcomes_by(codes: Integers, size: int, dispositions: Integers) -> list[Outcomes]:
    """For each interviewer, or each settlement; e is that of all together."""
    e = outcomes_of(dispositions).e
    return [outcomes_of(dispositions[codes == code], eligible=e) for code in range(size)]


def check_refusals(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """Refused, among the units where somebody was met."""
    tried = _need(context)
    met = np.isin(tried.disposition, MET)
    yield from _compare(
        "refusals", tried, tried.disposition == Disposition.REFUSAL, met, settings, is_more=True
    )


def check_contacts(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """Somebody was met, among all units that are or may be eligible."""
    tried = _need(context)
    met = np.isin(tried.disposition, MET)
    asked = tried.disposition != Disposition.NOT_ELIGIBLE
    yield from _compare("contacts", tried, met, asked, settings, is_more=False)


def check_too_good(table: Interviews, settings: Settings, context: Context) -> Iterator[Flag]:
    """Nearly everybody answers this interviewer, as with no colleague."""
    tried = _need(context)
    asked = tried.disposition != Disposition.NOT_ELIGIBLE
    answered = np.isin(tried.disposition, ANSWERED)
    yield from _compare("too_good", tried, answered, asked, settings, is_more=True)


def _need(context: Context) -> Attempts:
    if context.attempts is None or not len(context.attempts.disposition):
        raise NotApplicable(gettext_noop("No contact attempts are recorded."))
    return context.attempts


def _compare(
    rule: str, tried: Attempts, hit: Booleans, counted: Booleans, settings: Settings, *, is_more: bool
) -> Iterator[Flag]:
    known = tried.interviewer >= 0
    size = len(tried.interviewers)
    trials = np.bincount(tried.interviewer[known & counted], minlength=size)
    hits = np.bincount(tried.interviewer[known & counted & hit], minlength=size)
    found = compare_with_the_rest(hits, trials)
    chance = found.p_high if is_more else found.p_low
    gap = (found.share - found.others) * (1 if is_more else -1)
    for code in np.flatnonzero(
        (chance < settings["level"]) & (gap >= settings["gap"]) & (trials >= settings["units"])
    ).tolist():
        yield Flag(
            rule,
            Level.INTERVIEWER,
            tried.interviewers[code],
            float(found.share[code]),
            float(found.others[code]),
            details={
                "percent": float(100 * found.share[code]),
                "others": float(100 * found.others[code]),
                "units": int(trials[code]),
            },
        )


def _ratio(above: float, below: float) -> float:
    return above / below if below else float("nan")
