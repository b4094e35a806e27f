"""The tables of a feed: the responses, and the rows of each repeat, with their keys and types."""

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
class Table:
    """`number` is its place in the layout; `key`: names of the columns that tell its rows apart; `dated`: of those that hold days or times."""

    number: int
    sheet: Sheet
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    names: tuple[str, ...]
    dated: tuple[str, ...]

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
        )
        for number, sheet in enumerate(plan.layout.sheets)
    )
