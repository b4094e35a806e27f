from django.core.files.base import ContentFile

from mentorhalo.core.tests.access import (
    ADMINISTRATOR,
    NETWORK,
    OFFICE,
    RESEARCHER,
    Access,
    Expectations,
    World,
)

KEEPERS = {RESEARCHER, OFFICE}
READERS = NETWORK | KEEPERS | {ADMINISTRATOR}


def _study(world: World) -> dict[str, object]:
    return {"pk": world.study.pk}


def _instrument(world: World) -> dict[str, object]:
    return {"pk": world.instrument.pk}


def _version(world: World) -> dict[str, object]:
    return {"pk": world.instrument_version.pk}


def _with_workbook(world: World) -> dict[str, object]:
    """Of the world's version, as somebody uploaded it."""
    world.instrument_version.workbook.save("household.xlsx", ContentFile(b"PK a workbook"))
    return _version(world)


def _with_itself(world: World) -> dict[str, object]:
    return {"pk": world.instrument_version.pk, "other": world.instrument_version.pk}


def _nothing(world: World) -> dict[str, object]:
    return {}


EXPECTATIONS: Expectations = {
    "surveys:upload_workbook": Access(KEEPERS, kwargs=_study),
    "surveys:instrument": Access(READERS, kwargs=_instrument),
    "surveys:version": Access(READERS, kwargs=_version),
    "surveys:attach_file": Access(KEEPERS, kwargs=_version),
    "surveys:mark_keys": Access(KEEPERS, kwargs=_version),
    "surveys:publish_version": Access(KEEPERS, kwargs=_version, method="post", data=_nothing),
    "surveys:retire_version": Access(KEEPERS, kwargs=_version, method="post", data=_nothing, read=200),
    "surveys:discard_draft": Access(KEEPERS, kwargs=_version, method="post", data=_nothing, read=200),
    "surveys:open_trial": Access(KEEPERS, kwargs=_version, method="post", data=_nothing, read=302),
    "surveys:close_trial": Access(KEEPERS, kwargs=_version, method="post", data=_nothing),
    "surveys:workbook": Access(READERS, kwargs=_with_workbook),
    "surveys:xform": Access(READERS, kwargs=_version),
    "surveys:compare_versions": Access(READERS, kwargs=_with_itself),
}
