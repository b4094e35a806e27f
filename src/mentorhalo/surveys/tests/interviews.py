"""Responses in the database, many at once, of a form with a grid, codes and a number."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import numpy as np

from mentorhalo.surveys.choices import ResponseState, Way
from mentorhalo.surveys.models import InstrumentVersion, Interviewer, Response, Submission, Wave
from mentorhalo.surveys.tests.factories import InstrumentVersionFactory, InterviewerFactory
from mentorhalo.surveys.xforms import Choice, Form, Group, Question

SCALE = tuple(
    Choice(str(code), {"hu": words, "en": english})
    for code, words, english in (
        (1, "egyáltalán nem", "not at all"),
        (2, "kevéssé", "a little"),
        (3, "közepesen", "somewhat"),
        (4, "nagyon", "much"),
        (9, "Nem tudja", "Don't know"),
    )
)
YES_NO = (Choice("yes", {"hu": "igen", "en": "yes"}), Choice("no", {"hu": "nem", "en": "no"}))
TRUST = tuple(f"trust/t{at}" for at in range(6))
REVERSED = (2, 5)
# After the questionnaire of the small world.
LATER = datetime(2024, 6, 1, 8, tzinfo=UTC)


def opinion_form() -> Form:
    """Six items on one scale (t2 and t5 the other way round), yes or no, age, hours of those who go, a name."""
    grid = Group(
        "trust",
        "trust",
        "trust",
        labels={"hu": "Bizalom", "en": "Trust"},
        children=tuple(
            Question(path, path, path[6:], labels={"hu": f"Tétel {path}"}, kind="select_one", choices=SCALE)
            for path in TRUST
        ),
    )
    return Form(
        "opinions",
        languages=("hu", "en"),
        default_language="hu",
        nodes=(
            Question("name", "name", "name", labels={"hu": "Név"}),
            grid,
            Question(
                "goes",
                "goes",
                "goes",
                labels={"hu": "Jár-e?", "en": "Goes?"},
                kind="select_one",
                choices=YES_NO,
            ),
            Question("age", "age", "age", labels={"hu": "Kora", "en": "Age"}, kind="integer", type="int"),
            Question(
                "hours",
                "hours",
                "hours",
                labels={"hu": "Óra"},
                kind="integer",
                type="int",
                relevant="${goes} = 'yes'",
            ),
        ),
    )


def opinion_version(**fields: Any) -> InstrumentVersion:
    form = opinion_form()
    return InstrumentVersionFactory(
        schema=form.to_dict(),
        content_sha256=uuid4().hex * 2,
        identity_keys=["name"],
        unit_key="",
        settlement_key="",
        published_at=LATER,
        **fields,
    )


def honest_answers(seed: int, size: int) -> list[dict[str, Any]]:
    chance = np.random.default_rng(seed)
    leaning = chance.normal(size=size)
    answers = []
    for row in range(size):
        said: dict[str, Any] = {
            path: str(
                1
                + int(np.digitize((-1 if at in REVERSED else 1) * leaning[row] + chance.normal(), [-1, 0, 1]))
            )
            for at, path in enumerate(TRUST)
        }
        said |= {"goes": str(chance.choice(["yes", "no"])), "age": int(chance.integers(18, 80))}
        answers.append(said)
    return answers


def add_interviews(
    wave: Wave,
    answers: Sequence[dict[str, Any]],
    *,
    version: InstrumentVersion,
    interviewers: Sequence[Interviewer] = (),
    at: datetime,
    minutes: Sequence[float] | None = None,
    state: str = ResponseState.RECEIVED,
    **fields: Any,
) -> list[Response]:
    """One after the other from nine o'clock of the day before on, the interviewers taking turns of equal length."""
    people = list(interviewers) or [InterviewerFactory()]
    began = (at - timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
    share = -(-len(answers) // len(people))
    sent, rows = [], []
    for row, said in enumerate(answers):
        started = began + timedelta(minutes=60 * (row % share % 8), days=-(row % share // 8))
        took = minutes[row] if minutes is not None else 25 + row % 7
        thread = uuid4()
        submission = Submission(
            instance_id=f"uuid:{thread}", thread=thread, version=version, xml=b"", sha256="", way=Way.COLLECT,
            interviewer=people[row // share], received_at=at, read_at=at,
        )  # fmt: skip
        sent.append(submission)
        rows.append(
            {
                "id": thread, "submission": submission, "version": version, "wave": wave, "way": Way.COLLECT,
                "interviewer": people[row // share], "answers": said, "state": state, "started_at": started,
                "ended_at": started + timedelta(minutes=took), "received_at": at,
            } | fields
        )  # fmt: skip
    Submission.objects.bulk_create(sent)
    return Response.objects.bulk_create([Response(**row) for row in rows])
