"""How often each answer was given, counted in one pass; memory does not grow with the responses."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..conversion import as_real
from ..layout import Plan
from ..order import Order
from ..rows import Cells, readers_of
from ..variables import Holds, Sheet, Variable
from ..writing import Read

AT_ONCE = 500


@dataclass(slots=True)
class Count:
    """`values` of columns with codes and of 0/1 columns; the rest of numbers."""

    answered: int = 0
    absent: int = 0
    values: Counter[Any] = field(default_factory=Counter)
    least: float | None = None
    most: float | None = None
    mean: float = 0.0
    squares: float = 0.0  # of deviations from the mean

    @property
    def deviation(self) -> float | None:
        """Standard deviation of the sample."""
        return math.sqrt(self.squares / (self.answered - 1)) if self.answered > 1 else None

    def add_numbers(self, numbers: Sequence[float]) -> None:
        """Chan's way of putting means and squares of parts together; `answered` is raised here."""
        count = len(numbers)
        mean = math.fsum(numbers) / count
        squares = math.fsum((number - mean) ** 2 for number in numbers)
        total = self.answered + count
        apart = mean - self.mean
        self.squares += squares + apart * apart * self.answered * count / total
        self.mean += apart * count / total
        self.answered = total
        self.least = min(numbers) if self.least is None else min(self.least, *numbers)
        self.most = max(numbers) if self.most is None else max(self.most, *numbers)


type Counts = dict[str, list[Count]]  # of a table, in the order of its columns


def count(plan: Plan, order: Order, reads: Iterable[Read]) -> tuple[Counts, dict[str, int]]:
    """Counts and rows of each table. `order` asks for codes."""
    readers = readers_of(plan, order)
    sheets = plan.layout.sheets
    counts = [[Count() for _variable in sheet.variables] for sheet in sheets]
    rows = [0] * len(sheets)
    waiting: list[list[Cells]] = [[] for _sheet in sheets]
    for version, design, answers in reads:
        for number, row in readers[version].rows(design, answers):
            waiting[number].append(row)
            rows[number] += 1
            if len(waiting[number]) >= AT_ONCE:
                _settle(sheets[number], counts[number], waiting[number])
                waiting[number] = []
    for number, sheet in enumerate(sheets):
        if waiting[number]:
            _settle(sheet, counts[number], waiting[number])
    names = [sheet.name for sheet in sheets]
    return dict(zip(names, counts, strict=True)), dict(zip(names, rows, strict=True))


def _settle(sheet: Sheet, counts: Sequence[Count], rows: Sequence[Cells]) -> None:
    for variable, found, cells in zip(sheet.variables, counts, zip(*rows, strict=True), strict=True):
        given = [cell for cell in cells if cell is not None]
        found.absent += len(cells) - len(given)
        if not given:
            continue
        if is_counted(variable):
            found.values.update(given)
            found.answered += len(given)
        elif variable.holds in (Holds.WHOLE, Holds.REAL):
            numbers = [number for cell in given if (number := as_real(cell)) is not None]
            if numbers:
                found.add_numbers(numbers)
        else:
            found.answered += len(given)


def is_counted(variable: Variable) -> bool:
    return bool(variable.codes) or variable.holds is Holds.FLAG
