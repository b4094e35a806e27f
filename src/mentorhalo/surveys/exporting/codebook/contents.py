"""The codebook of a questionnaire as rows, whoever writes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..layout import Edition
from ..variables import Holds, Layout, Sheet, Variable
from .counts import Count, Counts


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """A wave, as the codebook names it; `strata` are code, name, population and responses wanted."""

    number: int
    title: str
    starts_on: date
    ends_on: date
    strata: tuple[tuple[str, str, int | None, int], ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """The study and the questionnaire."""

    code: str
    titles: Mapping[str, str]  # by language
    owner: str
    purpose: str
    legal_basis: str
    kind: str
    instrument: str
    form_id: str
    editions: tuple[Edition, ...]
    waves: tuple[Fieldwork, ...]
    made_on: date


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    labels: Mapping[str, str]
    count: int
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Described:
    variable: Variable
    count: Count

    @property
    def categories(self) -> list[Category]:
        """Codes of the form first, then others that were sent."""
        variable, values = self.variable, self.count.values
        if variable.holds is Holds.FLAG:
            return [Category(code, {}, values.get(int(code), 0)) for code in ("1", "0")]
        known = [
            Category(code, texts, values.get(code, 0), is_missing=code in variable.missing)
            for code, texts in variable.codes.items()
        ]
        return known + [
            Category(str(code), {}, many)
            for code, many in sorted(values.items(), key=str)
            if code not in variable.codes
        ]

    @property
    def has_numbers(self) -> bool:
        return self.count.least is not None


@dataclass(frozen=True, slots=True)
class Table:
    sheet: Sheet
    rows: int
    described: tuple[Described, ...]


@dataclass(frozen=True, slots=True)
class Codebook:
    about: About
    layout: Layout
    languages: tuple[str, ...]
    tables: tuple[Table, ...]


def codebook_of(
    about: About, layout: Layout, languages: Sequence[str], counts: Counts, rows: Mapping[str, int]
) -> Codebook:
    tables = tuple(
        Table(
            sheet,
            rows[sheet.name],
            tuple(
                Described(variable, count)
                for variable, count in zip(sheet.variables, counts[sheet.name], strict=True)
            ),
        )
        for sheet in layout.sheets
    )
    return Codebook(about, layout, tuple(languages), tables)
