"""Photos and sounds by a reading key: only by one made for them, never those of identity questions."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from mentorhalo.core.tests.access import RESEARCHER, World
from mentorhalo.surveys.choices import ResponseState
from mentorhalo.surveys.exporting.pseudonyms import pseudonyms_of
from mentorhalo.surveys.models import Instrument, Response, SubmissionFile
from mentorhalo.surveys.tests.exporting.builders import (
    a_file,
    a_photo,
    a_photo_instrument,
    a_response,
)

from .programs import Program, program_of
from .test_openapi import faults

ANSWERS = {"front": "1700.JPG", "room": [{}, {"view": "1702.jpg"}]}


@pytest.fixture
def instrument(world: World) -> Instrument:
    return a_photo_instrument(world.study)


@pytest.fixture
def response(instrument: Instrument) -> Response:
    made = a_response(instrument.versions.get(), ANSWERS, identities={"card": "1704.jpg"})
    for name in ("1700.JPG", "1702.jpg", "1704.jpg"):
        a_file(made, name, a_photo())
    return made


@pytest.fixture
def name(response: Response, world: World) -> str:
    return pseudonyms_of(world.study.pk)(response.pk)


@pytest.fixture
def program(world: World) -> Program:
    return program_of(world.study, world.users[RESEARCHER], opens_files=True)


def test_files_are_listed_with_the_cell_they_belong_to(
    program: Program, instrument: Instrument, name: str
) -> None:
    said = program.read("data_api:attachments", instrument.pk, name)

    address = f"http://testserver/api/v1/instruments/{instrument.pk}/responses/{name}/attachments/"
    front, view = f"{name}-front.jpg", f"{name}-room-view-2.jpg"
    assert said == {
        "attachments": [
            {
                "name": front, "table": "responses", "column": "front", "path": "front",
                "media_type": "image/jpeg", "href": f"{address}{front}",
            },
            {
                "name": view, "table": "room", "row": "2", "column": "view", "path": "room/view",
                "media_type": "image/jpeg", "href": f"{address}{view}",
            },
        ]
    }  # fmt: skip


def test_the_list_is_as_described(program: Program, instrument: Instrument, name: str) -> None:
    document = Client().get("/api/v1/openapi.json").json()

    said = program.read("data_api:attachments", instrument.pk, name)

    assert faults(document, "Attachments", said) == []


def test_a_photo_comes_without_its_place(program: Program, instrument: Instrument, name: str) -> None:
    listed = program.read("data_api:attachments", instrument.pk, name)["attachments"]

    photo = program.get(listed[0]["href"])

    content = photo.getvalue()
    assert (photo.status_code, photo["Content-Type"], content[:2]) == (200, "image/jpeg", b"\xff\xd8")
    assert b"Fototelefon" not in content
    assert photo["Content-Disposition"] == f'attachment; filename="{name}-front.jpg"'
    assert photo["Cache-Control"] == "private, no-store"


def test_a_program_may_ask_for_the_head_alone(program: Program, instrument: Instrument, name: str) -> None:
    listed = program.read("data_api:attachments", instrument.pk, name)["attachments"]

    head = Client().head(listed[0]["href"], headers=program.headers)
    said = head.getvalue()

    assert (head.status_code, head["Content-Type"], said) == (200, "image/jpeg", b"")


def test_identities_and_names_as_sent_open_nothing(
    program: Program, instrument: Instrument, name: str
) -> None:
    wished = [f"{name}-card.jpg", "1704.jpg", "1700.JPG", "audit.csv"]

    answers = [
        program.get(reverse("data_api:attachment", args=[instrument.pk, name, one])).status_code
        for one in wished
    ]

    assert answers == [404] * 4


def test_a_key_without_files_opens_none(world: World, instrument: Instrument, name: str) -> None:
    plain = program_of(world.study, world.users[RESEARCHER])

    answer = plain.get(reverse("data_api:attachments", args=[instrument.pk, name]))

    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (403, "not-by-this-key")


def test_what_is_not_accepted_has_no_files(
    program: Program, instrument: Instrument, response: Response, name: str
) -> None:
    Response.objects.filter(pk=response.pk).update(state=ResponseState.REJECTED)

    assert program.get(reverse("data_api:attachments", args=[instrument.pk, name])).status_code == 404


def test_what_is_lost_or_broken_is_not_given(program: Program, instrument: Instrument, name: str) -> None:
    first, second = SubmissionFile.objects.exclude(name="1704.jpg").order_by("name")
    Path(first.file.path).unlink()
    Path(second.file.path).write_bytes(b"\xff\xd8\xff\xe1\xff\xff")

    listed = program.read("data_api:attachments", instrument.pk, name)["attachments"]

    assert [one["column"] for one in listed] == ["view"]
    assert program.get(listed[0]["href"]).status_code == 404
