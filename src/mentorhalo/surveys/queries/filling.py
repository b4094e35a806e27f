"""What a questionnaire needs to be filled outside a client of OpenRosa: the form prepared for the browser, its data sets and files."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from ..choices import FileSource, WaveState
from ..engine import NotReadable, fingerprint, instance_xml, prepare
from ..models import FieldAssignment, FormFile, InstrumentVersion, Interviewer, SampleUnit
from .datasets import live_data_set

NOTHING = "<root/>"


def units_of(interviewer: Interviewer) -> list[FieldAssignment]:
    """What is theirs to visit in waves that are not over, the urgent first, with the way to it. One query."""
    rows = FieldAssignment.objects.filter(interviewer=interviewer, ended_at=None)
    rows = rows.exclude(unit__wave__state=WaveState.CLOSED)
    named = rows.select_related(
        "unit__settlement", "unit__wave__study", "unit__organisation", "unit__unit_key"
    )
    return sorted(
        named, key=lambda one: (one.due_on or date.max, one.unit.settlement.name_sort, one.unit.code)
    )


def package_of(
    version: InstrumentVersion,
    *,
    interviewer: Interviewer | None,
    unit: SampleUnit | None = None,
    address: Callable[[FormFile], str],
) -> dict[str, Any]:
    """As `openQuestionnaire` takes it: `definition`, `externals` (data sets by id, as XML), `media` (addresses by name).

    `address` says where this person gets a file. A file that is not there yet is left out: a draft can be tried without it.
    """
    definition, files = definition_of(version), list(version.files.all())
    return {
        "definition": definition,
        "externals": data_sets_of(definition, files, interviewer, unit),
        "media": {one.name: address(one) for one in media_of(definition, files)},
    }


def definition_of(version: InstrumentVersion) -> dict[str, Any]:
    """As it was prepared when the version was made; anew where that was done by an older engine."""
    kept = version.definition
    if kept.get("fingerprint") == fingerprint():
        return kept
    return _prepared(version.pk, version.content_sha256)


@lru_cache(maxsize=16)
def _prepared(version: UUID, _content_sha256: str) -> dict[str, Any]:
    xform = InstrumentVersion.objects.values_list("xform", flat=True).get(pk=version)
    return prepare(bytes(xform)).as_json()


def data_sets_of(
    definition: dict[str, Any],
    files: list[FormFile],
    interviewer: Interviewer | None,
    unit: SampleUnit | None = None,
) -> dict[str, str]:
    """The data sets of the form by id; the live ones as they are now."""
    by_name = {file.name: file for file in files}
    return {
        one["id"]: data_set_of(by_name[one["file"]], interviewer, unit)
        for one in definition.get("externals", [])
        if one["file"] in by_name
    }


def data_set_of(file: FormFile, interviewer: Interviewer | None, unit: SampleUnit | None = None) -> str:
    """As the XML that the engine looks into. What cannot be read is empty: that was said when it was uploaded."""
    if file.source != FileSource.UPLOAD:
        csv = live_data_set(FileSource(file.source), interviewer, unit).to_csv(version=1)
        return instance_xml(f"{file.source}.csv", csv)
    return _uploaded(file.name, file.file.name, file.sha256) if file.file else NOTHING


@lru_cache(maxsize=64)
def _uploaded(name: str, stored: str, _sha256: str) -> str:
    with FormFile._meta.get_field("file").storage.open(stored, "rb") as stream:
        content: bytes = stream.read()
    try:
        return instance_xml(name, content)
    except NotReadable:
        return NOTHING


def media_of(definition: dict[str, Any], files: list[FormFile]) -> list[FormFile]:
    wanted = set(definition.get("media", []))
    return [one for one in files if one.name in wanted and one.source == FileSource.UPLOAD and one.file]
