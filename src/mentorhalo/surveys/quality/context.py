"""What the checks know beside the interviews."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

from .geometry import Place
from .table import Floats, Integers


@dataclass(frozen=True, slots=True)
class Attempts:
    """The final disposition (`outcomes.Disposition`) of each unit that was tried, with its interviewer and settlement."""

    disposition: Integers
    interviewer: Integers
    interviewers: Sequence[str]
    settlement: Integers
    settlements: Sequence[str]


class Firmness(IntEnum):
    """What a difference in a question asked twice says (types 1, 2 and 3 of back-checks)."""

    FACT = 1  # does not change: a difference puts the interview itself in doubt
    SKILL = 2  # hard to ask or to code: a difference speaks of training
    OPINION = 3  # may change: a difference measures how steady the question is


@dataclass(frozen=True, slots=True)
class Compared:
    """A question asked twice. Numbers nearer than `tolerance` are the same; `is_share` takes it as a share of the first."""

    name: str
    firmness: Firmness
    tolerance: float = 0.0
    is_share: bool = False


@dataclass(frozen=True, slots=True)
class Rechecks:
    """Interviews asked again by another person: a row an interview, a column a question, NaN where it was not answered."""

    ids: Sequence[str]
    interviewer: Sequence[str]
    rechecker: Sequence[str]
    questions: Sequence[Compared]
    first: Floats
    second: Floats


UNKNOWN_MOMENT = np.datetime64("NaT", "s")


def _nothing() -> None:
    return None


@dataclass(frozen=True, kw_only=True)
class Context:
    """`opened` and `closed` are the first and last moments of the wave in UTC, NaT where not known.

    `pulse` is called now and then; what it raises ends the checks.
    """

    places: Mapping[str, Place] = field(default_factory=dict)
    opened: np.datetime64 = UNKNOWN_MOMENT
    closed: np.datetime64 = UNKNOWN_MOMENT
    attempts: Attempts | None = None
    rechecks: Rechecks | None = None
    pulse: Callable[[], None] = _nothing
