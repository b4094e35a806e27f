"""Programs that read data: 401 asks for a key; who is signed in in a browser is nobody there."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

from mentorhalo.core.tests.access import OFFICE, PUBLIC, Access, Expectations, Machine, World
from mentorhalo.surveys.actions.data_keys import make_data_key
from mentorhalo.surveys.exporting.pseudonyms import pseudonyms_of
from mentorhalo.surveys.models import InstrumentVersion, Response
from mentorhalo.surveys.tests.exporting.builders import (
    PHOTOS,
    a_file,
    a_form,
    a_photo,
    a_response,
    a_version,
)
from mentorhalo.surveys.xforms import Form

type Arguments = Callable[[World], Mapping[str, Any]]


def _study(world: World) -> Mapping[str, Any]:
    return {"pk": world.study.pk}


def _instrument(world: World) -> Mapping[str, Any]:
    return {"pk": world.instrument.pk}


def _nothing(_world: World) -> Mapping[str, Any]:
    return {}


def _table(world: World) -> Mapping[str, Any]:
    return {"pk": world.instrument.pk, "name": "responses"}


def _response(world: World) -> Mapping[str, Any]:
    """An accepted response, by the name it goes by outside."""
    found = Response.objects.accepted().filter(version__instrument=world.instrument).first()
    if found is None:
        found = a_response(a_version(world.instrument, "for-programs"))
    return {"pk": world.instrument.pk, "name": pseudonyms_of(world.study.pk)(found.pk)}


def _version(world: World, label: str, form: Form | None = None) -> InstrumentVersion:
    """Made once, however many doors are tried."""
    found: InstrumentVersion | None = world.instrument.versions.filter(version=label).first()
    return found or a_version(
        world.instrument, label, form, content_sha256=sha256(label.encode()).hexdigest()
    )


def _attachment(world: World) -> Mapping[str, Any]:
    """The photo of such a response."""
    version = _version(world, "with-photos", a_form(PHOTOS))
    response = a_response(version, {"front": "house.jpg"})
    a_file(response, "house.jpg", a_photo())
    name = pseudonyms_of(world.study.pk)(response.pk)
    return {"pk": world.instrument.pk, "name": name, "file": f"{name}-front.jpg"}


def _row_within(world: World) -> Mapping[str, Any]:
    response = a_response(_version(world, "with-children"))
    name = pseudonyms_of(world.study.pk)(response.pk)
    return {"pk": world.instrument.pk, "name": f"responses('{name}')", "within": "child"}


def _too_deep(world: World) -> Mapping[str, Any]:
    return {"pk": world.instrument.pk, "rest": "responses/one/two/three"}


def _by_key(arguments: Arguments, **expected: Any) -> Machine:
    def known(world: World) -> tuple[Mapping[str, Any], Mapping[str, str]]:
        _made, key = make_data_key(
            study=world.study,
            label="A program",
            opens_files=True,
            ends_on=world.today + timedelta(days=30),
            by=world.users[OFFICE],
            at=world.now,
        )
        return arguments(world), {"Authorization": f"Bearer {key}"}

    return Machine(401, arguments, known, **expected)


EXPECTATIONS: Expectations = {
    "data_api:openapi": Access(PUBLIC),
    "data_api:studies": _by_key(_nothing),
    "data_api:study": _by_key(_study),
    "data_api:instrument": _by_key(_instrument),
    "data_api:codebook": _by_key(_instrument),
    "data_api:codebook_ddi": _by_key(_instrument),
    "data_api:responses": _by_key(_instrument),
    "data_api:response": _by_key(_response),
    "data_api:attachments": _by_key(_response),
    "data_api:attachment": _by_key(_attachment),
    "data_api:nowhere": _by_key(lambda world: {"rest": "people"}, status=404),
    "odata:service": _by_key(_instrument),
    "odata:metadata": _by_key(_instrument),
    "odata:rows": _by_key(_table),
    "odata:count": _by_key(_table),
    "odata:within": _by_key(_row_within),
    "odata:nowhere": _by_key(_too_deep, status=404),
    "odata:whole_service": _by_key(_instrument),
    "odata:whole_metadata": _by_key(_instrument),
    "odata:whole_rows": _by_key(_table),
    "odata:whole_count": _by_key(_table),
    "odata:whole_within": _by_key(_row_within),
    "odata:whole_nowhere": _by_key(_too_deep, status=404),
}
