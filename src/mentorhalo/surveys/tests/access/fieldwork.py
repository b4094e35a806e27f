from django.core.files.uploadedfile import SimpleUploadedFile

from mentorhalo.core import imports
from mentorhalo.core.tests.access import (
    AUDITOR,
    GROUP_LEADER,
    INTERVIEWER,
    LEADERS,
    MENTOR,
    OFFICE,
    RESEARCHER,
    Access,
    Expectations,
    World,
)

from .interviewers import interviewer
from .studies import KEEPERS, wave

TABLE = "kód,település\nX1,Nincs\n"


def unit(world: World) -> dict[str, object]:
    return {"pk": world.unit.pk}


def stratum(world: World) -> dict[str, object]:
    return {"pk": world.stratum.pk}


def upload(world: World) -> dict[str, object]:
    """A file that the office brought: nobody else sees it."""
    file = SimpleUploadedFile("minta.csv", TABLE.encode())
    return {"pk": imports.store_upload("sample", file, by=world.users[OFFICE], at=world.now).pk}


def nothing(world: World) -> dict[str, object]:
    return {}


STEERERS = KEEPERS | {GROUP_LEADER}

EXPECTATIONS: Expectations = {
    "surveys:mine": Access({INTERVIEWER, MENTOR}),
    "surveys:sample": Access(LEADERS | KEEPERS | {AUDITOR}, kwargs=wave),
    "surveys:draw_sample": Access(KEEPERS, kwargs=wave),
    "surveys:discard_sample": Access(KEEPERS, kwargs=wave, method="post", data=nothing, read=200),
    "surveys:set_quota": Access(KEEPERS, kwargs=wave),
    "surveys:revise_stratum": Access(KEEPERS, kwargs=stratum),
    "surveys:draw_reserves": Access(KEEPERS, kwargs=stratum),
    "surveys:units": Access(LEADERS | KEEPERS, kwargs=wave),
    "surveys:attempts_file": Access(KEEPERS, kwargs=wave),
    "surveys:unit": Access(STEERERS | {INTERVIEWER}, kwargs=unit),
    "surveys:unit_key": Access({RESEARCHER}, kwargs=unit, method="post", data=nothing, status=200),
    "surveys:record_attempt": Access({INTERVIEWER}, kwargs=unit),
    "surveys:substitute_unit": Access(STEERERS | {INTERVIEWER}, kwargs=unit),
    "surveys:lose_unit": Access(STEERERS, kwargs=unit),
    "surveys:assign_unit": Access(STEERERS, kwargs=unit),
    "surveys:take_back": Access(STEERERS, kwargs=unit),
    "surveys:move_due_day": Access(STEERERS, kwargs=unit),
    "surveys:assign": Access(LEADERS | KEEPERS, kwargs=wave),
    "surveys:remind": Access(KEEPERS, kwargs=wave, method="post", data=nothing),
    "surveys:hand_over": Access(KEEPERS, kwargs=lambda world: interviewer(world) | {"wave": world.wave.pk}),
    "surveys:import_sample": Access(KEEPERS),
    "surveys:import_sample_look": Access({OFFICE}, kwargs=upload),
    "surveys:import_sample_errors": Access({OFFICE}, kwargs=upload),
}
