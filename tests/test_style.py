"""Rules of the house that no linter knows."""

import ast
import re
from pathlib import Path

from tests.house import ROOT, files, shown

LONGEST_FILE = 500
READING_LAYERS = ("views", "forms", "exports", "tasks", "receivers", "templatetags", "management")
WRITES = {
    "abulk_create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
MANAGER_WRITES = {"create", "delete", "update"}


def modules(*, tests: bool = False) -> list[Path]:
    return [path for _, path in files("*.py", tests=tests)]


def test_late_imports_say_why_in_their_line() -> None:
    wrong = []
    for path in [*modules(tests=True), *sorted((ROOT / "tools").glob("*.py"))]:
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        for function in ast.walk(ast.parse(text)):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom) and "# late: " not in _nearby(lines, node):
                    wrong.append(f"{shown(path)}:{node.lineno}")

    assert sorted(set(wrong)) == []


def _nearby(lines: list[str], node: ast.stmt) -> str:
    """The import's own lines: a reason may stand after any of them."""
    return "\n".join(lines[node.lineno - 1 : node.end_lineno])


def test_files_stay_short() -> None:
    wrong = [
        f"{shown(path)}: {length} lines"
        for path in modules(tests=True)
        if (length := path.read_text(encoding="utf-8").count("\n")) > LONGEST_FILE
    ]

    assert wrong == []


def test_only_actions_write() -> None:
    wrong = []
    for path in modules():
        if not any(part.removesuffix(".py") in READING_LAYERS for part in path.parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and _writes(node, node.func)
            ):
                wrong.append(f"{shown(path)}:{node.lineno} .{node.func.attr}()")

    assert wrong == []


def _writes(call: ast.Call, function: ast.Attribute) -> bool:
    if function.attr == "save":
        # What is saved to a place named first is a file, not a record.
        return not call.args
    if function.attr in WRITES:
        return True
    return function.attr in MANAGER_WRITES and ".objects" in ast.unparse(function.value)


def test_days_are_those_of_the_calendar_on_the_wall() -> None:
    """A moment is kept in UTC: its own `.date()` is yesterday for an hour or two after midnight."""
    moments = re.compile(r"(^|[._])(at|now)(\(\))?$")
    wrong = [
        f"{shown(path)}:{node.lineno} {ast.unparse(node)}"
        for path in modules(tests=True)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "date"
        and moments.search(ast.unparse(node.func.value))
    ]

    assert wrong == []


def test_no_room_for_everything_and_nothing() -> None:
    unnamed = {"utils", "helpers", "common", "misc", "services"}

    assert [shown(path) for path in modules(tests=True) if path.stem in unnamed] == []
