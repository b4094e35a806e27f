"""Migrations tell a story, can be taken back, and import no live code."""

import ast
import re

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from tests.house import ROOMS, files, shown


@pytest.fixture
def loader(db: None) -> MigrationLoader:
    """Wagtail's own migrations ask the database while they are imported."""
    return MigrationLoader(None)


@pytest.mark.django_db
def test_every_operation_can_be_taken_back(loader: MigrationLoader) -> None:
    assert [
        f"{room}.{name}: {operation.describe()}"
        for (room, name), migration in sorted(loader.disk_migrations.items())
        if room in ROOMS
        for operation in migration.operations
        if not operation.reversible
    ] == []


@pytest.mark.django_db
def test_names_tell_the_story(loader: MigrationLoader) -> None:
    unnamed = re.compile(r"^\d{4}_(auto|alter|add|remove|delete|rename)_|_and_more$")

    assert [
        f"{room}.{name}" for room, name in loader.disk_migrations if room in ROOMS and unnamed.search(name)
    ] == []


@pytest.mark.django_db
def test_rooms_with_tables_have_migrations(loader: MigrationLoader) -> None:
    with_tables = {room for room in ROOMS if list(apps.get_app_config(room).get_models())}

    assert with_tables <= loader.migrated_apps


def test_no_live_code_is_imported() -> None:
    live = ("actions", "queries", "rules", "facts", "models", "forms", "views")
    wrong = []
    for _, path in files("migrations/*.py", migrations=True):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("mentorhalo."):
                imported = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
                if any(name.split(".")[2:3] == [layer] for name in imported for layer in live):
                    wrong.append(f"{shown(path)}: {node.module}")

    assert wrong == []
