"""The one query that ranks and counts, in SQL that every database reads alike. All sums are of whole numbers,
and equals are told apart by what they say, so that the order is the same everywhere.
"""

from collections import Counter
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
class Answer:
    """One page of the entries that answer, how many do in all, and under each value of a facet given what is chosen of the others."""

    keys: list[int] = field(default_factory=list)
    total: int = 0
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    needed: int = 0  # how many of the slots each of them answers at least


@dataclass(frozen=True)
class Demand:
    """How many of the slots an entry must answer; `fewer` are enough where less than `enough` entries answer so many."""

    needed: int
    fewer: int
    enough: int


Asked = list[tuple[int, int, int]]


def ranked(
    asked: Asked, needed: int, tokens: Collection[str], narrowing: Narrowing, *, first: int, size: int
) -> list[int]:
    """The keys of one page of entries that answer at least `needed` of the slots, the best first. One query."""
    found, parameters = _found(asked, needed)
    where, more = _where(tokens, narrowing)
    score, language = _score(narrowing)
    return [
        row[0]
        for row in _rows(
            f"{found} SELECT e.id FROM found f JOIN {_ENTRY} e ON e.id = f.entry_id WHERE {where}"
            f" ORDER BY f.covered DESC, {score} DESC, e.tie, e.id LIMIT %s OFFSET %s",
            [*parameters, *more, *language, size, first],
        )
    ]


def answer(
    asked: Asked, demand: Demand, tokens: Collection[str], narrowing: Narrowing, *, first: int, size: int
) -> Answer:
    """The page of the best that `ranked` gives, with the counts. One query: the postings are summed up once."""
    found, parameters = _found(asked, demand.fewer)
    visible, audience = _where(tokens, Narrowing())
    chosen, values = _chosen(narrowing)
    score, language = _score(narrowing)
    level = str(demand.needed)
    needed: list[Any] = []
    if demand.fewer < demand.needed:
        # Whether enough answer all of it, is asked of those few alone.
        level = (
            f"(SELECT CASE WHEN COUNT(*) < {demand.enough} THEN {demand.fewer} ELSE {demand.needed} END FROM ("
            f"SELECT 1 FROM found f JOIN {_ENTRY} e ON e.id = f.entry_id WHERE f.covered >= {demand.needed}"
            f" AND {visible}{chosen} LIMIT {demand.enough}) AS full_answers)"
        )
        needed = [*audience, *values]
    rows = _rows(
        f"{found}, level AS MATERIALIZED (SELECT {level} AS needed), seen AS MATERIALIZED ("
        f"SELECT e.id, e.kind, e.county, e.field, e.year, f.covered, {score} AS score, e.tie"
        f" FROM found f JOIN {_ENTRY} e ON e.id = f.entry_id"
        f" WHERE f.covered >= (SELECT needed FROM level) AND {visible})"
        " SELECT 1, id, kind, county, field, year, covered, score, tie FROM ("
        f"SELECT * FROM seen e WHERE 1 = 1{chosen} ORDER BY covered DESC, score DESC, tie, id LIMIT %s OFFSET %s) AS best"
        " UNION ALL SELECT 0, COUNT(*), kind, county, field, year, (SELECT needed FROM level), 0, 0"
        " FROM seen GROUP BY year, county, kind, field",
        [*parameters, *needed, *language, *audience, *values, size, first],
    )
    hits = sorted((-row[6], -row[7], row[8], row[1]) for row in rows if row[0])
    counts = _counts([row[1:6] for row in rows if not row[0]], narrowing.chosen())
    return Answer(
        keys=[hit[3] for hit in hits],
        total=counts.pop("total").total(),
        facets={name: dict(found) for name, found in counts.items()},
        needed=next((row[6] for row in rows if not row[0]), 0),
    )


def _counts(groups: list[tuple[Any, ...]], chosen: dict[str, Any]) -> dict[str, Counter[str]]:
    """From (number, value of each facet): what fits the choice counts for all, what misses it by one facet counts for that one."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("total", *FACETS)}
    for number, *values in groups:
        told = dict(zip(FACETS, values, strict=True))
        missed = [name for name, value in chosen.items() if told[name] != value]
        if not missed:
            counts["total"][""] += number
        for name in FACETS if not missed else missed if len(missed) == 1 else ():
            if told[name] not in ("", None):
                counts[name][str(told[name])] += number
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
        f"WITH asked(word_id, slot, factor) AS (VALUES {rows}), found AS MATERIALIZED ("
        f"SELECT p.entry_id, {covered} AS covered, SUM(p.weight * a.factor) AS score"
        f" FROM asked a JOIN {_POSTING} p ON p.word_id = a.word_id GROUP BY p.entry_id HAVING {having})"
    )
    return sql, [*(value for row in asked for value in row), needed]


def _score(narrowing: Narrowing) -> tuple[str, list[Any]]:
    """What is written in another language comes later, not never."""
    if not narrowing.language:
        return "f.score", []
    return "CASE WHEN e.language IN ('', %s) THEN f.score ELSE f.score / 3 END", [narrowing.language]


def _where(tokens: Collection[str], narrowing: Narrowing) -> tuple[str, list[Any]]:
    audience = f"e.audience IN ({', '.join('%s' for _ in tokens)})"
    chosen, values = _chosen(narrowing)
    return audience + chosen, [*sorted(tokens), *values]


def _chosen(narrowing: Narrowing) -> tuple[str, list[Any]]:
    """Each with its AND."""
    chosen = narrowing.chosen()
    return "".join(f" AND e.{name} = %s" for name in chosen), list(chosen.values())


def _rows(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
