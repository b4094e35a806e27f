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
from mentorhalo.processes.models import Condition, Dimension

READS = NETWORK | {REPRESENTATIVE}
STEERS = {MENTOR, GROUP_LEADER, OFFICE}


def _of(name: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"pk": getattr(world, name).pk}


def _dimension(_world: World) -> Mapping[str, Any]:
    return {"pk": Dimension.objects.in_use()[0].pk}


def _condition(_world: World) -> Mapping[str, Any]:
    return {"pk": Condition.objects.all()[0].pk}


def _nothing(_world: World) -> Mapping[str, Any]:
    return {}


EXPECTATIONS: Expectations = {
    "processes:evaluations": Access(READS, kwargs=_of("process")),
    "processes:open_evaluation": Access(STEERS, kwargs=_of("process")),
    "processes:open_self_evaluation": Access({REPRESENTATIVE}, kwargs=_of("process")),
    "processes:evaluation": Access(READS, kwargs=_of("situation_picture")),
    "processes:write_evaluation": Access(STEERS, kwargs=_of("yearly_open")),
    "processes:close_evaluation": Access(
        {REPRESENTATIVE}, kwargs=_of("own_open"), method="post", data=_nothing
    ),
    "processes:dimensions": Access({OFFICE}),
    "processes:add_dimension": Access({OFFICE}),
    "processes:reword_dimension": Access({OFFICE}, kwargs=_dimension),
    "processes:retire_dimension": Access({OFFICE}, kwargs=_dimension, method="post", data=_nothing),
    "processes:set_condition": Access({OFFICE}, kwargs=_condition),
}
