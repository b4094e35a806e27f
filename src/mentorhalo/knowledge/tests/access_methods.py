from collections.abc import Mapping
from typing import Any

from mentorhalo.core.tests.access import EXPERT, OFFICE, PUBLIC, Access, Expectations, World

WRITERS = {OFFICE, EXPERT}


def _public(world: World) -> Mapping[str, Any]:
    return {"code": world.method.code}


def _draft(world: World) -> Mapping[str, Any]:
    return {"pk": world.method_draft.pk}


def _in_review(world: World) -> Mapping[str, Any]:
    return {"pk": world.method_in_review.pk}


def _nothing(_world: World) -> Mapping[str, Any]:
    return {}


EXPECTATIONS: Expectations = {
    "knowledge_open:oai": Access(PUBLIC, query="?verb=Identify"),
    "knowledge_open:practices_json": Access(PUBLIC),
    "knowledge_open:practices_csv": Access(PUBLIC),
    "knowledge:methods": Access(PUBLIC),
    "knowledge:method": Access(PUBLIC, kwargs=_public),
    "knowledge:compare_method": Access(PUBLIC, kwargs=_public),
    "knowledge:locked_method": Access(
        PUBLIC, kwargs=lambda world: {**_public(world), "language": "hu", "number": 1}
    ),
    "knowledge:methods_desk": Access(WRITERS),
    "knowledge:begin_method": Access(WRITERS),
    "knowledge:begin_method_version": Access(
        WRITERS, kwargs=_public, method="post", data=lambda world: {"language": "en"}
    ),
    "knowledge:method_topics": Access(WRITERS, kwargs=_public),
    "knowledge:method_version": Access(WRITERS, kwargs=_draft),
    "knowledge:write_method": Access(WRITERS, kwargs=_draft),
    "knowledge:hand_in_method": Access(WRITERS, kwargs=_draft, method="post", data=_nothing),
    "knowledge:take_back_method": Access(WRITERS, kwargs=_in_review, method="post", data=_nothing),
    "knowledge:discard_method": Access(WRITERS, kwargs=_draft, method="post", data=_nothing),
    "knowledge:review_method": Access({OFFICE}, kwargs=_in_review),  # EXPERT wrote it
    "knowledge:withdraw_method": Access({OFFICE}, kwargs=_public),
    "knowledge:offer_method_again": Access(
        {OFFICE}, kwargs=lambda world: {"code": world.method_withdrawn.code}, method="post", data=_nothing
    ),
}
