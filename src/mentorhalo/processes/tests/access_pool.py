from collections.abc import Callable, Mapping
from typing import Any

from mentorhalo.core.tests.access import (
    GROUP_LEADER,
    MENTOR,
    NETWORK,
    OFFICE,
    PUBLIC,
    REPRESENTATIVE,
    Access,
    Expectations,
    World,
)
from mentorhalo.processes.keys import offer_key

STEERS = {MENTOR, GROUP_LEADER, OFFICE}


def _of(name: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"pk": getattr(world, name).pk}


def _nothing(_world: World) -> Mapping[str, Any]:
    return {}


def _own(world: World) -> Mapping[str, Any]:
    return {"key": offer_key(world.offer)}


EXPECTATIONS: Expectations = {
    "processes:pool": Access(PUBLIC),
    "processes:pool_offer": Access(PUBLIC, kwargs=_of("offer")),
    "processes:own_offer": Access(PUBLIC, kwargs=_own),
    "processes:withdraw_own_offer": Access(PUBLIC, kwargs=_own),
    "processes:hide_own_name": Access(PUBLIC, kwargs=_own, method="post", data=_nothing),
    "processes:offers": Access(NETWORK | {REPRESENTATIVE}, kwargs=_of("process")),
    "processes:record_offer": Access(STEERS, kwargs=_of("process")),
    "processes:offer": Access(STEERS, kwargs=_of("offer")),
    "processes:revise_offer": Access(STEERS, kwargs=_of("offer")),
    "processes:revise_offer_person": Access(STEERS, kwargs=_of("offer")),
    "processes:prolong_offer": Access(STEERS, kwargs=_of("offer")),
    "processes:withdraw_offer": Access(STEERS, kwargs=_of("offer")),
    "processes:pass_on": Access(STEERS, kwargs=_of("pool_question")),
}
