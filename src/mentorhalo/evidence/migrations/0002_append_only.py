"""Rows of the journal are only ever appended: the database itself refuses anything else.

SQLite also needs a guard on INSERT, since INSERT OR REPLACE deletes without asking a DELETE trigger.
"""

from django.db import migrations

# Table → its columns that must stay unique: those by which INSERT OR REPLACE would throw a row out.
TABLES = {
    "evidence_fact": ["id"],
    "evidence_void": ["id", "fact_id"],
    "evidence_identitylink": ["id"],
    "evidence_identityunlink": ["id", "link_id"],
    "evidence_seal": ["id", "number"],
}
MESSAGE = "The journal is append-only: rows of {table} are never changed or deleted."


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            """
            CREATE FUNCTION evidence_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'The journal is append-only: rows of % are never changed or deleted.', TG_TABLE_NAME
                    USING ERRCODE = 'integrity_constraint_violation';
            END
            $$
            """,
            params=None,
        )
        for table in TABLES:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION evidence_append_only()"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION evidence_append_only()"
            )
        return
    for table, columns in TABLES.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE.format(table=table)}'); END"
        same = " OR ".join(f"{column} = NEW.{column}" for column in columns)
        for deed in ("update", "delete"):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_{deed} BEFORE {deed.upper()} ON {table} {refuse}"
            )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"
            f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}"
        )


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            schema_editor.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
        schema_editor.execute("DROP FUNCTION evidence_append_only()")
        return
    for table in TABLES:
        for deed in ("update", "delete", "replace"):
            schema_editor.execute(f"DROP TRIGGER {table}_no_{deed}")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard, elidable=False)]
