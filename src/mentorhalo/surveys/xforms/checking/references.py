"""`${name}`: does it name one question, and does nothing wait for itself?"""

import re
from difflib import get_close_matches

from pyxform import aliases
from pyxform.parsing.expression import RE_PYXFORM_REF_INNER

from mentorhalo.surveys.xforms.checking.findings import Findings
from mentorhalo.surveys.xforms.checking.outline import Item, Outline
from mentorhalo.surveys.xforms.checking.tables import Line, Table, Tables

POINTER = re.compile(r"\$\{(?P<inner>[^{}]*)(?P<end>\})?")
# Where choices may point at questions; other columns hold data.
SHOWN = ("label", "hint", "guidance_hint", "media", "image", "audio", "video", "big-image")
CALCULATE = ("bind", "calculate")
WAITS = (("bind", "relevant"), CALCULATE)
# Calls that look at one repetition among several, where a question may well look at itself.
ELSEWHERE = re.compile(r"indexed-repeat\s*\(|position\s*\(|\[|once\s*\(|last-saved")


def check_references(tables: Tables, outline: Outline, findings: Findings) -> None:
    named = outline.named()
    known = set(named)
    if not aliases.yes_no.get(tables.setting("omit_instanceID"), False):
        known.add("instanceID")
    checker = _Checker(named, known, findings)
    for line in tables.survey.lines:
        for column, text in line.cells.items():
            if column != ("name",) and column != ("type",):
                checker.check(tables.survey, line, column, text)
        trigger = line.get("trigger")
        if trigger and "${" not in trigger:
            findings.refuse(
                "trigger-wrong", "survey", line.row, tables.survey.header("trigger"), text=trigger[:60]
            )
        if "${" in line.get("type"):
            checker.check(tables.survey, line, ("type",), line.get("type"))
    for line in tables.choices.lines:
        for column, text in line.cells.items():
            if column[0] in SHOWN:
                checker.check(tables.choices, line, column, text)
    for table in (tables.settings, tables.entities):
        for line in table.lines:
            for column, text in line.cells.items():
                checker.check(table, line, column, text)
    _check_triggers(tables, outline, named, findings)
    _check_circles(tables, outline, named, findings)


def names_in(text: str) -> list[str]:
    return [found["inner"].strip() for found in POINTER.finditer(text) if found["end"]]


class _Checker:
    def __init__(self, named: dict[str, list[Item]], known: set[str], findings: Findings) -> None:
        self._named = named
        self._known = known
        self._findings = findings

    def check(self, table: Table, line: Line, column: tuple[str, ...], text: str) -> None:
        for found in POINTER.finditer(text) if "${" in text else ():
            fault = self._fault(found)
            if fault is not None:
                code, params = fault
                self._findings.refuse(
                    code, table.key, line.row, table.headers.get(column, column[-1]), **params
                )

    def _fault(self, found: re.Match[str]) -> tuple[str, dict[str, str]] | None:
        written = found[0][:60]
        if not found["end"]:
            return "reference-open", {"reference": written}
        inner = RE_PYXFORM_REF_INNER.fullmatch(found["inner"])
        if inner is None:
            return "reference-wrong", {"reference": written}
        name = inner["ncname"]
        if name not in self._known:
            near = get_close_matches(name, self._known, n=1, cutoff=0.7)
            if near:
                return "reference-near", {"reference": written, "near": near[0]}
            return "reference-unknown", {"reference": written}
        items = self._named.get(name, [])
        if len(items) > 1:
            rows = ", ".join(str(item.line.row) for item in items[:5])
            return "reference-ambiguous", {"reference": written, "rows": rows}
        return None


def _check_triggers(
    tables: Tables, outline: Outline, named: dict[str, list[Item]], findings: Findings
) -> None:
    """What nobody is shown is changed by nobody."""
    header = tables.survey.header("trigger")
    for item in outline.items:
        for name in names_in(item.line.get("trigger")):
            if any(_is_unseen(other.line) for other in named.get(name, [])):
                findings.refuse("trigger-unseen", "survey", item.line.row, header, name=name)


def _is_unseen(line: Line) -> bool:
    if line.get("type") == "calculate":
        return True
    comes_by_itself = line.get(*CALCULATE) or line.get("trigger")
    return bool(comes_by_itself) and not line.under("label") and not line.under("hint")


def _check_circles(
    tables: Tables, outline: Outline, named: dict[str, list[Item]], findings: Findings
) -> None:
    """Values that wait for each other: devices refuse such forms."""
    waits = {
        item.name: _waits_for(item, named)
        for item in outline.items
        if item.name and len(named[item.name]) == 1
    }
    told: set[str] = set()
    for item in outline.items:
        circle = _circle(item.name, waits) if item.name in waits and item.name not in told else None
        if circle is None:
            continue
        told.update(circle)
        column = next((column for column in WAITS if "${" in item.line.get(*column)), WAITS[0])
        header = tables.survey.header(*column)
        if len(circle) == 1:
            # Some engines take the earlier value, others refuse the form.
            findings.warn("waits-for-itself", "survey", item.line.row, header, name=item.name)
        else:
            names = " → ".join([*circle, circle[0]])
            findings.refuse("circle", "survey", item.line.row, header, names=names)


def _waits_for(item: Item, named: dict[str, list[Item]]) -> set[str]:
    """What must be known before this one; nothing where single repetitions are looked at, which only a device can follow."""
    wanted: set[str] = set()
    for column in WAITS:
        text = item.line.get(*column)
        if column == CALCULATE and item.line.get("trigger"):
            # Calculated when something happens, not whenever it can be.
            continue
        if "${" in text and not ELSEWHERE.search(text):
            wanted.update(name for name in names_in(text) if len(named.get(name, ())) == 1)
    wanted.update(outer.name for outer in item.around if outer.line.get("bind", "relevant"))
    return wanted


def _circle(start: str, waits: dict[str, set[str]]) -> list[str] | None:
    """A way from a name back to itself, None if there is none."""
    ways: list[tuple[str, list[str]]] = [(start, [start])]
    seen: set[str] = set()
    while ways:
        name, way = ways.pop()
        for following in sorted(waits.get(name, ())):
            if following == start:
                return way
            if following not in seen:
                seen.add(following)
                ways.append((following, [*way, following]))
    return None
