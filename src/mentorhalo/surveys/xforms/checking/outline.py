"""The survey sheet as a tree: what each row is, and in which group or repeat it stands."""

from dataclasses import dataclass, field
from difflib import get_close_matches

from pyxform import aliases
from pyxform.parsing.expression import is_xml_tag
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_OSM, RE_SELECT

from mentorhalo.surveys.xforms.checking.findings import Findings
from mentorhalo.surveys.xforms.checking.tables import Line, Table, Tables

KNOWN_TYPES = frozenset({*QUESTION_TYPE_DICT, *aliases._type_alias_map, *aliases.settings_header, "audit"})
# Words to guess at when a type is misspelt.
USUAL_TYPES = (
    "integer", "decimal", "text", "note", "date", "time", "dateTime", "geopoint", "geotrace", "geoshape", "image", "audio",
    "video", "file", "barcode", "calculate", "acknowledge", "hidden", "range", "start", "end", "today", "deviceid", "username",
    "phonenumber", "email", "audit", "background-audio", "start-geopoint", "xml-external", "csv-external", "begin group",
    "end group", "begin repeat", "end repeat", "select_one", "select_multiple", "rank", "select_one_from_file",
    "select_multiple_from_file", "select_one_external",
)  # fmt: skip
SELECTS = tuple(sorted(aliases.select, key=len, reverse=True))
FILE_ENDS = (".csv", ".xml", ".geojson")
UNKNOWN = "unknown"
# What a person does not see needs no label.
UNSEEN = frozenset(
    {UNKNOWN, "audit"}
    | {
        kind
        for kind, made in QUESTION_TYPE_DICT.items()
        if made.get("control", {}).get("tag", "action") == "action"
    }
)
NAMELESS = frozenset({"note", "audit"})
LONGEST_NAME = 256


@dataclass
class Item:
    """One row of the survey that is a question, a group or a repeat."""

    line: Line
    kind: str
    name: str
    around: tuple["Item", ...] = ()
    list_name: str = ""
    command: str = ""
    has_other: bool = False

    @property
    def is_container(self) -> bool:
        return self.kind in ("group", "repeat", "loop")

    @property
    def is_seen(self) -> bool:
        return not self.is_container and self.kind not in UNSEEN


@dataclass
class Outline:
    items: list[Item] = field(default_factory=list)

    def named(self) -> dict[str, list[Item]]:
        found: dict[str, list[Item]] = {}
        for item in self.items:
            if item.name:
                found.setdefault(item.name, []).append(item)
        return found


def read_outline(tables: Tables, findings: Findings) -> Outline:
    return _Reader(tables.survey, findings).outline()


