"""The interviews as the checks see them: one row an interview, everything coded as numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

type Floats = npt.NDArray[np.float64]
type Integers = npt.NDArray[np.int64]
type Codes = npt.NDArray[np.int16]
type Booleans = npt.NDArray[np.bool_]
type Moments = npt.NDArray[np.datetime64]

# Marks in the matrix of answers; a code that is not negative is an answer.
MISSING, DONT_KNOW, REFUSED, NOT_ASKED = -1, -2, -3, -4
# In columns of codes: not known.
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Item:
    """A coded question. `is_ordered`: its codes are steps of one scale, or yes and no."""

    name: str
    is_ordered: bool = True
    other: int | None = None  # the code that means "something else"


@dataclass(frozen=True, slots=True)
class Grid:
    """Items asked one under the other on one scale; `reversed_items` are worded the other way round."""

    name: str
    items: tuple[int, ...]
    reversed_items: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Interviews:
    """Columns of one length; the codes of `interviewer`, `settlement`, `version`, `device` begin at 0, `UNKNOWN` where there is none.

    Moments are in UTC without a zone, `offset` the minutes to add for the clock on the wall. What is not known is NaT or NaN.
    """

    ids: Sequence[str]
    interviewer: Integers
    interviewers: Sequence[str]
    settlement: Integers
    settlements: Sequence[str]
    started: Moments
    ended: Moments
    offset: Integers
    version: Integers
    device: Integers
    latitude: Floats
    longitude: Floats
    accuracy: Floats
    is_mocked: Booleans
    active_minutes: Floats
    answers: Codes
    items: Sequence[Item]
    numbers: Floats
    number_names: Sequence[str]
    grids: Sequence[Grid] = ()
    # Columns that should be different in every interview (an address code, a household number).
    keys: Mapping[str, Integers] = field(default_factory=dict)

    def __post_init__(self) -> None:
        size = len(self.ids)
        columns = (
            self.interviewer, self.settlement, self.started, self.ended, self.offset, self.version, self.device,
            self.latitude, self.longitude, self.accuracy, self.is_mocked, self.active_minutes, self.answers,
            self.numbers, *self.keys.values(),
        )  # fmt: skip
        if any(len(column) != size for column in columns):
            raise ValueError("All columns must be as long as the ids.")
        if self.answers.shape[1:] != (len(self.items),) or self.numbers.shape[1:] != (
            len(self.number_names),
        ):
            raise ValueError("Each column of answers and of numbers must have its name.")

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def minutes(self) -> Floats:
        """How long each took; NaN where a moment is missing or the end lies before the start."""
        seconds = (self.ended - self.started) / np.timedelta64(1, "s")
        return np.where(seconds > 0, seconds / 60, np.nan)

    @cached_property
    def answered(self) -> Integers:
        """How many coded questions each answered, with a don't know or a refusal, too."""
        said = (self.answers >= 0) | (self.answers == DONT_KNOW) | (self.answers == REFUSED)
        return said.sum(axis=1)

    @cached_property
    def local_start(self) -> Moments:
        """The start by the clock on the wall."""
        return self.started + self.offset * np.timedelta64(60, "s")

    @cached_property
    def has_position(self) -> Booleans:
        return np.isfinite(self.latitude) & np.isfinite(self.longitude)

    def rows_of(self, interviewer: int) -> Integers:
        """The interviewer's rows in the order of their starts, those without a start last."""
        rows = np.flatnonzero(self.interviewer == interviewer)
        return rows[np.argsort(self.started[rows], kind="stable")]


def collect(
    ids: Sequence[str],
    *,
    interviewer: Sequence[str | None],
    settlement: Sequence[str | None] | None = None,
    version: Sequence[str | None] | None = None,
    device: Sequence[str | None] | None = None,
    started: npt.ArrayLike | None = None,
    ended: npt.ArrayLike | None = None,
    offset: npt.ArrayLike = 0,
    latitude: npt.ArrayLike = np.nan,
    longitude: npt.ArrayLike = np.nan,
    accuracy: npt.ArrayLike = np.nan,
    is_mocked: npt.ArrayLike = False,
    active_minutes: npt.ArrayLike = np.nan,
    answers: npt.ArrayLike | None = None,
    items: Sequence[Item] = (),
    numbers: npt.ArrayLike | None = None,
    number_names: Sequence[str] = (),
    grids: Sequence[Grid] = (),
    keys: Mapping[str, Sequence[str | None]] | None = None,
) -> Interviews:
    """A table from names and plain lists; a column that is not given is not known, one value stands for all rows."""
    size = len(ids)
    nobody: Sequence[str | None] = [None] * size
    interviewer_codes, interviewers = coded(interviewer)
    settlement_codes, settlements = coded(settlement or nobody)

    def floats(given: npt.ArrayLike) -> Floats:
        return np.broadcast_to(np.asarray(given, dtype=np.float64), (size,)).copy()

    def moments(given: npt.ArrayLike | None) -> Moments:
        empty = np.full(size, "NaT", dtype="datetime64[s]")
        return empty if given is None else np.asarray(given, dtype="datetime64[s]")

    return Interviews(
        ids=ids,
        interviewer=interviewer_codes,
        interviewers=interviewers,
        settlement=settlement_codes,
        settlements=settlements,
        started=moments(started),
        ended=moments(ended),
        offset=np.broadcast_to(np.asarray(offset, dtype=np.int64), (size,)).copy(),
        version=coded(version or nobody)[0],
        device=coded(device or nobody)[0],
        latitude=floats(latitude),
        longitude=floats(longitude),
        accuracy=floats(accuracy),
        is_mocked=np.broadcast_to(np.asarray(is_mocked, dtype=np.bool_), (size,)).copy(),
        active_minutes=floats(active_minutes),
        answers=np.empty((size, 0), dtype=np.int16)
        if answers is None
        else np.asarray(answers, dtype=np.int16),
        items=items,
        numbers=np.empty((size, 0)) if numbers is None else np.asarray(numbers, dtype=np.float64),
        number_names=number_names,
        grids=grids,
        keys={name: coded(column)[0] for name, column in (keys or {}).items()},
    )


def coded(names: Sequence[str | None]) -> tuple[Integers, list[str]]:
    """Names as numbers in the order of the alphabet, and the names; None and "" become `UNKNOWN`."""
    known = sorted({name for name in names if name})
    number = {name: code for code, name in enumerate(known)}
    return np.array([number[name] if name else UNKNOWN for name in names], dtype=np.int64), known
