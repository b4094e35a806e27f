"""Phones and programs: 401 asks for their name and passphrase, 403 says that the token in an address opens nothing."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import uuid4

from mentorhalo.core.tests.access import INTERVIEWER, Expectations, Machine, World
from mentorhalo.surveys.choices import FileSource, VersionState
from mentorhalo.surveys.devices import ha1_of, token_hash_of
from mentorhalo.surveys.models import FormFile, Instrument, InstrumentVersion

TOKEN, PASSPHRASE = "a-token", "a-passphrase"
FORM = {"form_id": "household", "version": "1"}

type Arguments = Callable[[World], Mapping[str, Any]]


def _form(_world: World) -> Mapping[str, Any]:
    return FORM


def _nothing(_world: World) -> Mapping[str, Any]:
    return {}


def _live_file(world: World) -> Mapping[str, Any]:
    return {"pk": _live_file_of(world.instrument_version).pk}


def _live_file_of(version: InstrumentVersion) -> FormFile:
    found, _is_new = FormFile.objects.get_or_create(
        version=version, name="settlements.csv", source=FileSource.SETTLEMENTS
    )
    return found


def _device(world: World) -> str:
    """The phone of INTERVIEWER gets its sign-in; its name."""
    interviewer = world.interviewers[INTERVIEWER]
    interviewer.device_ha1 = ha1_of(interviewer.code, PASSPHRASE)
    interviewer.token_hash = token_hash_of(TOKEN)
    interviewer.save()
    return str(interviewer.code)


def _draft(world: World) -> InstrumentVersion:
    instrument, _is_new = Instrument.objects.get_or_create(
        study=world.study, form_id="tried", defaults={"title": "Draft"}
    )
    draft, _is_new = InstrumentVersion.objects.get_or_create(
        instrument=instrument,
        version="1",
        defaults={
            "state": VersionState.DRAFT,
            "xform": b"<h/>",
            "xform_md5": "0" * 32,
            "test_token_hash": token_hash_of(TOKEN),
            "created_at": world.now,
        },
    )
    return draft


def _ways(name: str, arguments: Arguments, **expected: Any) -> Iterator[tuple[str, Machine]]:
    """An address as a phone signs in to it, and below its token."""

    def signed_in(world: World) -> tuple[Mapping[str, Any], Mapping[str, str]]:
        sealed = b64encode(f"{_device(world)}:{PASSPHRASE}".encode()).decode()
        return arguments(world), {"Authorization": f"Basic {sealed}"}

    def by_token(world: World) -> tuple[Mapping[str, Any], Mapping[str, str]]:
        _device(world)
        return {**arguments(world), "token": TOKEN}, {}

    def foreign(world: World) -> Mapping[str, Any]:
        return {**arguments(world), "token": uuid4().hex}

    yield f"openrosa:{name}", Machine(401, arguments, signed_in, **expected)
    yield f"openrosa:key:{name}", Machine(403, foreign, by_token, **expected)


def _trial(arguments: Callable[[InstrumentVersion], Mapping[str, Any]], **expected: Any) -> Machine:
    def foreign(world: World) -> Mapping[str, Any]:
        return {**arguments(_draft(world)), "token": uuid4().hex}

    def tried(world: World) -> tuple[Mapping[str, Any], Mapping[str, str]]:
        return {**arguments(_draft(world)), "token": TOKEN}, {}

    return Machine(403, foreign, tried, **expected)


EXPECTATIONS: Expectations = {
    **dict(_ways("form_list", _nothing)),
    **dict(_ways("form", _form)),
    **dict(_ways("manifest", _form)),
    **dict(_ways("file", _live_file)),
    **dict(_ways("integrity", _live_file)),
    **dict(_ways("submission", _nothing, method="head", status=204)),
    "openrosa:test:form_list": _trial(lambda draft: {}),
    "openrosa:test:form": _trial(lambda draft: {"form_id": "tried", "version": "1"}),
    "openrosa:test:manifest": _trial(lambda draft: {"form_id": "tried", "version": "1"}),
    "openrosa:test:file": _trial(lambda draft: {"pk": _live_file_of(draft).pk}),
    "openrosa:test:integrity": _trial(lambda draft: {"pk": _live_file_of(draft).pk}),
    "openrosa:test:submission": _trial(lambda draft: {}, method="head", status=204),
}
