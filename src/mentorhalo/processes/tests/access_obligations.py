from collections.abc import Callable, Mapping
from typing import Any

from mentorhalo.core.tests.access import (
    GROUP_LEADER,
    MENTOR,
    NETWORK,
    OFFICE,
    REPRESENTATIVE,
    Access,
    Expectations,
    World,
)

READS = NETWORK | {REPRESENTATIVE}
FULFILS = {MENTOR, GROUP_LEADER, OFFICE}


def _of(name: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"pk": getattr(world, name).pk}


def _call(world: World) -> Mapping[str, Any]:
    return {"pk": world.consortium.call_id}


def _nothing(_world: World) -> Mapping[str, Any]:
    return {}


EXPECTATIONS: Expectations = {
    "processes:grants": Access(READS),
    "processes:obligations": Access(READS, kwargs=_of("consortium")),
    "processes:order_pack": Access(READS, kwargs=_of("consortium"), method="post", data=_nothing),
    "processes:pack": Access(READS, kwargs=_of("pack")),
    "processes:pack_file": Access(READS, kwargs=_of("pack")),
    "processes:fulfil_by_entry": Access(FULFILS, kwargs=_of("obligation")),
    "processes:fulfil_by_document": Access(FULFILS, kwargs=_of("obligation")),
    "processes:obligation_file": Access(READS, kwargs=_of("obligation_met")),
    "processes:take_back": Access(FULFILS, kwargs=_of("obligation_met")),
    "processes:ask_exception": Access(FULFILS, kwargs=_of("obligation")),
    "processes:decide_exception": Access({OFFICE}, kwargs=_of("obligation_asked")),
    "processes:obligation_calls": Access({OFFICE}),
    "processes:obligation_rules": Access({OFFICE}, kwargs=_call),
    "processes:add_rule": Access({OFFICE}, kwargs=_call),
    "processes:change_rule": Access({OFFICE}, kwargs=_of("obligation_rule")),
}
