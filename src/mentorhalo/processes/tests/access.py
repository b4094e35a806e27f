"""Who may open the addresses of the room."""

from collections.abc import Callable, Mapping
from typing import Any

from mentorhalo.core.tests.access import (
    GROUP_LEADER,
    LEADERS,
    MENTOR,
    MENTORS,
    NETWORK,
    OFFICE,
    REPRESENTATIVE,
    Access,
    Expectations,
    World,
)

from . import (
    access_assets,
    access_boards,
    access_evaluations,
    access_interviews,
    access_obligations,
    access_pool,
    access_words,
)

READS = NETWORK | {REPRESENTATIVE}
STEERS = {MENTOR, GROUP_LEADER, OFFICE}
TAKES_PART = STEERS | {REPRESENTATIVE}


def of(name: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"pk": getattr(world, name).pk}


EXPECTATIONS: Expectations = {
    "processes:processes": Access(READS),
    "processes:open_process": Access(MENTORS | LEADERS | {OFFICE}, kwargs=of("consortium")),
    "processes:process": Access(READS, kwargs=of("process")),
    "processes:revise_process": Access(STEERS, kwargs=of("process")),
    "processes:end_process": Access(STEERS, kwargs=of("process")),
    "processes:begin_phase": Access(STEERS, kwargs=of("phase_ready")),
    "processes:complete_phase": Access(STEERS, kwargs=of("phase_running")),
    "processes:reopen_phase": Access(STEERS, kwargs=of("phase_done")),
    **access_obligations.EXPECTATIONS,
    **access_assets.EXPECTATIONS,
    **access_boards.EXPECTATIONS,
    **access_evaluations.EXPECTATIONS,
    **access_interviews.EXPECTATIONS,
    **access_pool.EXPECTATIONS,
    **access_words.EXPECTATIONS,
}
