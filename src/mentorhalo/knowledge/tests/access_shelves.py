from collections.abc import Mapping
from typing import Any

from mentorhalo.core.tests.access import PUBLIC, Access, Expectations, World
from mentorhalo.knowledge.keys import booklet_key, own_shelf_key, shelf_key


def _practice(world: World) -> Mapping[str, Any]:
    return {"code": world.public_practice.code}


def _shelf(world: World) -> Mapping[str, Any]:
    return {"key": shelf_key(world.shelf)}


def _own_shelf(world: World) -> Mapping[str, Any]:
    return {"key": own_shelf_key(world.shelf)}


def _booklet(world: World) -> Mapping[str, Any]:
    return {"key": booklet_key(world.booklet)}


def _nothing(_world: World) -> Mapping[str, Any]:
    return {}


EXPECTATIONS: Expectations = {
    "knowledge:put_on_shelf": Access(PUBLIC, kwargs=_practice, method="post", data=_nothing),
    "knowledge:shelf": Access(PUBLIC, kwargs=_shelf),
    "knowledge:another_shelf": Access(PUBLIC, method="post", data=_nothing),
    "knowledge:own_shelf": Access(PUBLIC, kwargs=_own_shelf, status=302),
    # Only the browser that made it changes it.
    "knowledge:shelf_words": Access(PUBLIC, kwargs=_shelf, method="post", data=_nothing, status=404),
    "knowledge:take_off_shelf": Access(PUBLIC, kwargs=_shelf, method="post", data=_nothing, status=404),
    "knowledge:order_booklet": Access(PUBLIC, method="post", data=_nothing),
    "knowledge:booklet": Access(PUBLIC, kwargs=_booklet),
    "knowledge:booklet_file": Access(PUBLIC, kwargs=_booklet, status=404),
}
