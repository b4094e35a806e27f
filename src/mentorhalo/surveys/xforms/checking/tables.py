"""Sheets with their columns understood as pyxform understands them: `Label :: Magyar (hu)` is `("label", "Magyar (hu)")`."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pyxform import aliases
from pyxform.parsing.sheet_headers import RE_SMART_QUOTES, SMART_QUOTES, process_header
from pyxform.question import MultipleChoiceQuestion, Option
from pyxform.survey import Survey

from mentorhalo.surveys.xforms.workbook import SPACES, Book, Sheet

type Column = tuple[str, ...]

ALIASES = {
    "survey": aliases.survey_header,
    "choices": aliases.list_header,
    "external_choices": aliases.list_header,
    "osm": aliases.list_header,
    "settings": aliases.settings_header,
    "entities": aliases.entities_header,
}
COLUMNS: dict[str, frozenset[str]] = {
    "survey": frozenset(MultipleChoiceQuestion.get_slot_names()),
    "choices": frozenset(Option.get_slot_names()),
    "external_choices": frozenset(Option.get_slot_names()),
    "osm": frozenset(Option.get_slot_names()),
    "settings": frozenset(Survey.get_slot_names()),
    "entities": frozenset({"dataset", "entity_id", "create_if", "update_if", "repeat", "label"}),
}
# What may be written in several languages: one more part names the language.
TRANSLATED: tuple[Column, ...] = (
    ("label",),
    ("hint",),
    ("guidance_hint",),
    ("bind", "jr:constraintMsg"),
    ("bind", "jr:requiredMsg"),
    ("media", "image"),
    ("media", "big-image"),
    ("media", "audio"),
    ("media", "video"),
)


@dataclass
class Line:
    """One row: what stands in it by column. Empty cells are absent."""

    row: int
    cells: dict[Column, str]

    def get(self, *column: str) -> str:
        return self.cells.get(column, "")

    def under(self, *start: str) -> list[tuple[Column, str]]:
        """The cells of all columns that begin like this, such as one in each language."""
        return [(column, text) for column, text in self.cells.items() if column[: len(start)] == start]


@dataclass
class Table:
    """One sheet. `headers` tells how a column is called in the workbook."""

    key: str
    headers: dict[Column, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def header(self, *column: str) -> str:
        """The header of the first column that begins like this."""
        found = (header for known, header in self.headers.items() if known[: len(column)] == column)
        return next(found, column[-1])

    def has(self, *column: str) -> bool:
        return any(known[: len(column)] == column for known in self.headers)


class Tables:
    def __init__(self, book: Book) -> None:
        self.names = book.names
        self.survey = _table("survey", book.sheet("survey"))
        self.choices = _table("choices", book.sheet("choices"))
        self.external_choices = _table("external_choices", book.sheet("external_choices"))
        self.settings = _table("settings", book.sheet("settings"))
        self.entities = _table("entities", book.sheet("entities"))

    def setting(self, name: str) -> str:
        return self.settings.lines[0].get(name) if self.settings.lines else ""

    def __iter__(self) -> Iterator[Table]:
        return iter((self.survey, self.choices, self.external_choices, self.settings, self.entities))


def columns_of(key: str, headers: list[str]) -> dict[str, Column]:
    """Each header of a sheet and the column it means."""
    double = any("::" in header for header in headers)
    return {header: _column(key, header, double) for header in headers if header}


def _column(key: str, header: str, double: bool) -> Column:
    _, tokens = process_header(
        header=header, use_double_colon=double, header_aliases=ALIASES[key], header_columns=COLUMNS[key]
    )
    return tuple(tokens)


def _table(key: str, sheet: Sheet) -> Table:
    columns = columns_of(key, sheet.headers)
    table = Table(key)
    for header, column in columns.items():
        table.headers.setdefault(column, header)
    for row in sheet.rows:
        cells: dict[Column, str] = {}
        for header, text in row.cells.items():
            cells.setdefault(columns[header], _cleaned(text))
        table.lines.append(Line(row.number, cells))
    return table


def _cleaned(text: str) -> str:
    """As pyxform takes it: single spaces, straight quotation marks."""
    return RE_SMART_QUOTES.sub(lambda found: SMART_QUOTES[found[0]], SPACES.sub(" ", text))