class _Reader:
    def __init__(self, table: Table, findings: Findings) -> None:
        self.table = table
        self.findings = findings
        self.open: list[Item] = []
        self.read = Outline()
        self.names: dict[tuple[int, str], int] = {}
        self.alike: dict[tuple[int, str], int] = {}
        self.repeats: dict[str, int] = {}

    def outline(self) -> Outline:
        for line in self.table.lines:
            self._row(line)
        for item in self.open:
            self._refuse("group-not-closed", item.line, "type", kind=item.kind, name=item.name)
        return self.read

    def _row(self, line: Line) -> None:
        kind = line.get("type")
        if aliases.yes_no.get(line.get("disabled")):
            return
        if not kind:
            if line.get("name") or line.under("label"):
                self._refuse("type-missing", line, "type")
            return
        begins, ends = RE_BEGIN_CONTROL.search(kind), RE_END_CONTROL.search(kind)
        if not begins and not ends:
            near = kind.lower()
            begins, ends = RE_BEGIN_CONTROL.search(near), RE_END_CONTROL.search(near)
            if begins or ends:  # told once: what it opens or closes is no further mistake
                self._refuse("type-near", line, "type", type=kind, near=near)
        if ends:
            self._close(line, aliases.control[ends["type"]])
        elif begins:
            item = Item(line, aliases.control[begins["type"]], line.get("name"), tuple(self.open))
            self._add(item)
            self.open.append(item)
        elif kind not in aliases.settings_header:
            self._question(line, kind)

    def _close(self, line: Line, kind: str) -> None:
        if not self.open:
            self._refuse("group-not-opened", line, "type", kind=kind)
            return
        inner = self.open[-1]
        if inner.kind == kind:
            self.open.pop()
            return
        self._refuse(
            "group-crossed", line, "type", kind=kind, open=inner.kind, name=inner.name, other=inner.line.row
        )
        if any(item.kind == kind for item in self.open):
            while self.open.pop().kind != kind:
                pass

    def _question(self, line: Line, kind: str) -> None:
        item = Item(line, kind, line.get("name"), tuple(self.open))
        select = RE_SELECT.search(kind)
        if select:
            item.command, item.list_name = select["select_command"], select["list_name"]
            item.has_other = bool(select["specify_other"])
            item.kind = aliases.select[item.command]
            if item.command in aliases.select_from_file and not item.list_name.lower().endswith(FILE_ENDS):
                self._refuse("file-name-expected", line, "type", list=item.list_name)
        elif RE_OSM.search(kind):
            item.kind = "osm"
        elif kind not in KNOWN_TYPES:
            item.kind = UNKNOWN
            self._unknown_type(line, kind)
        if kind == "calculate" and not line.get("bind", "calculate") and not line.get("default"):
            self._refuse("calculation-missing", line, "type")
        if kind == "background-geopoint":
            self._check_background(line)
        if kind == "audit" and item.name not in ("", "audit"):
            self._refuse("audit-name", line, "name")
        self._add(item)

    def _check_background(self, line: Line) -> None:
        """Such a point is taken when another question changes, not by itself."""
        if not line.get("trigger"):
            self._refuse("trigger-missing", line, "trigger")
        if line.get("bind", "calculate"):
            header = self.table.header("bind", "calculate")
            self.findings.refuse("calculation-unwanted", "survey", line.row, header)

    def _unknown_type(self, line: Line, kind: str) -> None:
        first = kind.split(" ")[0].lower()
        if kind.lower() in SELECTS or (first in SELECTS and len(kind.split(" ")) == 1):
            self._refuse("list-missing", line, "type", type=kind)
            return
        near = get_close_matches(kind.lower(), USUAL_TYPES, n=1, cutoff=0.75)
        near = near or [usual for usual in USUAL_TYPES if usual.lower() == kind.lower()]
        near = near or (
            get_close_matches(first, ("select_one", "select_multiple"), n=1, cutoff=0.75)
            if " " in kind
            else []
        )
        if near:
            self._refuse("type-near", line, "type", type=kind, near=near[0])
        else:
            self._refuse("type-unknown", line, "type", type=kind)

    def _add(self, item: Item) -> None:
        self.read.items.append(item)
        if not item.name:
            if item.kind not in NAMELESS:
                self._refuse("name-missing", item.line, "name", type=item.line.get("type"))
            return
        if not is_xml_tag(item.name) or len(item.name) > LONGEST_NAME:
            self._refuse("name-invalid", item.line, "name", name=item.name[:80])
            return
        self._check_repeated(item)

    def _check_repeated(self, item: Item) -> None:
        if item.name == "meta":
            self._refuse("name-reserved", item.line, "name", name=item.name)
            return
        place = (item.around[-1].line.row if item.around else 0, item.name)
        if place in self.names:
            self._refuse("name-twice", item.line, "name", name=item.name, other=self.names[place])
            return
        lower = (place[0], item.name.lower())
        if lower in self.alike:
            self.findings.warn(
                "name-alike",
                "survey",
                item.line.row,
                self.table.header("name"),
                name=item.name,
                other=self.alike[lower],
            )
        self.names[place] = item.line.row
        self.alike.setdefault(lower, item.line.row)
        if item.kind == "repeat":
            if item.name in self.repeats:
                self._refuse(
                    "repeat-name-twice", item.line, "name", name=item.name, other=self.repeats[item.name]
                )
            self.repeats.setdefault(item.name, item.line.row)

    def _refuse(self, code: str, line: Line, column: str, **params: object) -> None:
        self.findings.refuse(code, "survey", line.row, self.table.header(column), **params)
