"""Data sets beside a form: each name stands for one file, wherever the form asks for it."""

import re

from mentorhalo.surveys.xforms.checking.findings import Findings
from mentorhalo.surveys.xforms.checking.outline import FILE_ENDS, Item, Outline
from mentorhalo.surveys.xforms.checking.tables import Column, Tables

PULLED = re.compile(r"pulldata\s*\(\s*(['\"])(?P<name>[^'\"]+)\1")
EXTERNAL = ("csv-external", "xml-external")


def check_data_sets(tables: Tables, outline: Outline, findings: Findings) -> None:
    seen: dict[str, tuple[str, Item]] = {}
    for item in outline.items:
        for column, name, file in _asked_by(item):
            former, other = seen.setdefault(name, (file, item))
            is_declared_twice = item is not other and item.kind in EXTERNAL and other.kind in EXTERNAL
            if former == file and not is_declared_twice:
                continue
            findings.refuse(
                "data-set-twice",
                "survey",
                item.line.row,
                tables.survey.header(*column),
                name=name,
                file=former,
                other=other.line.row,
            )


def _asked_by(item: Item) -> list[tuple[Column, str, str]]:
    """The column that asks, the name of the data set, its file."""
    asked: list[tuple[Column, str, str]] = []
    if item.kind in EXTERNAL and item.name:
        asked.append((("name",), item.name, f"{item.name}.{item.kind.partition('-')[0]}"))
    elif item.list_name.lower().endswith(FILE_ENDS):
        asked.append((("type",), item.list_name.rpartition(".")[0], item.list_name))
    for column, text in item.line.cells.items():
        for found in PULLED.finditer(text):
            asked.append((column, found["name"], f"{found['name']}.csv"))
    return asked
