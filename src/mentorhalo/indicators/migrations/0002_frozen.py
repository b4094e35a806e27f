"""A published rule and a snapshot are never changed or deleted: the database itself refuses it.

Who published or took them may be forgotten when a person is erased; everything else stays. SQLite loses the triggers
of a table that a later migration rebuilds: such a migration has to call `guard` again.
"""

from django.db import migrations

RULE = ("indicator_id", "version", "rule", "sentence_hu", "sentence_en", "change_note", "created_at")
PUBLISHED = (*RULE, "published_at")
SNAPSHOT = (
    "id",
    "indicator_id",
    "definition_id",
    "programme_id",
    "as_of",
    "known_at",
    "filters",
    "parameters",
    "overrides",
    "uses",
    "value",
    "details",
    "rows",
    "digest",
    "taken_at",
    "note",
)
DEFINITION_MESSAGE = "A published definition is never changed or deleted, only superseded."
SNAPSHOT_MESSAGE = "A snapshot is never changed or deleted."


def _changed(columns, distinct, cast=""):
    return " OR ".join(f'OLD."{column}"{cast} {distinct} NEW."{column}"{cast}' for column in columns)


def _rules(distinct, cast=""):
    """(table, deed, when, message); JSON has no order of its own, so columns are compared as text."""
    definition, snapshot = "indicators_definition", "indicators_snapshot"
    published = "OLD.state <> 'draft'"
    reopened = "NEW.state = 'draft' OR (OLD.state = 'superseded' AND NEW.state <> 'superseded')"
    changed = _changed(PUBLISHED, distinct, cast)
    return [
        (definition, "update", f"{published} AND ({reopened} OR {changed})", DEFINITION_MESSAGE),
        (definition, "delete", published, DEFINITION_MESSAGE),
        (snapshot, "update", _changed(SNAPSHOT, distinct, cast), SNAPSHOT_MESSAGE),
        (snapshot, "delete", "", SNAPSHOT_MESSAGE),
    ]


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            """
            CREATE FUNCTION indicators_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
            END
            $$
            """,
            params=None,
        )
        for table, deed, when, message in _rules("IS DISTINCT FROM", "::text"):
            condition = f"WHEN ({when})" if when else ""
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_{deed} BEFORE {deed.upper()} ON {table} FOR EACH ROW {condition}"
                f" EXECUTE FUNCTION indicators_frozen('{message}')"
            )
        return
    for table, deed, when, message in _rules("IS NOT"):
        condition = f"WHEN {when}" if when else ""
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_{deed} BEFORE {deed.upper()} ON {table} FOR EACH ROW {condition}"
            f" BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )


def unguard(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table, deed, _when, _message in _rules("IS NOT"):
        on = f" ON {table}" if postgresql else ""
        schema_editor.execute(f"DROP TRIGGER {table}_no_{deed}{on}")
    if postgresql:
        schema_editor.execute("DROP FUNCTION indicators_frozen()")


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard, elidable=False)]
