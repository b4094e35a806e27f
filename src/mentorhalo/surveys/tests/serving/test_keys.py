"""Who may read by a key, and what others are told."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorhalo.core.models import AuditLine
from mentorhalo.core.tests.access import OFFICE, RESEARCHER, World
from mentorhalo.surveys.actions.data_keys import revoke_data_key
from mentorhalo.surveys.models import DataKey, Instrument
from mentorhalo.surveys.serving import signin
from mentorhalo.surveys.tests.exporting.builders import a_response, a_version
from mentorhalo.surveys.tests.factories import InstrumentFactory, StudyFactory

from .programs import Program, program_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def program(world: World) -> Program:
    return program_of(world.study, world.users[RESEARCHER])


@pytest.fixture
def instrument(world: World) -> Instrument:
    made: Instrument = InstrumentFactory(study=world.study, form_id="life")
    a_response(a_version(made))
    return made


def refused(response: Any) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == response.status_code
    return response.status_code, response.json()["type"].rpartition(":")[2]


STUDIES = "/api/v1/studies"


def test_a_key_opens_its_study_as_token_and_as_password(program: Program, world: World) -> None:
    by_token = program.get(STUDIES)
    program.is_basic = True
    by_password = program.get(STUDIES)

    assert [one["id"] for one in by_token.json()["studies"]] == [str(world.study.pk)]
    assert by_password.json() == by_token.json()


def test_without_a_key_one_is_asked_for(client: Client, world: World) -> None:
    client.force_login(world.users[RESEARCHER], backend=BACKEND)  # who is signed in is nobody here

    response = client.get(STUDIES)

    assert refused(response) == (401, "key-needed")
    assert response["WWW-Authenticate"].startswith("Bearer ")


@pytest.mark.django_db
def test_excel_is_asked_for_a_password(client: Client) -> None:
    response = client.get(f"/odata/v1/{uuid4()}/")

    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Basic ")
    assert response.json()["error"]["code"] == "key-needed"


def test_a_foreign_key_opens_nothing(program: Program) -> None:
    assert refused(Program(program.made, f"{program.key}x").get(STUDIES)) == (401, "key-needed")


def test_a_key_that_ended_opens_nothing(program: Program) -> None:
    DataKey.objects.update(ends_on=timezone.localdate() - timedelta(days=1))

    assert refused(program.get(STUDIES)) == (401, "key-needed")


def test_a_revoked_key_opens_nothing(program: Program, world: World) -> None:
    revoke_data_key(data_key=program.made, by=world.users[RESEARCHER], at=timezone.now())

    assert refused(program.get(STUDIES)) == (401, "key-needed")


def test_a_key_ends_with_the_role_of_who_made_it(program: Program, world: World) -> None:
    world.users[RESEARCHER].grants.all().delete()

    assert refused(program.get(STUDIES)) == (403, "key-ended")


def test_another_study_is_not_there(program: Program, instrument: Instrument, world: World) -> None:
    other = InstrumentFactory(study=StudyFactory(), form_id="other")
    a_response(a_version(other))
    addresses = [
        reverse("data_api:study", args=[other.study_id]),
        *(
            reverse(f"data_api:{name}", args=[other.pk])
            for name in ("instrument", "codebook", "codebook_ddi", "responses")
        ),
    ]

    assert [refused(program.get(address)) for address in addresses] == [(404, "not-found")] * 5
    feed = [
        program.get(f"/odata/v1/{other.pk}/{rest}")
        for rest in ("", "$metadata", "responses", "responses/$count")
    ]
    assert [response.status_code for response in feed] == [404] * 4


def test_nothing_can_be_written(program: Program) -> None:
    response: Any = Client().post(STUDIES, headers=program.headers)

    assert refused(response) == (405, "read-only")
    assert response["Allow"] == "GET, HEAD"


def test_keys_are_not_taken_where_somebody_can_listen(program: Program) -> None:
    response: Any = Client(REMOTE_ADDR="203.0.113.9").get(STUDIES, headers=program.headers)

    assert refused(response) == (401, "key-needed")


def test_problems_are_told_in_the_readers_language(program: Program) -> None:
    address = f"/api/v1/studies/{uuid4()}"

    english = program.get(address, Accept_Language="en")
    hungarian = program.get(address, Accept_Language="hu")

    assert english.json()["title"] == "There is no such thing here"
    assert hungarian.json()["title"] == "Ilyen itt nincs"
    assert (english["Content-Language"], hungarian["Content-Language"]) == ("en", "hu")


def test_guessing_ends_soon(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signin, "MOST_WRONG", 2)
    guess = Program(program.made, "mh_guess")

    heard = [guess.get(STUDIES).status_code for _number in range(3)]

    assert heard == [401, 401, 429]
    assert refused(program.get(STUDIES)) == (429, "too-often")


def test_a_key_reads_within_bounds(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signin, "MOST_READ", 2)

    heard = [program.get(STUDIES) for _number in range(3)]

    assert [one.status_code for one in heard] == [200, 200, 429]
    assert heard[-1]["Retry-After"] == "60"


def test_reading_leaves_one_line_a_day(program: Program) -> None:
    program.get(STUDIES)
    program.get(STUDIES)

    assert AuditLine.objects.filter(deed="read_by_data_key").count() == 1
    assert DataKey.objects.get().used_on == timezone.localdate()


def test_answers_are_kept_nowhere(program: Program) -> None:
    assert program.get(STUDIES)["Cache-Control"] == "private, no-store"


def test_the_office_reads_as_well(world: World) -> None:
    assert program_of(world.study, world.users[OFFICE]).get(STUDIES).status_code == 200
