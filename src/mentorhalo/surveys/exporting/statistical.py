"""SPSS, Stata and Parquet: tables with types. Each is gathered in columns, some thousands of rows at a time, and written at the end."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .conversion import as_text, as_whole, converter_of
from .headings import label_of, value_labels
from .order import LABELS, Order
from .rows import Cells
from .variables import Holds, Layout, Sheet, Variable

if TYPE_CHECKING:
    import polars

AT_ONCE = 2_000
SPSS_LABEL = 250  # bytes
SPSS_VALUE_LABEL = 120
SPSS_TEXT = 32_767
SPSS_MISSING = 3  # values a variable may have
SPSS_SHORT_TEXT = 8  # bytes of a text that may be missing
STATA_LABEL = 80  # characters


class Gathered:
    """The rows of one table, as columns."""

    def __init__(self, sheet: Sheet, converters: list[Any], types: dict[str, Any]) -> None:
        self.sheet, self.types = sheet, types
        self._converters = converters
        self._waiting: list[Cells] = []
        self._frames: list[Any] = []

    def add(self, row: Cells) -> None:
        self._waiting.append(row)
        if len(self._waiting) >= AT_ONCE:
            self._settle()

    def frame(self) -> "polars.DataFrame":
        import polars  # late: 60 MB of memory, for these formats alone

        self._settle()
        frame = (
            polars.concat(self._frames, rechunk=True) if self._frames else polars.DataFrame(schema=self.types)
        )
        self._frames = []
        return frame

    def _settle(self) -> None:
        import polars  # late: 60 MB of memory, for these formats alone

        if not self._waiting:
            return
        columns = {
            name: [convert(cell) for cell in cells]
            for name, convert, cells in zip(
                self.sheet.names, self._converters, zip(*self._waiting, strict=True), strict=True
            )
        }
        self._frames.append(polars.DataFrame(columns, schema=self.types))
        self._waiting = []


class TableWriter:
    ending = ""

    def __init__(self, layout: Layout, order: Order, folder: Path) -> None:
        self._order, self._folder = order, folder
        self._tables = [
            Gathered(
                sheet,
                [self.converter(variable) for variable in sheet.variables],
                {variable.name: self.type_of(variable) for variable in sheet.variables},
            )
            for sheet in layout.sheets
        ]

    def add(self, sheet: int, row: Cells) -> None:
        self._tables[sheet].add(row)

    def add_all(self, rows: Iterator[Cells]) -> None:
        add = self._tables[0].add
        for row in rows:
            add(row)

    def close(self) -> list[Path]:
        paths = []
        for table in self._tables:
            path = self._folder / f"{table.sheet.name}.{self.ending}"
            self.write(table.frame(), table.sheet, path)
            paths.append(path)
        return paths

    def drop(self) -> None:
        self._tables = []

    def converter(self, variable: Variable) -> Any:
        return converter_of(variable)

    def type_of(self, variable: Variable) -> Any:
        import polars  # late: 60 MB of memory, for these formats alone

        if self.is_whole(variable):
            return polars.Int64
        return {
            Holds.REAL: polars.Float64,
            Holds.DAY: polars.Date,
            Holds.MOMENT: polars.Datetime("us"),
            Holds.CLOCK: polars.Time,
        }.get(variable.holds, polars.String)

    def is_whole(self, variable: Variable) -> bool:
        return variable.is_numeric and variable.holds is not Holds.REAL

    def write(self, frame: Any, sheet: Sheet, path: Path) -> None:
        raise NotImplementedError

    def label(self, variable: Variable) -> str:
        return label_of(variable, self._order.language)


class SavWriter(TableWriter):
    ending = "sav"
    is_compressed = False

    def converter(self, variable: Variable) -> Any:
        convert = super().converter(variable)
        return _as_short_text if convert is as_text else convert

    def write(self, frame: Any, sheet: Sheet, path: Path) -> None:
        import pyreadstat  # late: slow to load, for these formats alone

        labels: dict[str, dict[Any, str]] = {}
        missing: dict[str, list[Any]] = {}
        for variable in sheet.variables:
            is_whole = self.is_whole(variable)
            words = value_labels(variable, self._order.language)
            if words:
                labels[variable.name] = {
                    (int(code) if is_whole else code): _cut(text, SPSS_VALUE_LABEL)
                    for code, text in words.items()
                }
            if ranges := missing_values(variable, is_whole=is_whole):
                missing[variable.name] = ranges
        pyreadstat.write_sav(
            frame,
            str(path),
            file_label=sheet.name,
            column_labels={
                variable.name: _cut(self.label(variable), SPSS_LABEL) for variable in sheet.variables
            },
            compress=self.is_compressed,
            row_compress=not self.is_compressed,
            variable_value_labels=labels,
            missing_ranges=missing,
            variable_measure={variable.name: variable.measure.value for variable in sheet.variables},
        )


class ZsavWriter(SavWriter):
    ending = "zsav"
    is_compressed = True


class StataWriter(TableWriter):
    """Stata labels numbers only: codes that are words are numbered in the order of their list."""

    ending = "dta"

    def is_whole(self, variable: Variable) -> bool:
        return bool(variable.codes) or super().is_whole(variable)

    def converter(self, variable: Variable) -> Any:
        if variable.codes and not variable.has_whole_codes:
            return {code: number for number, code in enumerate(variable.codes, start=1)}.get
        convert = as_whole if self.is_whole(variable) else converter_of(variable)
        return _as_some_text if convert is as_text else convert

    def write(self, frame: Any, sheet: Sheet, path: Path) -> None:
        import pyreadstat  # late: slow to load, for these formats alone

        labels: dict[str, dict[Any, str]] = {}
        for variable in sheet.variables:
            words = value_labels(variable, self._order.language)
            if words:
                labels[variable.name] = {
                    (int(code) if variable.has_whole_codes else number): text
                    for number, (code, text) in enumerate(words.items(), start=1)
                }
        pyreadstat.write_dta(
            frame,
            str(path),
            file_label=sheet.name[:STATA_LABEL],
            column_labels={variable.name: self.label(variable)[:STATA_LABEL] for variable in sheet.variables},
            variable_value_labels=labels,
        )


class ParquetWriter(TableWriter):
    ending = "parquet"

    def is_whole(self, variable: Variable) -> bool:
        return super().is_whole(variable) and not self._is_labelled(variable)

    def converter(self, variable: Variable) -> Any:
        return as_text if self._is_labelled(variable) else converter_of(variable)

    def write(self, frame: Any, sheet: Sheet, path: Path) -> None:
        frame.write_parquet(path, compression="zstd")

    def _is_labelled(self, variable: Variable) -> bool:
        return bool(variable.codes) and self._order.values == LABELS


def missing_values(variable: Variable, *, is_whole: bool) -> list[Any]:
    """As SPSS takes them: three at most, or a range and one; texts only if they are short."""
    if not is_whole:
        short = [code for code in variable.missing if len(code.encode()) <= SPSS_SHORT_TEXT]
        return short[:SPSS_MISSING]
    numbers = sorted(int(code) for code in variable.missing)
    if len(numbers) <= SPSS_MISSING:
        return list(numbers)
    said = [int(code) for code in variable.codes if code not in variable.missing]
    for ranged, apart in ((numbers, []), (numbers[:-1], numbers[-1:]), (numbers[1:], numbers[:1])):
        if not any(ranged[0] <= code <= ranged[-1] for code in said):
            return [{"lo": ranged[0], "hi": ranged[-1]}, *apart]
    return list(numbers[:SPSS_MISSING])


def _as_short_text(cell: Any) -> str | None:
    return None if cell is None else _cut(str(cell), SPSS_TEXT)


def _as_some_text(cell: Any) -> str:
    """Stata knows no text that is missing: it is empty."""
    return "" if cell is None else str(cell)


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")
