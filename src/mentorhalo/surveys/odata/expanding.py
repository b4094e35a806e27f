"""`$expand`: the rows of repeats within the rows they belong to, as many levels down as are asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ..exporting.design import ROW
from ..queries.walking import Rows
from ..serving.cells import Value, as_json
from ..serving.problems import Problem
from .tables import Navigation, Table

OPTION = "$expand"
EVERY = "*"
DEEPEST = 12  # forms have no more repeats within repeats

type Row = list[Value]


@dataclass(frozen=True, slots=True)
class Expand:
    """`columns`: places of those that are shown, None for all."""

    name: str
    table: Table
    columns: tuple[int, ...] | None = None
    inner: tuple["Expand", ...] = field(default=())

    @property
    def as_context(self) -> str:
        """As `@odata.context` has it."""
        return f"{self.name}{context_of(self.table, self.columns, self.inner, always=True)}"


def read_expand(text: str, tables: Sequence[Table], table: Table, depth: int = 0) -> tuple[Expand, ...]:
    """Raises `Problem`. `*` brings every repeat below, at all levels; `*($levels=1)` the next one alone."""
    if depth > DEEPEST:
        raise _wrong(_("The question has too many levels."))
    found: dict[str, Expand] = {}
    for wish in _parts(text, ","):
        name, _bracket, rest = wish.partition("(")
        name = name.strip()
        if rest and not rest.endswith(")"):
            raise _wrong(_("It cannot be read from “%(rest)s” on.") % {"rest": wish[:20]})
        options = _options(rest[:-1] if rest else "")
        if name == EVERY:
            levels = _levels(options.pop("$levels", "max"))
            _refuse_others(options)
            found |= {one.name: one for one in _all(tables, table, levels)}
            continue
        one = _expand(name, options, tables, table, depth)
        found[one.name] = one
    return tuple(found.values())


def chosen_columns(text: str, table: Table, option: str = "$select") -> tuple[int, ...] | None:
    """Places of the columns that `$select` names; None for all. Tables within may be named as well: `$expand` brings them."""
    places = {name: place for place, name in enumerate(table.names)}
    within = {navigation.name for navigation in table.within}
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names or EVERY in names:
        return None
    for name in names:
        if name not in places and name not in within:
            raise Problem(
                "not-understood",
                _("The table has no column “%(name)s”.") % {"name": name},
                parameter=option,
            )
    return tuple(sorted({places[name] for name in names if name in places}))


def context_of(
    table: Table, columns: Sequence[int] | None, inner: Sequence[Expand], *, always: bool = False
) -> str:
    names = [] if columns is None else [table.names[place] for place in columns]
    names += [one.as_context for one in inner]
    return f"({','.join(names)})" if names or always or columns is not None else ""


def shown(table: Table, places: Sequence[int] | None, row: Row) -> dict[str, Any]:
    """Every column stands in a row of OData, also an empty one."""
    if places is not None:
        return {table.names[place]: as_json(row[place]) for place in places}
    written: dict[str, Any] = dict(zip(table.names, row, strict=True))
    for name in table.dated:
        written[name] = as_json(written[name])
    return written


def shown_with(
    table: Table, columns: Sequence[int] | None, inner: Sequence[Expand], row: Row, rows: Rows
) -> dict[str, Any]:
    """The row, and within it those that belong to it; `rows` are all of its response."""
    written = shown(table, columns, row)
    for one in inner:
        written[one.name] = [
            shown_with(one.table, one.columns, one.inner, found, rows)
            for found in rows_within(table, row, one.table, rows)
        ]
    return written


def rows_within(outer: Table, row: Row, table: Table, rows: Rows) -> Iterator[Row]:
    """The rows of a table that lie in a row of another one."""
    beginning = "" if outer.holds_responses else f"{row[outer.names.index(ROW)]}."
    place = table.names.index(ROW)
    for number, cells in rows:
        if number == table.number and str(cells[place]).startswith(beginning):
            yield typed(table, cells)


def typed(table: Table, row: Sequence[Any]) -> Row:
    return [column.read(cell) for column, cell in zip(table.columns, row, strict=True)]


def _expand(name: str, options: dict[str, str], tables: Sequence[Table], table: Table, depth: int) -> Expand:
    navigation: Navigation | None = next((one for one in table.within if one.name == name), None)
    if navigation is None:
        if "/" in name:
            raise _beyond(name)
        raise _wrong(_("The table has no table “%(name)s” within.") % {"name": name})
    inner = tables[navigation.number]
    select, expand, levels = (options.pop(wish, "") for wish in ("$select", OPTION, "$levels"))
    _refuse_others(options)
    within = read_expand(expand, tables, inner, depth + 1)
    if not within and levels:
        within = _all(tables, inner, _levels(levels) - 1)
    return Expand(name, inner, chosen_columns(select, inner, OPTION), within)


def _all(tables: Sequence[Table], table: Table, levels: int) -> tuple[Expand, ...]:
    if levels <= 0:
        return ()
    return tuple(
        Expand(one.name, tables[one.number], None, _all(tables, tables[one.number], levels - 1))
        for one in table.within
    )


def _options(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in _parts(text, ";"):
        name, _sign, value = part.partition("=")
        found[name.strip()] = value.strip()
    return found


def _parts(text: str, sign: str) -> list[str]:
    """What stands between the signs that are in no bracket."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == sign and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    if depth != 0:
        raise _wrong(_("A bracket is missing."))
    return [part.strip() for part in parts if part.strip()]


def _levels(text: str) -> int:
    if text == "max":
        return DEEPEST
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 3):
        raise _wrong(_("A whole number or “max” is wanted behind $levels."))
    return int(text)


def _refuse_others(options: dict[str, str]) -> None:
    for name in options:
        raise _beyond(name)


def _beyond(what: str) -> Problem:
    return Problem(
        "not-supported", _("“%(name)s” is not supported within $expand.") % {"name": what}, parameter=OPTION
    )


def _wrong(detail: str) -> Problem:
    return Problem("not-understood", detail, parameter=OPTION)
