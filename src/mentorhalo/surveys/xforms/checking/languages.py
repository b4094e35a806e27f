"""Texts in every language of the form, and labels at all."""

from pyxform import aliases

from mentorhalo.surveys.xforms.checking.findings import Findings
from mentorhalo.surveys.xforms.checking.outline import Outline
from mentorhalo.surveys.xforms.checking.tables import TRANSLATED, Column, Line, Table, Tables


def check_languages(tables: Tables, outline: Outline, findings: Findings) -> None:
    languages = [language for language in _languages(tables) if language]
    for table in (tables.survey, tables.choices):
        for column in TRANSLATED:
            _check_column(table, column, languages, findings)
    default = tables.setting("default_language")
    if default and default not in languages and (languages or default.lower() != "default"):
        findings.warn(
            "language-unknown", "settings", tables.settings.lines[0].row, tables.settings.header("default_language"),
            language=default, languages=", ".join(languages) or "–",
        )  # fmt: skip
    _check_labels(tables, outline, findings)


def _languages(tables: Tables) -> list[str]:
    found: dict[str, None] = {}
    for table in (tables.survey, tables.choices):
        for column in table.headers:
            for start in TRANSLATED:
                if column[: len(start)] == start and len(column) == len(start) + 1:
                    found[column[-1]] = None
    return list(found)


def _check_column(table: Table, start: Column, languages: list[str], findings: Findings) -> None:
    present = {column[-1]: column for column in table.headers if column[:-1] == start}
    if not present:
        return
    for language in languages:
        if language not in present:
            if start[0] != "media":
                name = table.header(*start).partition(":")[0]
                findings.warn("language-column-missing", table.key, 1, language=language, name=name)
            continue
        empty = [line for line in table.lines if _lacks(line, start, language)]
        if empty:
            findings.warn(
                "language-unfilled", table.key, empty[0].row, table.headers[present[language]],
                language=language, count=len(empty),
            )  # fmt: skip


def _lacks(line: Line, start: Column, language: str) -> bool:
    """Filled in some other language, but not in this."""
    if aliases.yes_no.get(line.get("disabled")):
        return False
    filled = [column for column, _ in line.under(*start)]
    return bool(filled) and (*start, language) not in filled and start not in filled


def _check_labels(tables: Tables, outline: Outline, findings: Findings) -> None:
    for item in outline.items:
        if not item.is_seen or any(item.line.under(column) for column in ("label", "hint", "media")):
            continue
        if not item.line.get("bind", "calculate") and not item.line.get("trigger"):
            findings.refuse(
                "label-missing", "survey", item.line.row, tables.survey.header("label"), name=item.name
            )
