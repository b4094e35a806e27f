"""The planner is told what the tables hold."""

from uuid import uuid4

import pytest
from django.db import connection

from mentorhalo.core.statistics import refresh_statistics


@pytest.mark.one_database
def test_unique_column_that_is_empty_is_still_looked_up_by_its_index(db: None) -> None:
    """PostgreSQL counts empty cells apart; SQLite takes them for one value that stands in every row."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE entry (id text PRIMARY KEY, corrects text UNIQUE)")
        cursor.executemany(
            "INSERT INTO entry VALUES (%s, NULL)", [(str(uuid4()),) for _number in range(2000)]
        )
        refresh_statistics()
        cursor.execute(
            "EXPLAIN QUERY PLAN SELECT * FROM entry LEFT JOIN entry AS correction ON correction.corrects = entry.id"
        )
        steps = [row[3] for row in cursor.fetchall()]

    assert any("correction USING INDEX" in step for step in steps), steps
