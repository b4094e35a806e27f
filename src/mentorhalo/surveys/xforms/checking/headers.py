"""The sheets that are there, and the names of their columns."""

from collections.abc import Iterable
from difflib import get_close_matches

from mentorhalo.surveys.xforms.checking.findings import Findings
from mentorhalo.surveys.xforms.checking.tables import (
    ALIASES,
    COLUMNS,
    TRANSLATED,
    Column,
    Table,
    Tables,
    columns_of,
)
from mentorhalo.surveys.xforms.workbook import KNOWN_SHEETS, LONGEST_GAP, Book, Sheet

# What the first row of a sheet must name; several where any of them will do.
NEEDED: dict[str, tuple[Column, ...]] = {
    "survey": (("type",), ("name",)),
    "choices": (("list name",), ("name",)),
}
SHOWN = {"list name": "list_name"}
# Settings that pyxform takes under both names.
FORGIVEN = (("id_string",),)
ERRORS = frozenset({"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#ERROR!"})
# Columns of other programs, and words so short that they are near to too much.
OWN_WORDS = frozenset({"notes", "note", "comment", "comments", "labels", "filter", "text", "names", "types"})


def check_headers(book: Book, tables: Tables, findings: Findings) -> bool:
    """Whether the rows of the survey can be read at all."""
    _check_sheet_names(book, findings)
    if "survey" not in book.sheets:
        findings.refuse("survey-missing", "", names=", ".join(book.names[:10]))
        return False
    for key, sheet in book.sheets.items():
        if key == "osm":
            continue
        _check_repeated(key, sheet, findings)
        _check_synonyms(key, sheet, findings)
        _check_misspelt(key, sheet, findings)
        _check_parts(key, sheet, findings)
        if sheet.ended_before:
            findings.warn("rows-ignored", key, sheet.ended_before, count=LONGEST_GAP)
        for row in sheet.rows:
            for header, text in row.cells.items():
                if text in ERRORS:
                    findings.warn("cell-error", key, row.number, header, text=text)
    for header in book.sheet("choices").nameless():
        findings.warn("choice-column-unused", "choices", 1, header, name=header)
    _check_needed(tables.choices, book, findings)
    if not _check_needed(tables.survey, book, findings):
        return False
    if not book.sheet("survey").rows:
        findings.refuse("survey-empty", "survey")
    return True


def _check_sheet_names(book: Book, findings: Findings) -> None:
    for name in book.names:
        word = name.strip().lower()
        if word in KNOWN_SHEETS or word.startswith("_"):
            continue
        for near in get_close_matches(word, KNOWN_SHEETS[:3], n=1, cutoff=0.8):
            if near not in book.sheets:
                findings.warn("sheet-name-near", name, near=near)


def _check_needed(table: Table, book: Book, findings: Findings) -> bool:
    sheet = book.sheet(table.key)
    if not sheet.rows and table.key != "survey":
        return True
    if not any(sheet.headers):
        findings.refuse("header-row-missing", table.key, 1)
        return False
    missing = [column for column in NEEDED[table.key] if not table.has(*column)]
    for column in missing:
        name = SHOWN.get(column[0], column[0])
        findings.refuse("column-missing", table.key, 1, name, name=name)
    return not missing


def _check_repeated(key: str, sheet: Sheet, findings: Findings) -> None:
    for header in sheet.headers:
        if header in sheet.repeated:
            findings.refuse("column-twice", key, 1, header, header=header)


def _check_synonyms(key: str, sheet: Sheet, findings: Findings) -> None:
    """Two headers for the same column, such as `relevant` and `relevance`; the later one would win unseen."""
    seen: dict[Column, str] = {}
    for header, column in columns_of(key, sheet.headers).items():
        if column in seen and column not in FORGIVEN and header != column[0]:
            findings.refuse("column-synonym", key, 1, header, header=header, other=seen[column])
        seen.setdefault(column, header)


def _check_misspelt(key: str, sheet: Sheet, findings: Findings) -> None:
    known = {word.lower(): word for word in _known_words(key)}
    for header, column in columns_of(key, sheet.headers).items():
        word = column[0].lower()
        if word in known or header.startswith(("$", "_", "#")) or word in OWN_WORDS or len(word) < 4:
            continue
        # Two letters that changed places are nearer than they look: “lable”.
        turned = [one for one in known if sorted(one) == sorted(word)]
        for near in turned[:1] or get_close_matches(word.replace(" ", "_"), known, n=1, cutoff=0.84):
            findings.warn("column-near", key, 1, header, header=header, near=known[near])


def _check_parts(key: str, sheet: Sheet, findings: Findings) -> None:
    """Two headers run together: `label::A hint::A`."""
    filled = {header for row in sheet.rows for header in row.cells}
    for header, column in columns_of(key, sheet.headers).items():
        for start in TRANSLATED:
            if column[: len(start)] == start and len(column) > len(start) + 1 and header in filled:
                findings.refuse("column-parts", key, 1, header, header=header)


def _known_words(key: str) -> list[str]:
    groups: Iterable[str] = ("bind", "media", "body", "instance", "control", "list name")
    words = {*ALIASES[key], *COLUMNS[key], *groups, "constraint", "disabled", "form_id", "list_name"}
    return sorted(words)
