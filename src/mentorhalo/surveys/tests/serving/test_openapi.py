"""The description is valid, and what is answered is what it says."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from mentorhalo.core.tests.access import RESEARCHER, World
from mentorhalo.surveys.exporting.pseudonyms import pseudonyms_of
from mentorhalo.surveys.models import Instrument
from mentorhalo.surveys.serving import urls
from mentorhalo.surveys.tests.exporting.builders import (
    PHOTOS,
    a_file,
    a_form,
    a_photo,
    a_response,
    a_version,
)
from mentorhalo.surveys.tests.factories import InstrumentFactory

from .programs import Program, program_of


@pytest.fixture
def document() -> Any:
    return Client().get("/api/v1/openapi.json", headers={"Accept-Language": "en"}).json()


@pytest.fixture
def instrument(world: World) -> Instrument:
    made: Instrument = InstrumentFactory(study=world.study, form_id="life")
    version = a_version(made)
    a_response(version, wave=world.wave, settlement=world.settlement)
    a_response(version)
    return made


@pytest.fixture
def program(world: World) -> Program:
    return program_of(world.study, world.users[RESEARCHER])


def faults(document: Any, schema: str, said: Any) -> list[str]:
    whole = {"$ref": f"#/components/schemas/{schema}", "components": document["components"]}
    validator = Draft202012Validator(whole, format_checker=FormatChecker())
    return [fault.message for fault in validator.iter_errors(said)]


def test_the_description_is_valid_in_both_languages(document: Any) -> None:
    hungarian = Client().get("/api/v1/openapi.json", headers={"Accept-Language": "hu"}).json()

    validate(document)
    validate(hungarian)
    assert hungarian["info"]["title"] == "Kutatások adatai"
    assert hungarian["paths"].keys() == document["paths"].keys()


def test_every_address_is_described(document: Any) -> None:
    there = {pattern.name for pattern in urls.urlpatterns} - {"nowhere"}

    assert len(document["paths"]) == len(there)


def test_described_paths_lead_somewhere(document: Any, world: World, instrument: Instrument) -> None:
    program = program_of(world.study, world.users[RESEARCHER], opens_files=True)
    version = a_version(instrument, "2", a_form(PHOTOS), content_sha256="2" * 64)
    response = a_response(version, {"front": "house.jpg"}, identities={})
    a_file(response, "house.jpg", a_photo())
    name = pseudonyms_of(world.study.pk)(response.pk)
    filled = {
        "{study}": str(world.study.pk),
        "{instrument}": str(instrument.pk),
        "{response}": name,
        "{file}": f"{name}-front.jpg",
    }
    base = document["servers"][0]["url"]
    answers = {}
    for path, item in document["paths"].items():
        address = path
        for part, value in filled.items():
            address = address.replace(part, value)
        response = program.get(f"{base}{address}")
        content = item["get"]["responses"]["200"]["content"]
        answers[path] = (response.status_code, response["Content-Type"].partition(";")[0] in content)
        assert response.getvalue()  # read to its end, it is closed

    assert set(answers.values()) == {(200, True)}


def test_answers_are_as_described(document: Any, instrument: Instrument, program: Program) -> None:
    first = program.read("data_api:responses", instrument.pk, limit=1)
    said = {
        "Studies": program.read("data_api:studies"),
        "Study": program.read("data_api:study", instrument.study_id),
        "Instrument": program.read("data_api:instrument", instrument.pk),
        "Codebook": program.read("data_api:codebook", instrument.pk),
        "Responses": first,
        "Response": program.read(
            "data_api:response", instrument.pk, first["responses"][0]["row"]["response_id"]
        ),
        "Problem": program.read("data_api:responses", instrument.pk, limit=0),
    }

    assert {schema: faults(document, schema, answer) for schema, answer in said.items()} == {
        key: [] for key in said
    }
    assert faults(document, "Responses", {**first, "as_of": 7}) == ["7 is not of type 'string'"]


def test_the_codebook_names_columns_codes_and_what_is_left_out(
    instrument: Instrument, program: Program
) -> None:
    book = program.read("data_api:codebook", instrument.pk)

    tables = {
        table["name"]: {column["name"]: column for column in table["columns"]} for table in book["tables"]
    }
    assert list(tables) == ["responses", "child", "club"]
    content = tables["responses"]["content"]
    assert content["labels"] == {"hu": "Mennyire elégedett?", "en": "How content are you?"}
    assert content["codes"][2] == {
        "code": "9",
        "labels": {"hu": "Nem tudja", "en": "Don't know"},
        "is_missing": True,
    }
    assert [one["path"] for one in book["withheld"]] == ["deviceid", "who/name", "wish", "greeting"]


def test_the_links_of_a_questionnaire_lead_on(instrument: Instrument, program: Program) -> None:
    links = program.read("data_api:instrument", instrument.pk)["links"]

    assert {relation: program.get(address).status_code for relation, address in links.items()} == {
        "self": 200,
        "codebook": 200,
        "codebook_ddi": 200,
        "responses": 200,
        "odata": 200,
    }
    assert links["self"].endswith(reverse("data_api:instrument", args=[instrument.pk]))
