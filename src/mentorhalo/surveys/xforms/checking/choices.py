"""The lists of choices, and whether every question finds its own."""

from difflib import get_close_matches

from pyxform import aliases

from mentorhalo.surveys.xforms.checking.findings import Findings
from mentorhalo.surveys.xforms.checking.outline import FILE_ENDS, Item, Outline
from mentorhalo.surveys.xforms.checking.tables import Line, Table, Tables

LIST = "list name"
# Several codes are stored with spaces between them.
SEVERAL = ("select all that apply", "rank")


def check_choices(tables: Tables, outline: Outline, findings: Findings) -> None:
    lists = _lists(tables.choices, findings)
    external = {line.get(LIST) for line in tables.external_choices.lines}
    may_repeat = aliases.yes_no.get(tables.setting("allow_choice_duplicates"), False)
    for lines in lists.values():
        _check_list(tables.choices, lines, findings, may_repeat=may_repeat)
    files = _files(outline)
    several: set[str] = set()
    for item in outline.items:
        if not item.list_name:
            continue
        if item.command == "select_one_external":
            _check_known(item, external, "external_choices", tables, findings)
            if not item.line.get("choice_filter"):
                findings.refuse(
                    "external-needs-filter", "survey", item.line.row, tables.survey.header("choice_filter")
                )
        elif item.command not in aliases.select_from_file and not _is_elsewhere(item.list_name):
            _check_known(item, set(lists), "choices", tables, findings)
            if item.list_name in files:
                findings.refuse(
                    "list-like-file", "survey", item.line.row, tables.survey.header("type"),
                    list=item.list_name, file=files[item.list_name],
                )  # fmt: skip
            if item.kind in SEVERAL:
                several.add(item.list_name)
        if item.has_other and item.line.get("choice_filter"):
            findings.refuse("other-with-filter", "survey", item.line.row, tables.survey.header("type"))
    for name, lines in lists.items():
        _check_spaces(tables.choices, lines, findings, several=name in several)


def _lists(table: Table, findings: Findings) -> dict[str, list[Line]]:
    lists: dict[str, list[Line]] = {}
    for line in table.lines:
        name = line.get(LIST)
        if name:
            lists.setdefault(name, []).append(line)
        elif (line.get("name") or line.under("label")) and table.has(LIST):
            findings.warn("choice-list-missing", table.key, line.row, table.header(LIST))
    return lists


def _is_elsewhere(list_name: str) -> bool:
    """Choices of a file beside the form, or of earlier answers."""
    return "${" in list_name or list_name.lower().endswith(FILE_ENDS)


def _files(outline: Outline) -> dict[str, str]:
    """Files by the name under which questions look into them; a list of choices cannot have the same."""
    files = {}
    for item in outline.items:
        if item.list_name.lower().endswith(FILE_ENDS):
            files[item.list_name.rpartition(".")[0]] = item.list_name
        elif item.kind in ("csv-external", "xml-external"):
            files[item.name] = f"{item.name}.{item.kind.partition('-')[0]}"
    return files


def _check_list(table: Table, lines: list[Line], findings: Findings, *, may_repeat: bool) -> None:
    seen: dict[str, int] = {}
    for line in lines:
        name = line.get("name")
        if not name:
            if table.has("name"):
                findings.refuse(
                    "choice-name-missing", table.key, line.row, table.header("name"), list=line.get(LIST)
                )
            continue
        if name in seen and not may_repeat:
            findings.refuse(
                "choice-twice",
                table.key,
                line.row,
                table.header("name"),
                name=name,
                list=line.get(LIST),
                other=seen[name],
            )
        seen.setdefault(name, line.row)
        if not line.under("label") and not line.under("media"):
            findings.warn("choice-label-missing", table.key, line.row, table.header("label"), name=name)


def _check_spaces(table: Table, lines: list[Line], findings: Findings, *, several: bool) -> None:
    for line in lines:
        name = line.get("name")
        if " " not in name:
            continue
        if several:
            findings.refuse("choice-space", table.key, line.row, table.header("name"), name=name)
        else:
            findings.warn("choice-space-single", table.key, line.row, table.header("name"), name=name)


def _check_known(item: Item, known: set[str], sheet: str, tables: Tables, findings: Findings) -> None:
    if item.list_name in known:
        return
    header = tables.survey.header("type")
    near = get_close_matches(item.list_name, known, n=1, cutoff=0.7)
    if near:
        findings.refuse("list-near", "survey", item.line.row, header, list=item.list_name, near=near[0])
    else:
        findings.refuse("list-unknown", "survey", item.line.row, header, list=item.list_name, place=sheet)
