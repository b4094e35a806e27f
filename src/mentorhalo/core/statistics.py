"""What the query planner knows of the tables, after much has come in at once."""

from django.db import connection


def refresh_statistics() -> None:
    """Let the planner look at all tables, within the transaction that filled them, too."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if connection.vendor == "sqlite":
        _trust_unique_indexes()


def _trust_unique_indexes() -> None:
    """A unique column that is empty nearly everywhere (of what an entry corrects, say) seems to hold one value many times:
    SQLite would rather go through the whole table for each row that is joined to it.
    """
    with connection.cursor() as cursor:
        found = cursor.execute(
            "SELECT kept.rowid, kept.stat FROM sqlite_stat1 AS kept"
            " JOIN pragma_index_list(kept.tbl) AS known ON known.name = kept.idx WHERE known.[unique] = 1"
        ).fetchall()
        for row, said in found:
            rows, *alike = said.split(" ")
            counts = [word for word in alike if word.isdecimal()]
            if counts and counts[-1] != "1":
                told = [rows, *counts[:-1], "1", *alike[len(counts) :]]
                cursor.execute("UPDATE sqlite_stat1 SET stat = %s WHERE rowid = %s", [" ".join(told), row])
        cursor.execute("ANALYZE sqlite_schema")  # read again what is known
