"""30,000 responses of a questionnaire of 60 questions as CSV and page by page, against one plain read of the same rows and columns.

Time is that of the clock, the database's own included; read and export take turns, the median counts. The largest memory is that of a
process that exported once, and grows as little as the responses do.
"""

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django must be set up first
from django.db import connection  # noqa: E402

from mentorhalo.programmes.models import Programme  # noqa: E402
from mentorhalo.surveys.choices import ResponseState, StudyKind, VersionState, Way  # noqa: E402
from mentorhalo.surveys.exporting.layout import lay_out  # noqa: E402
from mentorhalo.surveys.exporting.order import Order  # noqa: E402
from mentorhalo.surveys.exporting.writing import write_export  # noqa: E402
from mentorhalo.surveys.models import (  # noqa: E402
    Instrument,
    InstrumentVersion,
    Response,
    Study,
    Submission,
)
from mentorhalo.surveys.odata.expanding import shown  # noqa: E402
from mentorhalo.surveys.odata.options import Options  # noqa: E402
from mentorhalo.surveys.odata.reading import read_page  # noqa: E402
from mentorhalo.surveys.odata.tables import tables_of  # noqa: E402
from mentorhalo.surveys.queries.exports import FIELDS, editions_of, read_responses  # noqa: E402
from mentorhalo.surveys.queries.walking import Walk  # noqa: E402
from mentorhalo.surveys.xforms import Form  # noqa: E402
from mentorhalo.surveys.xforms.nodes import Choice, Group, Question  # noqa: E402

from .memory import largest_memory  # noqa: E402

RESPONSES = 30_000
FEW = 3_000
TURNS = 3
AT_ONCE = 1_000
GOAL = 3.0
BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
CSV = Order("csv")
KINDS = ["select_one"] * 30 + ["integer"] * 12 + ["select_multiple"] * 8 + ["decimal"] * 5 + ["date"] * 5
TYPES = {"integer": "int", "decimal": "decimal", "date": "date"}
CHOICES = tuple(Choice(str(code), {"hu": f"{code}. válasz"}) for code in range(1, 7))


def main() -> None:
    call_command("migrate", verbosity=0)
    many, few = _instrument("many", RESPONSES), _instrument("few", FEW)
    seconds = _alone(many, "time")
    memory_many, memory_few = _alone(many, "memory"), _alone(few, "memory")
    pages_many, pages_few = _alone(many, "memory of pages"), _alone(few, "memory of pages")
    rows = [
        {
            "what": f"CSV of {RESPONSES} responses : one plain read",
            "measure": f"{seconds['export']:.2f} s",
            "floor": f"{seconds['read']:.2f} s",
            "ratio": seconds["export"] / seconds["read"],
            "goal": GOAL,
        },
        {
            "what": f"CSV export: memory at {RESPONSES} : at {FEW}",
            "measure": f"{memory_many['mb']:.0f} MB",
            "floor": f"{memory_few['mb']:.0f} MB",
            "ratio": memory_many["mb"] / memory_few["mb"],
            "goal": 1.1,
        },
        {
            "what": f"OData, all pages of {RESPONSES} responses : one plain read",
            "measure": f"{seconds['pages']:.2f} s",
            "floor": f"{seconds['read']:.2f} s",
            "ratio": seconds["pages"] / seconds["read"],
            "goal": None,
        },
        {
            "what": f"OData, all pages: memory at {RESPONSES} : at {FEW}",
            "measure": f"{pages_many['mb']:.0f} MB",
            "floor": f"{pages_few['mb']:.0f} MB",
            "ratio": pages_many["mb"] / pages_few["mb"],
            "goal": 1.1,
        },
    ]
    print(json.dumps({"rows": rows}))


def measure(instrument: Instrument, what: str) -> dict[str, float]:
    if what.startswith("memory"):
        _leave_out_what_the_database_keeps()
        (_export if what == "memory" else _pages)(instrument)
        return {"mb": largest_memory()}
    ways = {"read": _read, "export": _export, "pages": _pages}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _turn in range(TURNS):
        for name, way in ways.items():
            taken[name].append(_timed(way, instrument))
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def _leave_out_what_the_database_keeps() -> None:
    """SQLite lives within the process: of a larger file more pages are at hand, up to a limit. They are not the export's."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size=0")
            cursor.execute("PRAGMA cache_size=-2000")


def _alone(instrument: Instrument, what: str) -> dict[str, float]:
    """In a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "benchmarks.survey_export", str(instrument.pk), what]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _timed(what: Any, instrument: Instrument) -> float:
    started = time.perf_counter()
    what(instrument)
    return time.perf_counter() - started


