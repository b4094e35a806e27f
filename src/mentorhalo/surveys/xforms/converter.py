"""pyxform: what it is given, and its messages at their place and in our words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyxform import xls2xform
from pyxform.errors import ErrorCode, PyXFormError
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL

from mentorhalo.surveys.xforms.checking.tables import columns_of
from mentorhalo.surveys.xforms.problems import Problem, problem
from mentorhalo.surveys.xforms.workbook import KNOWN_SHEETS, Book, Sheet

ROW = re.compile(r"\[row\s*:\s*(?P<row>\d+)\]\s*")
SHEET = re.compile(r"the '(?P<sheet>survey|choices|settings|entities|external_choices|osm)' sheet")
COLUMN = re.compile(r"the '(?P<column>[^']+)' value")
FIELD = re.compile(r"\\\{(\w+)\\\}")
REMARKS = {
    "image-size": re.compile(r"Use the max-pixels parameter"),
    "repeat-label-missing": re.compile(r"Repeat has no label: \{'name': '(?P<name>[^']*)'"),
    "language-code-missing": re.compile(r"valid machine-readable codes: (?P<languages>.*)\. Learn more"),
    "other-untranslated": re.compile(r"uses or_other and translations"),
    "disabled-column": re.compile(r"The 'disabled' column header"),
    "choice-column-unused": re.compile(
        r"On the 'choices' sheet, the '(?P<name>[^']*)' value is invalid\. Column headers"
    ),
}
# What our own checks say better.
SAID = re.compile(
    r"Language '.*' is missing the|Row without name, text, or label is being skipped|When looking for a sheet named"
)
RANGES = {
    "RANGE_001": "parameter-number",
    "RANGE_002": "parameter-zero",
    "RANGE_003": "parameter-large",
    "RANGE_004": "parameter-multiple",
    "RANGE_005": "parameter-outside",
}
SAID_CODES = ("LABEL_001", "NAMES_002")
# pyxform stops at its first mistake; how many to look for by setting the row aside.
MOST_TRIES = 25
KNOWN = {"form_id": "id_string", "version": "version"}


class Refused(Exception):
    """What pyxform says of a workbook, one message for each of its tries."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("; ".join(messages[:3]))
        self.messages = messages


@dataclass(frozen=True, slots=True)
class Made:
    """A converted workbook."""

    xform: bytes
    warnings: list[str]
    itemsets: bytes | None


def convert(book: Book, *, form_id: str, version: str) -> Made:
    """Refused tells all rows pyxform stops at: each is set aside and the rest tried again."""
    given = _given(book, form_id, version)
    messages: list[str] = []
    while len(messages) < MOST_TRIES:
        warnings: list[str] = []
        try:
            result = xls2xform.convert(given, warnings=warnings, validate=False)
        except PyXFormError as fault:
            messages.append(str(fault))
        except Exception as fault:
            # pyxform fails on some workbooks by whatever error comes first; the workbook is no less unusable.
            messages.append(f"{type(fault).__name__}: {fault}"[:300])
        else:
            if messages:
                raise Refused(messages)
            itemsets = None if result.itemsets is None else result.itemsets.encode()
            return Made(result.xform.encode(), warnings, itemsets)
        if len(messages) > 1 and not ROW.search(messages[-1]):
            # What stands nowhere may come of a row that was set aside.
            messages.pop()
            break
        if not _set_aside(given, messages[-1]):
            break
    raise Refused(messages)


def told(messages: list[str], book: Book, code: str) -> Iterator[Problem]:
    """The messages as problems; nothing for what our own checks have said."""
    for message in messages:
        for line in _lines(message):
            found = _told(line, book, code)
            if found is not None:
                yield found


def _told(text: str, book: Book, code: str) -> Problem | None:
    row, sheet, column = ROW.search(text), SHEET.search(text), COLUMN.search(text)
    key = sheet["sheet"] if sheet else "survey" if row else ""
    ours = _in_our_words(text, code)
    if ours is None:
        return None
    return problem(
        ours[0],
        sheet=book.sheet(key).name if key else "",
        row=int(row["row"]) if row else 0,
        column=_header(book, key, column["column"]) if column and key else "",
        **ours[1],
    )


