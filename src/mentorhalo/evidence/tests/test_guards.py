"""The database itself refuses to change the journal, whoever asks."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from mentorhalo.evidence.actions import link_identity, seal, sync, unlink_identity
from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.verification import unguarded_tables

from .factories import draft
from .journal import TABLES

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def _one_row_each(db):
    sync("mentoring.activity", "1", [draft()], by=None, at=AT)
    sync("mentoring.activity", "1", [], by=None, at=AT)
    link = link_identity(
        absorbed="community:a",
        survivor="community:b",
        source_type="partners.merge",
        source_id="1",
        reason="the same choir",
        by=None,
        at=AT,
    )
    unlink_identity(link=link, reason="two choirs", by=None, at=AT)
    seal(at=AT)


def refused(sql):
    connection.check_constraints()  # PostgreSQL empties no table for which a check is still to come
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(sql)


@pytest.mark.usefixtures("_one_row_each")
@pytest.mark.parametrize("table", TABLES)
def test_a_row_is_never_changed_or_deleted(table):
    column = "number" if table == "evidence_seal" else "recorded_by"

    with pytest.raises(IntegrityError, match="The journal is append-only"):
        refused(f"UPDATE {table} SET {column} = {column}")
    with pytest.raises(IntegrityError, match="The journal is append-only"):
        refused(f"DELETE FROM {table}")


@pytest.mark.usefixtures("_one_row_each")
@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_never_emptied_or_overwritten(table):
    """Each database has a way of its own around triggers on rows."""
    if connection.vendor == "postgresql":
        around = f"TRUNCATE {table} CASCADE"
    else:
        around = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"

    with pytest.raises(IntegrityError, match="The journal is append-only"):
        refused(around)


@pytest.mark.usefixtures("_one_row_each")
def test_the_model_layer_is_refused_too():
    fact = Fact.objects.get()
    fact.quantity = 9

    with pytest.raises(DatabaseError), transaction.atomic():
        fact.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Fact.objects.update(quantity=9)


@pytest.mark.django_db
def test_no_later_migration_took_a_guard_away():
    """SQLite drops the triggers of a table that a migration makes anew."""
    assert unguarded_tables() == []


@pytest.mark.django_db(transaction=True)
def test_guards_can_be_taken_back_and_laid_again():
    executor = MigrationExecutor(connection)
    executor.migrate([("evidence", "0001_initial")])
    without = unguarded_tables()

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    assert (without, unguarded_tables()) == (list(TABLES), [])
