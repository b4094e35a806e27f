"""How the answers of a wave are laid out for the checks: which questions are coded, which are numbers, which make a grid."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from ..quality.marks import mark_of, means_other
from ..quality.table import MISSING, NOT_ASKED, Item
from ..xforms import Form, Placed, Question, codes_of, flatten

SHORTEST_GRID = 5
SHORTEST_SCALE = 3


@dataclass
class Coded:
    """A question with a list: its codes as numbers; what says nothing has a mark below nought."""

    key: str
    codes: dict[str, int] = field(default_factory=dict)
    is_set: bool = False  # several choices: each combination is a code
    is_ordered: bool = True
    other: int | None = None

    def code(self, answer: Any) -> int:
        """Also of a code that no list has, as choices from files have."""
        value = " ".join(sorted(map(str, answer))) if isinstance(answer, list) else str(answer)
        found = self.codes.get(value)
        if found is None:
            found = self.codes[value] = 1 + max(
                (code for code in self.codes.values() if code >= 0), default=-1
            )
        return found

    @property
    def item(self) -> Item:
        return Item(self.key, is_ordered=self.is_ordered, other=self.other)


@dataclass
class Columns:
    """Of all versions of a wave together. `asked`: of each version, the marks of a questionnaire with nothing answered."""

    coded: list[Coded] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    grids: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    asked: dict[UUID, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.place_of_coded = {column.key: at for at, column in enumerate(self.coded)}
        self.place_of_number = {key: at for at, key in enumerate(self.numbers)}


def columns_of(forms: Iterable[tuple[UUID, Form]], apart: Collection[str]) -> Columns:
    """Questions inside repeats are left out: they are answered as often as life has it. `apart`: keys of identities."""
    coded: dict[str, Coded] = {}
    numbers: dict[str, None] = {}
    grids: dict[tuple[str, ...], str] = {}
    always: dict[UUID, set[str]] = {}
    for version, form in forms:
        placed = [one for one in flatten(form) if not one.repeats and _is_judged(one.question, apart)]
        for one in placed:
            question = one.question
            if question.holds in ("code", "codes"):
                _take(coded.setdefault(question.path, Coded(question.path)), question)
            else:
                numbers[question.path] = None
        always[version] = {one.question.path for one in placed if not one.reached_if}
        grids |= {tuple(one.question.path for one in grid): _name_of(grid, form) for grid in _grids(placed)}
    found = Columns(list(coded.values()), list(numbers))
    found.grids = [
        (name, tuple(found.place_of_coded[path] for path in paths)) for paths, name in grids.items()
    ]
    for place in {place for _name, places in found.grids for place in places}:
        found.coded[place].is_ordered = True
    found.asked = {
        version: [MISSING if column.key in paths else NOT_ASKED for column in found.coded]
        for version, paths in always.items()
    }
    return found


def _is_judged(question: Question, apart: Collection[str]) -> bool:
    return (
        question.is_asked
        and question.path not in apart
        and question.kind != "rank"
        and question.holds in ("code", "codes", "int", "decimal")
    )


def _take(column: Coded, question: Question) -> None:
    """Add what this version's list has; the codes of earlier versions keep their numbers."""
    column.is_set = question.holds == "codes"
    for value, labels in codes_of(question).items():
        if value in column.codes:
            continue
        mark = None if column.is_set else mark_of(labels.values())
        if mark is not None:
            column.codes[value] = mark
            continue
        code = column.code(value)
        if not column.is_set and column.other is None and means_other(labels.values()):
            column.other = code
    said = [value for value, code in column.codes.items() if code >= 0]
    column.is_ordered = not column.is_set and (len(said) == 2 or all(value.isdecimal() for value in said))


def _grids(placed: list[Placed]) -> Iterable[list[Placed]]:
    """Questions in a row, in one group, on one scale."""

    def scale(one: Placed) -> tuple[Any, ...]:
        question = one.question
        group = one.around[-1].path if one.around else ""
        return group, question.holds, tuple(codes_of(question)) if question.holds == "code" else question.path

    for (_group, holds, values), members in groupby(placed, scale):
        found = list(members)
        if holds == "code" and len(found) >= SHORTEST_GRID and len(values) >= SHORTEST_SCALE:
            yield found


def _name_of(grid: list[Placed], form: Form) -> str:
    around = grid[0].around
    return (form.text(around[-1].labels) if around else "") or grid[0].question.path
