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

STEERS = {MENTOR, GROUP_LEADER, OFFICE}


def _of(name: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"pk": getattr(world, name).pk}


EXPECTATIONS: Expectations = {
    "processes:interviews": Access(NETWORK | {REPRESENTATIVE}, kwargs=_of("process")),
    "processes:record_interview": Access(STEERS, kwargs=_of("process")),
    "processes:interview": Access(STEERS, kwargs=_of("interview")),
    "processes:set_themes": Access(STEERS, kwargs=_of("interview")),
    "processes:withdraw_interview": Access(STEERS, kwargs=_of("interview")),
    # Who it was: the interviewer (here the group's leader) and the process's mentor, not even the office.
    "processes:respondent": Access({MENTOR, GROUP_LEADER}, kwargs=_of("interview")),
}
