"""How alike each interview is to the one it is most alike, over all pairs, and how alike they may be by chance.

Answers are laid out as ones and noughts, so that one matrix product counts the equal answers of millions of pairs. It is made tile by
tile: memory stays the same however many interviews there are.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .statistics import rows_of_groups
from .table import Codes, Floats, Integers

# Rows and columns of one tile: 12 MB, the least processor time of those tried (512 to 4,096).
TILE = 1536
# Rows that everybody is compared with to see how alike is usual.
SAMPLE = 512

type Tile = npt.NDArray[np.float32]


class OneHot:
    """Answers as ones and noughts; what was not answered agrees with nothing and is not counted."""

    def __init__(self, answers: Codes, *, least: int) -> None:
        columns = [column == code for column in answers.T for code in np.unique(column[column >= 0])]
        self._hot = np.array(columns, dtype=np.uint8).reshape(len(columns), len(answers)).T.copy()
        self._answered = (answers >= 0).astype(np.uint8)
        self._is_whole = bool(self._answered.all()) and answers.shape[1] >= least
        self._items = answers.shape[1]
        self._least = np.float32(max(least, 1))

    def __len__(self) -> int:
        return len(self._hot)

    def shares(self, rows: Integers | slice, columns: Integers | slice) -> Tile:
        """Equal answers of each pair as a share of those both gave, or of `least` where both gave fewer."""
        equal: Tile = self._hot[rows].astype(np.float32) @ self._hot[columns].astype(np.float32).T
        if self._is_whole:
            equal /= np.float32(self._items)
        else:
            both = self._answered[rows].astype(np.float32) @ self._answered[columns].astype(np.float32).T
            np.maximum(both, self._least, out=both)
            equal /= both
        return equal


@dataclass(frozen=True, slots=True)
class Nearest:
    """Of each row the greatest share of equal answers with another row of its own group, and with one of the other groups."""

    own: Floats
    others: Floats


def nearest(hot: OneHot, groups: Integers, *, pulse: Callable[[], None]) -> Nearest:
    """Every pair is looked at once. Rows without a group (-1) are each their own."""
    own, others = np.full(len(hot), -1.0), np.full(len(hot), -1.0)
    order = np.argsort(groups, kind="stable")
    for rows, columns in _tiles(order):
        pulse()
        tile = hot.shares(rows, columns)
        is_diagonal = rows[0] == columns[0]
        if is_diagonal:
            np.fill_diagonal(tile, -1)
        # Sorted by group, only tiles near the diagonal hold pairs of one group.
        if is_diagonal or groups[rows[-1]] >= groups[columns[0]]:
            same = (groups[rows, None] == groups[columns]) & (groups[rows, None] >= 0)
            inside = np.where(same, tile, -1)
            _raise(own, rows, inside.max(axis=1))
            _raise(own, columns, inside.max(axis=0))
            tile[same] = -1
        _raise(others, rows, tile.max(axis=1))
        _raise(others, columns, tile.max(axis=0))
    return Nearest(own, others)


@dataclass(frozen=True, slots=True)
class Usual:
    """How alike each row is to just anybody: who answers as most do is more like everybody. Mean and standard deviation."""

    mean: Floats
    spread: Floats


def usual(hot: OneHot) -> Usual:
    """Beside a sample of rows evenly spread over the table: the same for the same table."""
    sample = np.unique(np.linspace(0, len(hot) - 1, SAMPLE).astype(np.int64))
    mean, spread = np.empty((2, len(hot)))
    for first in range(0, len(hot), TILE):
        rows = np.arange(first, min(first + TILE, len(hot)))
        shares = hot.shares(rows, sample)
        mean[rows], spread[rows] = shares.mean(axis=1), shares.std(axis=1)
    return Usual(mean, np.maximum(spread, 1e-6))


def limits(
    found: Floats, common: Usual, groups: Integers | None, *, level: float, quantiles: tuple[float, float]
) -> Floats:
    """From which share on a row's nearest is no chance: `level` false alarms are expected among all rows.

    The nearest of many is distributed like a greatest value: its tail falls no slower than exponentially. The line through two
    quantiles of the bulk, which a few cheats do not move, is drawn on to the far tail; a bounded share falls faster, so the limit errs
    on the side of honest people. With `groups`, those who had more rows to be like may be more alike.
    """
    above = (found - common.mean) / common.spread
    known = above[found >= 0]
    limit = np.full(len(found), np.inf)
    if len(known) < 50:
        return limit
    low, high = np.quantile(known, quantiles)
    steps = -np.log(-np.log(np.array(quantiles)))
    slope = max(float((high - low) / (steps[1] - steps[0])), 1e-9)
    limit[:] = high + slope * (np.log(len(known) / level) - steps[1])
    if groups is not None:
        sizes = np.bincount(groups[groups >= 0])
        for rows in rows_of_groups(groups):
            limit[rows] += slope * max(0.0, np.log(len(rows) / np.median(sizes[sizes > 0])))
    return common.mean + limit * common.spread


def pairs(
    hot: OneHot, suspects: Integers, limit: Floats, groups: Integers, limit_of_others: Floats
) -> Iterator[tuple[int, int, float, float]]:
    """(row, other, share, limit) for each suspect and each row that is too like it."""
    for first in range(0, len(suspects), 256):
        rows = suspects[first : first + 256]
        for start in range(0, len(hot), TILE):
            columns = np.arange(start, min(start + TILE, len(hot)))
            tile = hot.shares(rows, columns)
            same = (groups[rows, None] == groups[columns]) & (groups[rows, None] >= 0)
            allowed = np.where(same, limit[rows, None], limit_of_others[rows, None])
            for at, to in zip(*np.nonzero((tile >= allowed) & (rows[:, None] != columns)), strict=True):
                yield int(rows[at]), int(columns[to]), float(tile[at, to]), float(allowed[at, to])


def _tiles(order: Integers) -> Iterator[tuple[Integers, Integers]]:
    for first in range(0, len(order), TILE):
        for second in range(first, len(order), TILE):
            yield order[first : first + TILE], order[second : second + TILE]


def _raise(best: Floats, rows: Integers, found: Tile) -> None:
    best[rows] = np.maximum(best[rows], found)
