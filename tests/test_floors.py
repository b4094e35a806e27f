"""What import-linter cannot see: entrances, foreign keys by name, templates, addresses by name."""

import re

import grimp
import pytest
from django.apps import apps
from django.db.models.base import ModelBase

from tests.house import ENTRANCES, FLOORS, ROOMS, SOURCE, files, may_use, shown

TEMPLATE_NAMED = re.compile(r"""\{%\s*(?:extends|include)\s+["']([^"'/]+)/[^"']*["']""")
ADDRESS_NAMED = re.compile(r"""\{%\s*url\s+["'](\w+):[\w-]+["']""")


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("mentorhalo")


def test_every_folder_is_a_room_of_some_floor() -> None:
    assert {path.parent.name for path in SOURCE.glob("*/__init__.py")} == set(ROOMS)


def test_other_rooms_are_entered_by_their_entrances(graph: grimp.ImportGraph) -> None:
    wrong = [
        f"{importer} -> {imported}"
        for importer in sorted(graph.modules)
        for imported in sorted(graph.find_modules_directly_imported_by(importer))
        if not _is_entrance(importer, imported)
    ]

    assert wrong == []


def _is_entrance(importer: str, imported: str) -> bool:
    own, theirs = importer.split(".")[1:], imported.split(".")[1:]
    if not own or not theirs or own[0] == theirs[0] or theirs[0] == "core":
        return True
    if own[1:2] == ["tests"]:
        return True
    return len(theirs) > 1 and theirs[1] in ENTRANCES


def test_nothing_but_tests_imports_tests(graph: grimp.ImportGraph) -> None:
    wrong = [
        f"{importer} -> {imported}"
        for imported in sorted(graph.modules)
        if ".tests" in imported
        for importer in sorted(graph.find_modules_that_directly_import(imported))
        if ".tests" not in importer
    ]

    assert wrong == []


def test_foreign_keys_point_downward() -> None:
    wrong = []
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            for field in model._meta.get_fields():
                target = field.related_model if field.concrete else None
                label = target._meta.app_label if isinstance(target, ModelBase) else None
                if label in FLOORS and not may_use(room, label):
                    wrong.append(f"{model._meta.label}.{field.name} -> {label}")

    assert wrong == []


@pytest.mark.parametrize("pattern", [TEMPLATE_NAMED, ADDRESS_NAMED], ids=["templates", "addresses"])
def test_templates_name_only_their_own_and_lower_rooms(pattern: re.Pattern[str]) -> None:
    wrong = [
        f"{shown(path)} -> {other}"
        for room, path in files("*.html")
        for other in pattern.findall(path.read_text(encoding="utf-8"))
        if other in FLOORS and not may_use(room, other)
    ]

    assert wrong == []
