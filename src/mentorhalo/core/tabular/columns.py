"""Which column of somebody's table is which of ours, and the rows read by our names."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.hungarian import fold

Words = str | Promise


@dataclass(frozen=True)
class ColumnSpec:
    """A column we understand. `aliases` are the headings people use for it, in any language, accents or not."""

    name: str
    label: Words
    required: bool = False
    aliases: tuple[str, ...] = ()
    help: Words = ""

    def is_called(self, heading: str) -> bool:
        return fold(heading) in {fold(self.name), fold(str(self.label)), *map(fold, self.aliases)}


@dataclass(frozen=True)
class Matching:
    """Where our columns are in the table (`mapping`: name to place), what is missing, which headings are left over."""

    mapping: dict[str, int]
    missing: list[ColumnSpec]
    unused: list[str]


@dataclass(frozen=True)
class RowError:
    """Why a row of the file is refused; `row` is the file's own number, `column` its heading."""

    row: int
    column: str
    value: str
    message: Words

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, slots=True)
class Record:
    """One row by our column names; a column that the table lacks is empty."""

    number: int
    values: Mapping[str, str]
    width: int

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass
class Table:
    """A table with a header. `rows()` and `records()` read the file anew at each call, row by row."""

    name: str
    kind: str
    header: list[str]
    header_row: int
    rows: Callable[[], Iterator[tuple[int, list[str]]]]
    all_rows: Callable[[], Iterator[tuple[int, list[str]]]]
    title: str = ""
    encoding: str = ""
    codec: str = ""
    delimiter: str = ""
    notes: list[Words] = field(default_factory=list)
    matching: Matching | None = None

    def records(self) -> Iterator[Record]:
        """The rows by our names; needs `matching`."""
        assert self.matching is not None, "match the columns first"
        places = list(self.matching.mapping.items())
        for number, cells in self.rows():
            width = len(cells)
            yield Record(
                number, {name: cells[place] if place < width else "" for name, place in places}, width
            )

    def ragged(self) -> Iterator[RowError]:
        """Rows of a text file with more or fewer cells than the header has: their values may have slipped."""
        expected = len(self.header)
        for number, cells in self.rows():
            if any(cells[expected:]) or (self.kind == "csv" and len(cells) < expected):
                yield RowError(
                    row=number,
                    column="",
                    value="",
                    message=_(
                        "The row has %(cells)s cells, the heading %(expected)s: values may have slipped."
                    )
                    % {"cells": len(cells), "expected": expected},
                )

    def heading_of(self, name: str) -> str:
        """What the file calls our column `name`."""
        place = self.matching.mapping.get(name) if self.matching else None
        return name if place is None else self.header[place]


def match_columns(
    header: Sequence[str], specs: Sequence[ColumnSpec], chosen: Mapping[str, str] | None = None
) -> Matching:
    """Find our columns by what is `chosen` (our name: the heading; empty for none), else by their names and aliases."""
    chosen = chosen or {}
    free = {place: heading for place, heading in enumerate(header) if heading}
    mapping: dict[str, int] = {}
    for spec in specs:
        if spec.name in chosen:
            wanted = fold(chosen[spec.name])
            place = next(
                (place for place, heading in free.items() if wanted and fold(heading) == wanted), None
            )
            if place is not None:
                mapping[spec.name] = place
    for place in mapping.values():
        free.pop(place, None)
    for spec in specs:
        if spec.name in chosen:
            continue
        place = next((place for place, heading in free.items() if spec.is_called(heading)), None)
        if place is not None:
            mapping[spec.name] = place
            del free[place]
    return Matching(
        mapping=mapping,
        missing=[spec for spec in specs if spec.required and spec.name not in mapping],
        unused=list(free.values()),
    )