def _read(instrument: Instrument) -> None:
    rows = Response.objects.filter(version__instrument=instrument).order_by().values_list(*FIELDS)
    assert sum(1 for _row in rows.iterator()) in (RESPONSES, FEW)


def _export(instrument: Instrument) -> None:
    plan = lay_out(editions_of(instrument), CSV)
    with tempfile.TemporaryDirectory() as folder:
        written = write_export(plan, CSV, read_responses(instrument, CSV), Path(folder) / "export")
    assert written.rows["responses"] in (RESPONSES, FEW)


def _pages(instrument: Instrument) -> None:
    """As a program reads them, one page after the other."""
    rows, after, is_more = 0, "", True
    while is_more:
        walk = Walk.through(instrument, Order("jsonl"))
        assert walk is not None
        table = tables_of(walk.plan)[0]
        page = read_page(walk, table, Options(after=after))
        json.dumps([shown(table, None, row) for row, _rows in page.rows])
        rows += len(page.rows)
        after, is_more = page.after, bool(page.after)
    assert rows in (RESPONSES, FEW)


def _form(form_id: str) -> Form:
    questions = []
    for number, kind in enumerate(KINDS):
        path = f"part{number % 6}/question_{number}"
        choices = CHOICES if kind.startswith("select") else ()
        questions.append(
            Question(
                path, path, f"question_{number}", {"hu": f"{number}. kérdés"}, kind=kind, choices=choices,
                type=TYPES.get(kind, "string"),
            )
        )  # fmt: skip
    groups = tuple(
        Group(f"part{place}", f"part{place}", f"part{place}", children=tuple(questions[place::6]))
        for place in range(6)
    )
    return Form(form_id, "1", "Mérés", languages=("hu",), default_language="hu", nodes=groups)


def _answer(kind: str, chance: random.Random) -> Any:
    if kind == "select_one":
        return str(chance.randint(1, 6))
    if kind == "select_multiple":
        return [str(code) for code in sorted(chance.sample(range(1, 7), chance.randint(1, 4)))]
    if kind == "integer":
        return chance.randint(0, 120)
    if kind == "decimal":
        return round(chance.uniform(0, 40), 1)
    return f"20{chance.randint(10, 26)}-0{chance.randint(1, 9)}-{chance.randint(10, 28)}"


def _instrument(code: str, responses: int) -> Instrument:
    programme = Programme.objects.create(
        code=f"bench-{code}", name_hu="Mérés", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
    )
    study = Study.objects.create(
        programme=programme, code=code, title_hu="Mérés", kind=StudyKind.RESIDENT, keys_end_on=date(2099, 1, 1),
        created_at=BEGAN,
    )  # fmt: skip
    instrument = Instrument.objects.create(study=study, form_id=code, title="Mérés")
    form = _form(code)
    version = InstrumentVersion.objects.create(
        instrument=instrument, version="1", state=VersionState.FROZEN, xform=b"", schema=form.to_dict(),
        created_at=BEGAN, published_at=BEGAN,
    )  # fmt: skip
    chance = random.Random(code)
    paths = [(question.path, question.kind) for question in form.questions()]
    for first in range(0, responses, AT_ONCE):
        _write(version, paths, range(first, min(first + AT_ONCE, responses)), chance)
    return instrument


def _write(
    version: InstrumentVersion, paths: list[tuple[str, str]], numbers: range, chance: random.Random
) -> None:
    submissions = Submission.objects.bulk_create(
        Submission(
            instance_id=f"uuid:{uuid4()}", thread=uuid4(), version=version, xml=b"<x/>", sha256="0" * 64,
            way=Way.COLLECT, received_at=BEGAN + timedelta(minutes=number), read_at=BEGAN,
        )
        for number in numbers
    )  # fmt: skip
    Response.objects.bulk_create(
        Response(
            id=one.thread, submission=one, version=version, way=one.way, state=ResponseState.ACCEPTED,
            answers={path: _answer(kind, chance) for path, kind in paths}, received_at=one.received_at,
            started_at=one.received_at, ended_at=one.received_at + timedelta(minutes=11),
            latitude=47.1, longitude=19.2,
        )
        for one in submissions
    )  # fmt: skip


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(Instrument.objects.get(pk=UUID(sys.argv[1])), sys.argv[2])))
    else:
        main()
