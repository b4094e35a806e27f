"""A page of a table: rows as a question asks for them, within bounds of time and memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..exporting.design import ROW
from ..queries.walking import Named, Rows, Walk
from .expanding import Row, rows_within, typed
from .options import Options
from .tables import Table

SCANNED = 5_000  # responses looked through for one page; a filter may let few of them pass


@dataclass(slots=True)
class Page:
    """Rows with all rows of their responses. `after` names the last response of the page where there is more, with what is still to
    be skipped and given.
    """

    rows: list[tuple[Row, Rows]]
    after: str = ""
    skip: int = 0
    top: int | None = None


def read_page(walk: Walk, table: Table, options: Options) -> Page:
    """Ends with a whole response; so it may be a little longer than asked, and with a filter much shorter."""
    page = Page([], skip=options.skip, top=options.top)
    if page.top == 0:
        return page
    most = min(_needed(table, options), SCANNED)
    names = walk.names(options.after, most + 1, is_descending=options.is_descending)
    is_more = len(names) > most
    names = names[:most]
    last = _fill(page, walk, table, options, names)
    if page.top != 0 and last and (is_more or last != names[-1][0]):
        page.after = last
    return page


def count(walk: Walk, table: Table, options: Options) -> int:
    """Of all rows, or of those that the filter lets pass; these are read."""
    predicate = options.predicate
    if predicate is None and table.holds_responses:
        return walk.responses.count()
    rows = (row for number, row in walk.all_rows() if number == table.number)
    if predicate is None:
        return sum(1 for _row in rows)
    return sum(1 for row in rows if predicate(typed(table, row)))


def find_row(walk: Walk, table: Table, key: Sequence[str]) -> tuple[Row, Rows] | None:
    """With all rows of its response."""
    named = walk.find(key[0])
    if named is None:
        return None
    for _name, rows in walk.rows([named]):
        for row in _of_table(table, rows):
            if table.holds_responses or row[_place_of_row(table)] == key[1]:
                return row, rows
    return None


def read_within(
    found: tuple[Row, Rows], outer: Table, table: Table, options: Options
) -> list[tuple[Row, Rows]]:
    """The rows of a table that lie in one row of another; all at once, they are those of one response."""
    row, rows = found
    inner = list(rows_within(outer, row, table, rows))
    if options.predicate is not None:
        inner = [one for one in inner if options.predicate(one)]
    return [(one, rows) for one in inner]


def _needed(table: Table, options: Options) -> int:
    """How many responses a page takes at most, where that is known."""
    if not table.holds_responses or options.predicate is not None:
        return SCANNED
    page = options.page if options.top is None else min(options.page, options.top)
    return options.skip + page


def _fill(page: Page, walk: Walk, table: Table, options: Options, names: list[Named]) -> str:
    """The name of the response it ended with."""
    last = ""
    if table.holds_responses and options.predicate is None and names:
        skipped = min(page.skip, len(names))
        page.skip -= skipped
        last = names[skipped - 1][0] if skipped else ""
        names = names[skipped:]
    for name, rows in walk.rows(names):
        for row in _in_order(table, options, rows):
            if options.predicate is not None and not options.predicate(row):
                continue
            if page.skip:
                page.skip -= 1
                continue
            page.rows.append((row, rows if options.expand else []))
            if page.top is not None:
                page.top -= 1
                if not page.top:
                    return name
        if len(page.rows) >= options.page:
            return name
    return names[-1][0] if names else last


def _in_order(table: Table, options: Options, rows: Rows) -> list[Row]:
    found = list(_of_table(table, rows))
    if options.by_row:
        place = _place_of_row(table)
        found.sort(key=lambda row: str(row[place]), reverse=options.by_row == "desc")
    return found


def _of_table(table: Table, rows: Rows) -> Iterator[Row]:
    return (typed(table, row) for number, row in rows if number == table.number)


def _place_of_row(table: Table) -> int:
    return [column.name for column in table.columns].index(ROW)
