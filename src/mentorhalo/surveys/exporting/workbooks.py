"""A workbook, row by row to disk: a sheet for each table, then one that says what the columns are."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .conversion import converter_of
from .headings import headings, label_of, value_labels
from .order import LABELS, Order
from .rows import Cells
from .variables import Holds, Layout, Sheet, Variable

LONGEST_CELL = 32_767
LONGEST_NAME = 31
MOST_ROWS = 1_048_575  # below the head
FORMATS = {Holds.DAY: "yyyy-mm-dd", Holds.MOMENT: "yyyy-mm-dd hh:mm", Holds.CLOCK: "hh:mm"}


class TooManyRows(Exception):
    """A sheet ends where Excel's do."""


class WorkbookWriter:
    def __init__(self, layout: Layout, order: Order, folder: Path) -> None:
        self._layout, self._order = layout, order
        self._path = folder / "responses.xlsx"
        self._book = xlsxwriter.Workbook(
            self._path, {"constant_memory": True, "tmpdir": str(folder), "default_date_format": "yyyy-mm-dd"}
        )
        self._head = self._book.add_format({"bold": True})
        self._sheets = [self._begin(sheet) for sheet in layout.sheets]
        self._puts = [
            self._puts_of(page, sheet) for page, sheet in zip(self._sheets, layout.sheets, strict=True)
        ]
        self._rows = [0] * len(layout.sheets)

    def add(self, sheet: int, row: Cells) -> None:
        self._rows[sheet] += 1
        number = self._rows[sheet]
        if number > MOST_ROWS:
            raise TooManyRows
        for place, (put, cell) in enumerate(zip(self._puts[sheet], row, strict=True)):
            if cell is not None:
                put(number, place, cell)

    def add_all(self, rows: Iterator[Cells]) -> None:
        for row in rows:
            self.add(0, row)

    def close(self) -> list[Path]:
        self._add_variables()
        self._book.close()
        return [self._path]

    def drop(self) -> None:
        self._book.close()

    def _begin(self, sheet: Sheet) -> Any:
        page = self._book.add_worksheet(sheet.name[:LONGEST_NAME])
        page.freeze_panes(1, 1)
        for place, words in enumerate(headings(sheet, self._order)):
            page.write_string(0, place, words[:LONGEST_CELL], self._head)
        return page

    def _puts_of(self, page: Any, sheet: Sheet) -> list[Callable[[int, int, Any], Any]]:
        return [self._put_of(page, variable) for variable in sheet.variables]

    def _put_of(self, page: Any, variable: Variable) -> Callable[[int, int, Any], Any]:
        """Text stays text, whatever it begins with."""
        is_labelled = bool(variable.codes) and self._order.values == LABELS
        convert = converter_of(variable)
        if not is_labelled and (variable.is_numeric or variable.holds in FORMATS):
            shown = (
                self._book.add_format({"num_format": FORMATS[variable.holds]})
                if variable.holds in FORMATS
                else None
            )
            write = page.write_number if shown is None else page.write_datetime

            def put(row: int, place: int, cell: Any) -> None:
                value = convert(cell)
                if value is not None:
                    write(row, place, value, shown)

            return put
        return lambda row, place, cell: page.write_string(row, place, str(cell)[:LONGEST_CELL])

    def _add_variables(self) -> None:
        page = self._book.add_worksheet(_("Variables")[:LONGEST_NAME])
        page.freeze_panes(1, 0)
        page.set_column(0, 1, 18)
        page.set_column(2, 2, 60)
        page.set_column(3, 5, 30)
        head = [
            pgettext("export", "Table"),
            pgettext("export", "Column"),
            _("Question"),
            _("Codes"),
            _("Asked if"),
            _("Versions"),
        ]
        for place, words in enumerate(head):
            page.write_string(0, place, words, self._head)
        row = 1
        for sheet in self._layout.sheets:
            for variable in sheet.variables:
                for place, text in enumerate(self._described(sheet, variable)):
                    page.write_string(row, place, text[:LONGEST_CELL])
                row += 1

    def _described(self, sheet: Sheet, variable: Variable) -> list[str]:
        codes = value_labels(variable, self._order.language)
        return [
            sheet.name,
            variable.name,
            label_of(variable, self._order.language),
            "; ".join(f"{code} = {label}" for code, label in codes.items()),
            variable.condition,
            ", ".join(variable.versions),
        ]
