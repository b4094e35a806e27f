"""The tables of a feed: the responses, and the rows of each repeat, with their keys and types."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..exporting.design import RESPONSE, ROW
from ..exporting.layout import Plan
from ..exporting.variables import Holds, Sheet
from ..serving.cells import Column, columns_of

TYPES = {
    Holds.TEXT: "Edm.String",
    Holds.WHOLE: "Edm.Int64",
    Holds.FLAG: "Edm.Int64",
    Holds.REAL: "Edm.Double",
    Holds.DAY: "Edm.Date",
    Holds.MOMENT: "Edm.DateTimeOffset",
    Holds.CLOCK: "Edm.TimeOfDay",
}

DATED = frozenset({Holds.DAY, Holds.MOMENT, Holds.CLOCK})


@dataclass(frozen=True, slots=True)
class Navigation:
    """From a row to the rows of a repeat within it: the table by its number, under a name that no column has."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Table:
    """`number` is its place in the layout; `key`: names of the columns that tell its rows apart; `dated`: of those that hold days or times."""

    number: int
    sheet: Sheet
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    names: tuple[str, ...]
    dated: tuple[str, ...]
    within: tuple[Navigation, ...] = ()

    @property
    def name(self) -> str:
        return self.sheet.name

    @property
    def holds_responses(self) -> bool:
        return self.number == 0


def tables_of(plan: Plan) -> tuple[Table, ...]:
    """Names are those of the exports: letters, digits and underscores, which OData takes as well."""
    return tuple(
        Table(
            number,
            sheet,
            columns_of(sheet),
            key=(RESPONSE,) if number == 0 else (RESPONSE, ROW),
            names=sheet.names,
            dated=tuple(variable.name for variable in sheet.variables if variable.holds in DATED),
            within=tuple(_within(sheet, plan.layout.sheets)),
        )
        for number, sheet in enumerate(plan.layout.sheets)
    )


def _within(outer: Sheet, sheets: Sequence[Sheet]) -> Iterator[Navigation]:
    """Repeats directly below; where a repeat has no table, as all of it is left out, those below it."""
    columns = {name.lower() for name in outer.names}
    for number, sheet in enumerate(sheets):
        if sheet.path and _nearest(sheet, sheets) is outer:
            name = sheet.name
            while name.lower() in columns:
                name = f"{name}_rows"
            yield Navigation(name, number)


def _nearest(sheet: Sheet, sheets: Sequence[Sheet]) -> Sheet:
    around = [one for one in sheets if not one.path or sheet.path.startswith(f"{one.path}/")]
    return max(around, key=lambda one: len(one.path))
