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
STEERS = {MENTOR, GROUP_LEADER, OFFICE}
TAKES_PART = {MENTOR, GROUP_LEADER, OFFICE, REPRESENTATIVE}


def _of(name: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"pk": getattr(world, name).pk}


def _nothing(_world: World) -> Mapping[str, Any]:
    return {}


EXPECTATIONS: Expectations = {
    "processes:assets": Access(READS, kwargs=_of("process")),
    "processes:assets_file": Access(READS, kwargs=_of("process")),
    "processes:add_asset": Access(TAKES_PART, kwargs=_of("process")),
    "processes:write_asset": Access(TAKES_PART, kwargs=_of("asset")),
    "processes:confirm_asset": Access(TAKES_PART, kwargs=_of("asset"), method="post", data=_nothing),
    "processes:end_asset": Access(TAKES_PART, kwargs=_of("asset")),
    "processes:resume_asset": Access(TAKES_PART, kwargs=_of("asset"), method="post", data=_nothing),
    "processes:remove_asset": Access(STEERS, kwargs=_of("asset")),
}
