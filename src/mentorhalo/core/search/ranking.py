"""The one query that ranks and the one that counts, in SQL that every database reads alike. All sums are of whole numbers,
and equals are told apart by what they say, so that the order is the same everywhere.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from .models import Posting, SearchEntry

FACETS = ("kind", "county", "field", "year")


@dataclass(frozen=True)
class Narrowing:
    """What the viewer chose of each facet; empty is everything."""

    kind: str = ""
    county: str = ""
    field: str = ""
    year: int | None = None
    language: str = ""

    def chosen(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FACETS if getattr(self, name) not in ("", None)}


@dataclass
class Counts:
    """How many entries answer: in all, and under each value of a facet given what is chosen of the others."""

    total: int = 0
    facets: dict[str, dict[str, int]] = field(default_factory=dict)


Asked = list[tuple[int, int, int]]


def ranked(
    asked: Asked, needed: int, tokens: Collection[str], narrowing: Narrowing, *, first: int, size: int
) -> list[int]:
    """The keys of one page of entries that answer at least `needed` of the slots, the best first. One query."""
    found, parameters = _found(asked, needed)
    where, more = _where(tokens, narrowing)
    score, language = "f.score", narrowing.language
    if language:
        # What is written in another language comes later, not never.
        score = "CASE WHEN e.language IN ('', %s) THEN f.score ELSE f.score / 3 END"
        more = [*more, language]
    return [
        row[0]
        for row in _rows(
            f"{found} SELECT e.id FROM found f JOIN {_ENTRY} e ON e.id = f.entry_id WHERE {where}"
            f" ORDER BY f.covered DESC, {score} DESC, e.tie, e.id LIMIT %s OFFSET %s",
            [*parameters, *more, size, first],
        )
    ]


def counted(asked: Asked, needed: int, tokens: Collection[str], narrowing: Narrowing) -> Counts:
    """One query."""
    found, parameters = _found(asked, needed)
    where, more = _where(tokens, Narrowing())
    chosen = narrowing.chosen()
    parts: list[str] = []
    values: list[Any] = []
    for facet in ("total", *FACETS):
        others = {name: value for name, value in chosen.items() if name != facet}
        conditions = " AND ".join(f"{name} = %s" for name in others) or "1 = 1"
        column = "''" if facet == "total" else f"CAST({facet} AS varchar(60))"
        parts.append(f"SELECT '{facet}', {column}, COUNT(*) FROM seen WHERE {conditions} GROUP BY 2")
        values += others.values()
    counts = Counts(facets={name: {} for name in FACETS})
    for facet, value, number in _rows(
        f"{found}, seen AS (SELECT e.kind, e.county, e.field, e.year FROM found f JOIN {_ENTRY} e ON e.id = f.entry_id"
        f" WHERE {where}) {' UNION ALL '.join(parts)}",
        [*parameters, *more, *values],
    ):
        if facet == "total":
            counts.total = number
        elif value not in ("", None):
            counts.facets[facet][value] = number
    return counts


def visible_words(keys: Collection[int], tokens: Collection[str]) -> set[int]:
    """Which of these words stand in an entry that the viewer may see: no other word is ever proposed. One query."""
    postings = Posting.objects.filter(word__in=keys, entry__audience__in=sorted(tokens))
    return set(postings.values_list("word_id", flat=True).distinct())


_ENTRY = SearchEntry._meta.db_table
_POSTING = Posting._meta.db_table


def _found(asked: Asked, needed: int) -> tuple[str, list[Any]]:
    rows = ", ".join("(%s, %s, %s)" for _ in asked)
    slots = sorted({slot for _, slot, _ in asked})
    covered = " + ".join(f"MAX(CASE WHEN a.slot = {slot} THEN 1 ELSE 0 END)" for slot in slots)
    # One slot is answered by whatever has a posting: nothing to count.
    covered, having = ("1", "%s > 0") if len(slots) == 1 else (covered, f"{covered} >= %s")
    sql = (
        f"WITH asked(word_id, slot, factor) AS (VALUES {rows}), found AS ("
        f"SELECT p.entry_id, {covered} AS covered, SUM(p.weight * a.factor) AS score"
        f" FROM asked a JOIN {_POSTING} p ON p.word_id = a.word_id GROUP BY p.entry_id HAVING {having})"
    )
    return sql, [*(value for row in asked for value in row), needed]


def _where(tokens: Collection[str], narrowing: Narrowing) -> tuple[str, list[Any]]:
    conditions = [f"e.audience IN ({', '.join('%s' for _ in tokens)})"]
    values: list[Any] = sorted(tokens)
    for name, value in narrowing.chosen().items():
        conditions.append(f"e.{name} = %s")
        values.append(value)
    return " AND ".join(conditions), values


def _rows(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
