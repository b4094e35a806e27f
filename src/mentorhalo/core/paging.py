"""Going through many records while writing."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, QuerySet

AT_ONCE = 500


def in_pages[M: Model](rows: QuerySet[M, Any], size: int = AT_ONCE) -> Iterator[M]:
    """Rows by their primary key, a page at a time, each page one query (and its prefetches).

    Between two pages no statement stays open. With `iterator()` one would, and SQLite lets nobody write who still reads what
    somebody else has changed since ("database is locked", at once, however long the patience).
    """
    ordered = rows.order_by("pk")
    page = list(ordered[:size])
    while page:
        yield from page
        page = list(ordered.filter(pk__gt=page[-1].pk)[:size]) if len(page) == size else []
