"""CSV as RFC 4180 has it: commas, UTF-8 without a mark; a file for each table."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from .headings import headings
from .order import Order
from .rows import Cells
from .variables import Holds, Layout

FORMULA = ("=", "+", "-", "@", "\t", "\r")
BUFFER = 1 << 18


class CsvWriter:
    """What somebody typed never begins as a formula would: spreadsheets would compute it."""

    def __init__(self, layout: Layout, order: Order, folder: Path) -> None:
        self._files: list[TextIOWrapper] = []
        self._paths: list[Path] = []
        self._writers: list[Any] = []
        self._typed: list[tuple[int, ...]] = []
        for sheet in layout.sheets:
            path = folder / f"{sheet.name}.csv"
            file = path.open("w", encoding="utf-8", newline="", buffering=BUFFER)
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(headings(sheet, order))
            self._files.append(file)
            self._paths.append(path)
            self._writers.append(writer)
            self._typed.append(
                tuple(
                    place
                    for place, variable in enumerate(sheet.variables)
                    if variable.is_free and variable.holds is Holds.TEXT
                )
            )

    def add(self, sheet: int, row: Cells) -> None:
        self._writers[sheet].writerow(_without_formulas(row, self._typed[sheet]))

    def add_all(self, rows: Iterator[Cells]) -> None:
        typed = self._typed[0]
        if typed:
            rows = (_without_formulas(row, typed) for row in rows)
        self._writers[0].writerows(rows)

    def close(self) -> list[Path]:
        self.drop()
        return self._paths

    def drop(self) -> None:
        for file in self._files:
            file.close()


def _without_formulas(row: Cells, typed: tuple[int, ...]) -> Cells:
    for place in typed:
        text = row[place]
        if text and text[0] in FORMULA:
            row[place] = f"'{text}"
    return row
