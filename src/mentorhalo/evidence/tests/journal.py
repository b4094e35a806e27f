"""How tests, and they alone, get past the guards of the journal."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

TABLES = (
    "evidence_fact",
    "evidence_void",
    "evidence_identitylink",
    "evidence_identityunlink",
    "evidence_seal",
)


@contextmanager
def journal_unlocked() -> Iterator[None]:
    """Inside, rows of the journal can be changed and deleted, as an intruder with the tables' ownership could."""
    before, after = _around(connection)
    with connection.cursor() as cursor:
        for statement in before:
            cursor.execute(statement)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in after:
                cursor.execute(statement)


@contextmanager
def flush_empties_the_journal() -> Iterator[None]:
    """Inside, `flush` (the end of each test that commits) may empty the journal, too."""
    execute = BaseDatabaseOperations.execute_sql_flush

    def execute_unlocked(operations: Any, sql_list: Iterable[str]) -> None:
        before, after = _around(operations.connection)
        execute(operations, [*before, *sql_list, *after])

    BaseDatabaseOperations.execute_sql_flush = execute_unlocked  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        BaseDatabaseOperations.execute_sql_flush = execute  # type: ignore[method-assign]


def _around(connection: Any) -> tuple[list[str], list[str]]:
    """Statements that take the guards away, and those that bring them back."""
    if connection.vendor == "postgresql":
        now, later = "SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL DEFERRED"
        return (
            [now, *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES), later],
            [now, *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in TABLES), later],
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    return [f"DROP TRIGGER {name}" for name, _ in triggers], [statement for _, statement in triggers]
