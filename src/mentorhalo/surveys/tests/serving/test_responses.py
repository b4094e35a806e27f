"""Responses for programs: the same as in the files, without identities, page by page, with filters."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentorhalo.core.tests.access import RESEARCHER, World
from mentorhalo.surveys.choices import ResponseState
from mentorhalo.surveys.exporting.order import Order
from mentorhalo.surveys.models import Decision, Instrument, InstrumentVersion, Submission
from mentorhalo.surveys.tests.exporting.builders import ANSWERS, BEGAN, a_response, a_version
from mentorhalo.surveys.tests.exporting.files import written
from mentorhalo.surveys.tests.factories import FOUNDED_AT, InstrumentFactory

from .programs import Program, program_of


@pytest.fixture
def instrument(world: World) -> Instrument:
    made: Instrument = InstrumentFactory(study=world.study, form_id="life")
    return made


@pytest.fixture
def version(instrument: Instrument) -> InstrumentVersion:
    return a_version(instrument)


@pytest.fixture
def program(world: World) -> Program:
    return program_of(world.study, world.users[RESEARCHER])


def responses(program: Program, instrument: Instrument, **query: Any) -> list[dict[str, Any]]:
    """Of all pages."""
    found: list[dict[str, Any]] = []
    page = program.read("data_api:responses", instrument.pk, **query)
    while True:
        found += page["responses"]
        if "next" not in page:
            return found
        page = program.get(page["next"]).json()


def exported(instrument: Instrument, folder: Path, **order: Any) -> list[dict[str, Any]]:
    """The same from the file that the house exports."""
    file = written(instrument, folder, Order("jsonl", **order)).path
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def by_name(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: str(row["response_id"]))


def test_responses_are_those_of_the_exported_file(
    program: Program, instrument: Instrument, version: InstrumentVersion, world: World, tmp_path: Path
) -> None:
    for years in (21, 41, 61):
        a_response(
            version,
            {**ANSWERS, "who/age": years},
            unit=world.unit,
            wave=world.wave,
            settlement=world.settlement,
        )

    found = responses(program, instrument, limit=2)

    flat = [{**one["row"], **one["repeats"]} for one in found]
    assert flat == by_name(exported(instrument, tmp_path))
    assert (len(flat), flat[0]["child"][0]["years"]) == (3, 9)


def test_identities_are_nowhere(program: Program, instrument: Instrument, version: InstrumentVersion) -> None:
    response = a_response(version, latitude=46.071234, longitude=18.233211, device_id="collect:abc")
    addresses = [
        "studies",
        *(f"instruments/{instrument.pk}{rest}" for rest in ("", "/codebook", "/codebook.xml", "/responses")),
    ]

    said = "".join(program.get(f"/api/v1/{address}").content.decode() for address in addresses)

    for secret in ("Piroska", "kórus", "énekkar", "46.0712", "18.2332", "collect:abc", str(response.pk)):
        assert secret not in said


def test_a_page_begins_behind_the_last_name(
    program: Program, instrument: Instrument, version: InstrumentVersion
) -> None:
    for _number in range(5):
        a_response(version)

    first = program.get(reverse("data_api:responses", args=[instrument.pk]), {"limit": "2"})
    page = first.json()
    last = page["responses"][-1]["row"]["response_id"]

    assert parse_qs(urlsplit(page["next"]).query) == {"limit": ["2"], "after": [last]}
    assert first["Link"] == f'<{page["next"]}>; rel="next"'
    names = [one["row"]["response_id"] for one in responses(program, instrument, limit=2)]
    assert names == sorted(set(names))
    assert len(names) == 5


def test_what_comes_while_reading_moves_nothing(
    program: Program, instrument: Instrument, version: InstrumentVersion
) -> None:
    for _number in range(4):
        a_response(version)
    before = {one["row"]["response_id"] for one in responses(program, instrument)}

    page = program.read("data_api:responses", instrument.pk, limit=2)
    found = [one["row"]["response_id"] for one in page["responses"]]
    for _number in range(6):
        a_response(version)
    while "next" in page:
        page = program.get(page["next"]).json()
        found += [one["row"]["response_id"] for one in page["responses"]]

    assert len(found) == len(set(found))
    assert before <= set(found)


def test_filters_choose_by_wave_state_and_version(
    program: Program, instrument: Instrument, version: InstrumentVersion, world: World
) -> None:
    newer = a_version(instrument, "2", published_at=FOUNDED_AT + timedelta(days=9))
    a_response(version, wave=world.wave)
    a_response(newer)
    a_response(newer, state=ResponseState.REJECTED)

    def number(**query: Any) -> int:
        return len(responses(program, instrument, **query))

    assert number() == 2
    assert number(wave=world.wave.number) == 1
    assert (number(state="rejected"), number(state=["accepted", "rejected"]), number(state="all")) == (
        1,
        3,
        3,
    )
    assert (number(from_version="2"), number(to_version="1")) == (1, 1)
    assert number(from_version="1", to_version="2") == 2


def test_changed_since_gives_what_was_read_or_decided_on(
    program: Program, instrument: Instrument, version: InstrumentVersion
) -> None:
    since = datetime(2026, 4, 1, tzinfo=UTC)
    a_response(version)
    decided, read = a_response(version, state=ResponseState.REJECTED), a_response(version)
    Decision.objects.create(response=decided, state=ResponseState.REJECTED, at=since)
    Submission.objects.filter(response=read).update(read_at=since + timedelta(hours=1))

    found = responses(program, instrument, state="all", changed_since="2026-04-01T02:00:00+02:00")
    later = responses(program, instrument, state="all", changed_since="2026-04-01T02:30:00+02:00")

    assert (len(found), len(later)) == (2, 1)
    assert datetime.fromisoformat(program.read("data_api:responses", instrument.pk)["as_of"]) > BEGAN


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("wave", "99"),
        ("wave", "first"),
        ("state", "lost"),
        ("from_version", "17"),
        ("changed_since", "yesterday"),
        ("changed_since", "2026-13-45T00:00:00Z"),
        ("limit", "0"),
        ("limit", "2001"),
        ("colour", "red"),
    ],
)
def test_what_is_not_understood_is_named(
    program: Program, instrument: Instrument, version: InstrumentVersion, parameter: str, value: str
) -> None:
    response = program.get(reverse("data_api:responses", args=[instrument.pk]), {parameter: value})

    assert (response.status_code, response.json()["parameter"]) == (400, parameter)


def test_a_range_the_wrong_way_round_is_named(
    program: Program, instrument: Instrument, version: InstrumentVersion
) -> None:
    a_version(instrument, "2", published_at=FOUNDED_AT + timedelta(days=9))

    response = program.get(
        reverse("data_api:responses", args=[instrument.pk]), {"from_version": "2", "to_version": "1"}
    )

    assert (response.status_code, response.json()["parameter"]) == (400, "to_version")


def test_one_response_is_found_by_its_name(
    program: Program, instrument: Instrument, version: InstrumentVersion
) -> None:
    a_response(version)
    a_response(version, {**ANSWERS, "who/age": 7})
    (first, _second) = responses(program, instrument)

    assert program.read("data_api:response", instrument.pk, first["row"]["response_id"]) == first
    assert program.get(reverse("data_api:response", args=[instrument.pk, "f" * 20])).status_code == 404


def test_a_questionnaire_without_a_version_has_no_data(program: Program, instrument: Instrument) -> None:
    answers = [
        program.get(reverse(f"data_api:{name}", args=[instrument.pk]))
        for name in ("responses", "codebook", "codebook_ddi")
    ]

    assert [one.status_code for one in answers] == [404, 404, 404]
    assert program.get(f"/odata/v1/{instrument.pk}/").status_code == 404
    assert program.get(f"/api/v1/instruments/{uuid4()}").status_code == 404


def test_a_page_asks_as_often_whatever_there_is(
    program: Program, instrument: Instrument, version: InstrumentVersion
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            responses(program, instrument)
        return len(asked)

    a_response(version)
    queries()  # the form is read once, the key's day noted once
    one = queries()
    a_response(version)
    a_response(version)

    assert queries() == one