def _in_our_words(text: str, code: str) -> tuple[str, dict[str, str]] | None:
    if SAID.search(text):
        return None
    for remark, pattern in REMARKS.items():
        found = pattern.search(text)
        if found:
            return remark, found.groupdict()
    rest = ROW.sub("", text).strip()
    for name, pattern in PATTERNS.items():
        found = pattern.search(rest)
        if found is None:
            continue
        if name in SAID_CODES:
            return None
        fields = found.groupdict()
        if name == "SURVEY_004":
            return "parameters-wrong", {}
        if name == "SURVEY_005":
            return "parameter-unknown", {"name": fields["rejected"], "known": fields["accepted"]}
        if name in RANGES:
            return RANGES[name], {"name": fields["name"]}
        if name.startswith("RANGE"):
            return "parameter-value", {"name": fields.get("name") or "tick_labelset", "text": _last(rest)}
        if name.startswith(("SURVEY_003", "SURVEY_006", "SURVEY_007", "SURVEY_008", "SURVEY_009")):
            return "parameter-value", {"name": "geo", "text": _last(rest)}
        if name.startswith("ENTITY") or "entit" in rest:
            return "entity-wrong", {"text": _last(rest)}
    return code, {"text": rest}


def _last(text: str) -> str:
    """Without the sentence that only says where it is."""
    return text.partition(" value is invalid. ")[2] or text.partition(" is invalid. ")[2] or text


def _lines(text: str) -> list[str]:
    """One message may speak of several rows."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return lines if lines and all(ROW.match(line) for line in lines) else [text.strip()]


def _header(book: Book, key: str, column: str) -> str:
    """How this workbook calls the column pyxform names."""
    for header, known in columns_of(key, book.sheet(key).headers).items():
        if column in (header, *known):
            return header
    return column


def _given(book: Book, form_id: str, version: str) -> dict[str, Any]:
    """The sheets as pyxform would have read them, so that it never opens the file itself. Empty rows stay, for their numbers."""
    given: dict[str, Any] = {"sheet_names": book.names, "fallback_form_name": form_id or book.stem or None}
    for name in KNOWN_SHEETS:
        if name in book.sheets:
            sheet = book.sheets[name]
            left_out = set(sheet.nameless()) if name == "choices" else set()
            given[name] = _rows(sheet, left_out)
            given[f"{name}_header"] = [
                {header: None for header in sheet.headers if header and header not in left_out}
            ]
    wanted = {name: value for name, value in (("form_id", form_id), ("version", version)) if value}
    if wanted:
        _override(given, wanted)
    return given


def _override(given: dict[str, Any], wanted: dict[str, str]) -> None:
    """Settings from outside in the place of those of the sheet, however it calls them."""
    rows, headers = given.get("settings") or [{}], given.get("settings_header") or [{}]
    first, names = dict(rows[0]), dict(headers[0])
    columns = columns_of("settings", list(names))
    for name, value in wanted.items():
        for header in [header for header, column in columns.items() if column == (KNOWN[name],)]:
            first.pop(header, None)
            names.pop(header, None)
        first[name] = value
        names[name] = None
    given["settings"], given["settings_header"] = [first, *rows[1:]], [names]


def _rows(sheet: Sheet, left_out: set[str]) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for row in sheet.rows:
        rows.extend({} for _ in range(row.number - 2 - len(rows)))
        rows.append({header: text for header, text in row.cells.items() if header not in left_out})
    return rows


def _set_aside(given: dict[str, Any], message: str) -> bool:
    """Replace the row a message speaks of by a plain question of the same name. False where it cannot be told, or was already."""
    row = ROW.search(message)
    rows = given.get("survey") or []
    sheet = SHEET.search(message)
    if row is None or (sheet and sheet["sheet"] != "survey") or not 2 <= int(row["row"]) < len(rows) + 2:
        return False
    place = int(row["row"]) - 2
    columns = columns_of("survey", list(given["survey_header"][0]))
    headers = {column: header for header, column in columns.items()}
    kind, name = headers.get(("type",), ""), headers.get(("name",), "")
    before = rows[place]
    if RE_END_CONTROL.search(before.get(kind, "")):
        return False
    plain = {name: before[name]} if before.get(name) else {}
    plain[kind] = before[kind] if RE_BEGIN_CONTROL.search(before.get(kind, "")) else "text"
    plain.update({header: "-" for column, header in headers.items() if column[0] == "label"})
    rows[place] = plain
    return plain != before


def _pattern(message: str) -> re.Pattern[str]:
    bare = message.replace("[row : {row}] ", "").replace("{{", "{").replace("}}", "}")
    seen: set[str] = set()

    def group(found: re.Match[str]) -> str:
        name = found[1]
        if name in seen:
            return ".*?"
        seen.add(name)
        return f"(?P<{name}>.*?)"

    return re.compile(FIELD.sub(group, re.escape(bare)), re.DOTALL)


PATTERNS = {code.name: _pattern(code.value.msg) for code in ErrorCode}
