"""JSON, a line for each response: what was not answered is absent, repeats are lists within."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .headings import headings
from .order import Order
from .rows import Cells
from .variables import Layout

ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class LinesWriter:
    def __init__(self, layout: Layout, order: Order, folder: Path) -> None:
        self._path = folder / f"{layout.main.name}.jsonl"
        self._file = self._path.open("w", encoding="utf-8", newline="\n")
        self._headings = [headings(sheet, order) for sheet in layout.sheets]
        self._names = [sheet.name for sheet in layout.sheets]
        self._open: dict[str, Any] | None = None

    def add(self, sheet: int, row: Cells) -> None:
        """The rows of a response's repeats come right behind it."""
        found = {
            name: cell for name, cell in zip(self._headings[sheet], row, strict=True) if cell is not None
        }
        if sheet == 0 or self._open is None:
            self._write()
            self._open = found
        else:
            self._open.setdefault(self._names[sheet], []).append(found)

    def add_all(self, rows: Iterator[Cells]) -> None:
        for row in rows:
            self.add(0, row)

    def close(self) -> list[Path]:
        self._write()
        self._file.close()
        return [self._path]

    def drop(self) -> None:
        self._file.close()

    def _write(self) -> None:
        if self._open is not None:
            self._file.write(ENCODER.encode(self._open))
            self._file.write("\n")
            self._open = None
