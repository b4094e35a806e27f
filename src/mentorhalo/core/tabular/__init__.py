"""Tables that people bring: read within bounds, in whatever encoding, their columns matched, their cells understood."""

from mentorhalo.core.tabular.cells import (
    CellError,
    parse_amount,
    parse_bool,
    parse_code,
    parse_count,
    parse_day,
)
from mentorhalo.core.tabular.columns import ColumnSpec, Matching, Record, RowError, Table, match_columns
from mentorhalo.core.tabular.reading import Row, Sheet, TableError, read_sheet, read_table, table_at, table_of
from mentorhalo.core.tabular.report import error_report

__all__ = [
    "CellError",
    "ColumnSpec",
    "Matching",
    "Record",
    "Row",
    "RowError",
    "Sheet",
    "Table",
    "TableError",
    "error_report",
    "match_columns",
    "parse_amount",
    "parse_bool",
    "parse_code",
    "parse_count",
    "parse_day",
    "read_sheet",
    "read_table",
    "table_at",
    "table_of",
]
