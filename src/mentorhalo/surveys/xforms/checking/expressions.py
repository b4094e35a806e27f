"""Conditions, calculations and constraints: are they expressions at all, and do their functions exist?"""

from difflib import get_close_matches

from pyxform import aliases
from pyxform.utils import default_is_dynamic

from mentorhalo.surveys.xforms.checking.findings import Findings
from mentorhalo.surveys.xforms.checking.tables import Column, Line, Table, Tables
from mentorhalo.surveys.xforms.functions import FUNCTIONS
from mentorhalo.surveys.xforms.slips import slips_in
from mentorhalo.surveys.xforms.xpaths import (
    fault_of,
    functions_of_phones,
    loose_patterns,
    shortened,
    unknown_functions,
)

FILTER: Column = ("choice_filter",)
COLUMNS: tuple[Column, ...] = (
    ("bind", "relevant"),
    ("bind", "constraint"),
    ("bind", "calculate"),
    ("bind", "required"),
    ("bind", "readonly"),
    ("control", "jr:count"),
    FILTER,
)
ENTITY_COLUMNS: tuple[Column, ...] = (("entity_id",), ("create_if",), ("update_if",), ("label",))


def check_expressions(tables: Tables, findings: Findings) -> None:
    for line in tables.survey.lines:
        for column in COLUMNS:
            _check_cell(tables.survey, line, column, findings)
        default = line.get("default")
        if default and default_is_dynamic(default, line.get("type")):
            _check_default(tables.survey, line, default, findings)
    for line in tables.settings.lines[:1]:
        _check_cell(tables.settings, line, ("instance_name",), findings)
    for line in tables.entities.lines:
        for column in ENTITY_COLUMNS:
            _check_cell(tables.entities, line, column, findings)


def _check_cell(table: Table, line: Line, column: Column, findings: Findings) -> None:
    text = line.get(*column)
    if not text or text in aliases.BINDING_CONVERSIONS:
        return
    header = table.header(*column)
    found = fault_of(text)
    if found is not None:
        code, params = found
        findings.refuse(code, table.key, line.row, header, **params)
        return
    if column != FILTER:
        for code, params in slips_in(text):
            findings.warn(code, table.key, line.row, header, **params)
    for name in unknown_functions(text):
        near = get_close_matches(name, FUNCTIONS, n=1, cutoff=0.75)
        if near:
            findings.warn("function-near", table.key, line.row, header, name=name, near=near[0])
        else:
            findings.warn("function-unknown", table.key, line.row, header, name=name)
    for name in functions_of_phones(text):
        findings.warn("function-of-phones", table.key, line.row, header, name=name)
    for pattern in loose_patterns(text):
        findings.warn("pattern-loose", table.key, line.row, header, pattern=shortened(pattern))


def _check_default(table: Table, line: Line, text: str, findings: Findings) -> None:
    """A default may be a text that only looks like a calculation."""
    if fault_of(text) is not None:
        findings.warn("default-wrong", table.key, line.row, table.header("default"), text=shortened(text))
