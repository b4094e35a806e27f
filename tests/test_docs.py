"""What the documents promise is there, and what is there is documented."""

import ast
import re

from tests.house import ROOT, SOURCE, files

TABLE_ROW = re.compile(r"^\| `([^`\s]+)")


def documented(name: str) -> set[str]:
    """What stands in the first column of the tables of a document."""
    lines = (ROOT / "docs" / name).read_text(encoding="utf-8").split("\n")
    return {match[1] for line in lines if (match := TABLE_ROW.match(line))}


def test_every_setting_is_documented() -> None:
    tree = ast.parse((SOURCE / "config" / "settings.py").read_text(encoding="utf-8"))
    read = {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and isinstance(node.args[0], ast.Constant)
    }
    for_checks = {"CI", "MENTORHALO_CHROMIUM", "TEST_DATABASE_URL"}

    assert read == documented("settings.md") - for_checks


def test_settings_are_read_in_one_place() -> None:
    allowed = {
        "config/settings.py",
        "config/commandline.py",
        "config/wsgi.py",
        "config/management/commands/start.py",
    }

    assert [
        path.relative_to(SOURCE).as_posix()
        for _, path in files("*.py")
        if re.search(r"os\.environ|getenv", path.read_text(encoding="utf-8"))
        and path.relative_to(SOURCE).as_posix() not in allowed
    ] == []


def test_every_command_is_documented() -> None:
    commands = {path.stem for _, path in files("management/commands/*.py") if not path.stem.startswith("_")}

    assert commands == documented("commands.md")


def test_changelog_has_a_place_for_what_comes() -> None:
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_documents_link_to_what_is_there() -> None:
    broken = [
        f"{path.relative_to(ROOT)} -> {target}"
        for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *SOURCE.glob("*/README.md")]
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists()
    ]

    assert broken == []
