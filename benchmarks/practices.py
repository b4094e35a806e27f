"""One database: 5,000 published practices, and searches by conditions. Prints one JSON document as its last line.

The floor is the bare query: one statement for the twenty rows of the page, by the same conditions on plain columns and nothing else - no
number beside any condition, no total, no map.
"""

import json
import random
import time
from datetime import UTC, date, datetime
from statistics import quantiles
from typing import Any
from uuid import UUID

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be set up first
from django.db import connection, transaction  # noqa: E402
from django.http import QueryDict  # noqa: E402

from mentorhalo.accounts.actions import open_account  # noqa: E402
from mentorhalo.core import search  # noqa: E402
from mentorhalo.knowledge.actions.practices import (  # noqa: E402
    PracticeDraft,
    TakenPractice,
    enter_practices,
)
from mentorhalo.knowledge.choices import PracticeState  # noqa: E402
from mentorhalo.knowledge.models import Criterion, Practice, PracticeText, Term  # noqa: E402
from mentorhalo.knowledge.queries import practice_index  # noqa: E402
from mentorhalo.knowledge.queries.bands import ladders  # noqa: E402
from mentorhalo.knowledge.queries.practices import Search, find  # noqa: E402
from mentorhalo.territory.actions import load_register  # noqa: E402
from mentorhalo.territory.models import Settlement  # noqa: E402

from .memory import largest_memory  # noqa: E402

PRACTICES, SEARCHES, SEED = 5_000, 200, 11
AT = datetime(2025, 3, 3, 9, tzinfo=UTC)
WAY = (
    PracticeState.PROPOSED,
    PracticeState.CHECKED,
    PracticeState.CONSENTED,
    PracticeState.IN_REVIEW,
    PracticeState.ACCEPTED,
    PracticeState.PUBLISHED,
)
COLUMNS = {
    "field": "p.field",
    "county": "p.county",
    "size": "v.settlement_size",
    "staff": "v.staff_band",
    "money": "v.money_band",
    "time": "v.time_band",
}
AT_MOST = ("staff", "money", "time")


def main() -> None:
    call_command("migrate", verbosity=0)
    load_register()
    chance = random.Random(SEED)
    started = time.perf_counter()
    with search.quietly(), transaction.atomic():
        _write(chance)
    written = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    started = time.perf_counter()
    practice_index.index()
    read = time.perf_counter() - started
    floor, taken = [], []
    for number in range(SEARCHES):
        asked = _conditions(chance)
        query = QueryDict("&".join(f"{name}={value}" for name, value in asked.items()))
        wanted = Search.of(query, None)
        found = find(wanted, None)  # warm: pages of the database
        bare, rows = _bare(asked)
        expected = [row.code for row in found.rows]
        assert expected == [f"JGY-{row:04d}" for row in rows], (number, asked)
        floor.append(bare)
        taken.append(_timed(wanted))
    print(
        json.dumps(
            {
                "rows": [
                    {
                        "what": f"practices by conditions, {Practice.objects.count()} of them, p95",
                        "measure": f"{_p95(taken) * 1000:.1f} ms",
                        "floor": f"{_p95(floor) * 1000:.1f} ms",
                        "ratio": _p95(taken) / _p95(floor),
                        "goal": 10.0,
                    },
                    {
                        "what": "practices: the index read anew after a change",
                        "measure": f"{read * 1000:.0f} ms, {largest_memory():.0f} MB",
                        "floor": "1000 ms",
                        "ratio": read,
                        "goal": 1.0,
                    },
                    {
                        "what": "practices: written in bulk, each with its whole way",
                        "measure": f"{written:.1f} s",
                        "floor": "",
                        "ratio": None,
                        "goal": None,
                    },
                ]
            }
        )
    )


def _write(chance: random.Random) -> None:
    office = open_account(
        email="office@example.org", password=None, name="Office", is_verified=True, by=None, at=AT
    )
    places = list(Settlement.objects.filter(ended_on=None).order_by("code").values_list("pk", flat=True))
    terms = list(Term.objects.values_list("pk", flat=True))
    marks = dict.fromkeys(Criterion.objects.values_list("code", flat=True), (2, "Yes."))
    bands = {kind: list(ladder) for kind, ladder in ladders().items()}
    told = dict.fromkeys(PracticeText.NARRATIVE, "Elmondjuk, hogyan csináltuk.")
    practices = [
        TakenPractice(
            id=UUID(int=number + 1),
            draft=PracticeDraft(
                field=chance.choice(("library", "museum", "community")),
                settlement=chance.choice(places),
                institution_name="Könyvtár",
                words={**told, "title": f"Gyakorlat {number}", "summary": "Röviden."},
                starts_on=date(2024, 1, 1),
                settlement_size=chance.choice(bands["size"]),
                staff_band=chance.choice(bands["staff"]),
                money_band=chance.choice(bands["money"]),
                time_band=chance.choice(bands["time"]),
                terms=tuple(chance.sample(terms, 3)),
                contact_email="library@example.org",
            ),
            programme="",
            way=[(state, AT) for state in WAY],
            contributor=None,
            by=office,
            checker=office,
            editor=office,
            agreed_by="Somebody",
            opinion="Good.",
            marks=marks,
        )
        for number in range(PRACTICES)
    ]
    enter_practices(practices=practices, by=office)


def _conditions(chance: random.Random) -> dict[str, str]:
    bands = ladders()
    values: dict[str, tuple[str, ...]] = {
        "field": ("library", "museum", "community"),
        "county": tuple(f"{number:02}" for number in range(2, 21)),
        "size": tuple(bands["size"]),
        "staff": tuple(bands["staff"]),
        "money": tuple(bands["money"]),
        "time": tuple(bands["time"]),
    }
    names = chance.sample(list(values), chance.randint(1, 4))
    return {name: chance.choice(values[name]) for name in names}


def _bare(asked: dict[str, str]) -> tuple[float, list[int]]:
    """Seconds of the one statement, and the numbers of the practices it gives."""
    where = " AND ".join(
        f"{COLUMNS[name]} <= %s AND {COLUMNS[name]} <> ''" if name in AT_MOST else f"{COLUMNS[name]} = %s"
        for name in asked
    )
    with connection.cursor() as cursor:
        started = time.perf_counter()
        cursor.execute(
            "SELECT p.number, t.title, t.summary, p.institution_name FROM knowledge_practice p"
            " JOIN knowledge_practiceversion v ON v.id = p.public_version_id"
            " JOIN knowledge_practicetext t ON t.version_id = v.id AND t.language = v.language"
            f" WHERE p.archived_on IS NULL AND {where}"
            " ORDER BY p.published_on DESC, p.number DESC LIMIT 20",
            list(asked.values()),
        )
        rows = cursor.fetchall()
        return time.perf_counter() - started, [row[0] for row in rows]


def _timed(wanted: Any) -> float:
    started = time.perf_counter()
    find(wanted, None)
    return time.perf_counter() - started


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main()
