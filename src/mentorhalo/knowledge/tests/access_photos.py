"""A photo of a practice that is being written: only those who work on the practice see it."""

from collections.abc import Mapping
from typing import Any

from mentorhalo.core.tests.access import (
    AUDITOR,
    EXPERT,
    GROUP_LEADER,
    MENTOR,
    OFFICE,
    PUBLIC,
    Access,
    Expectations,
    World,
)
from mentorhalo.knowledge.keys import consent_key


def _draft(world: World) -> Mapping[str, Any]:
    return {"pk": world.draft_practice.pk}


def _photo(world: World) -> Mapping[str, Any]:
    return {"pk": world.practice_photo.pk}


def _consent(world: World) -> Mapping[str, Any]:
    return {"key": consent_key(world.practice_consent), "pk": world.consent_photo.pk}


def _nothing(_world: World) -> Mapping[str, Any]:
    return {}


EXPECTATIONS: Expectations = {
    "knowledge:photo": Access({MENTOR, GROUP_LEADER, OFFICE, AUDITOR, EXPERT}, kwargs=_photo),
    "knowledge:consent_photo": Access(PUBLIC, kwargs=_consent),
    "knowledge:photos": Access({MENTOR, OFFICE}, kwargs=_draft),
    "knowledge:describe_photo": Access({MENTOR, OFFICE}, kwargs=_photo),
    "knowledge:remove_photo": Access({MENTOR, OFFICE}, kwargs=_photo, method="post", data=_nothing),
}
