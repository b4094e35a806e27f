"""Programs that read data: 401 asks for a key; who is signed in in a browser is nobody there."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from mentorhalo.core.tests.access import OFFICE, PUBLIC, Access, Expectations, Machine, World
from mentorhalo.surveys.actions.data_keys import make_data_key
from mentorhalo.surveys.exporting.pseudonyms import pseudonyms_of
from mentorhalo.surveys.models import Response
from mentorhalo.surveys.tests.exporting.builders import a_response, a_version

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


def _by_key(arguments: Arguments, **expected: Any) -> Machine:
    def known(world: World) -> tuple[Mapping[str, Any], Mapping[str, str]]:
        _made, key = make_data_key(
            study=world.study,
            label="A program",
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
    "data_api:nowhere": _by_key(lambda world: {"rest": "people"}, status=404),
    "odata:service": _by_key(_instrument),
    "odata:metadata": _by_key(_instrument),
    "odata:rows": _by_key(_table),
    "odata:count": _by_key(_table),
}
