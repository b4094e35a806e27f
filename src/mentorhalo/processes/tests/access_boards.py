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
from mentorhalo.processes.keys import board_key, calendar_key

READS = NETWORK | {REPRESENTATIVE}
TAKES_PART = {MENTOR, GROUP_LEADER, OFFICE, REPRESENTATIVE}


def _of(name: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"pk": getattr(world, name).pk}


def _board(world: World) -> Mapping[str, Any]:
    return {"key": board_key(world.swot_open)}


def _nothing(_world: World) -> Mapping[str, Any]:
    return {}


def _card(_world: World) -> Mapping[str, Any]:
    return {"quadrant": "strength", "text": "Szép a határ"}


def _vote(world: World) -> Mapping[str, Any]:
    return {"item": str(world.swot_open.items.get().pk), "on": "1"}


EXPECTATIONS: Expectations = {
    "processes:plan": Access(READS, kwargs=_of("process")),
    "processes:add_plan_item": Access(TAKES_PART, kwargs=_of("process")),
    "processes:renew_calendar_link": Access(TAKES_PART, kwargs=_of("process"), method="post", data=_nothing),
    "processes:write_plan_item": Access(TAKES_PART, kwargs=_of("plan_item")),
    "processes:begin_plan_item": Access(TAKES_PART, kwargs=_of("plan_item"), method="post", data=_nothing),
    "processes:complete_plan_item": Access(TAKES_PART, kwargs=_of("plan_item")),
    "processes:drop_plan_item": Access(TAKES_PART, kwargs=_of("plan_item")),
    "processes:calendar": Access(PUBLIC, kwargs=lambda world: {"key": calendar_key(world.process)}),
    "processes:swot_sessions": Access(READS, kwargs=_of("process")),
    "processes:open_swot": Access(TAKES_PART, kwargs=_of("process")),
    "processes:compare_swot": Access(READS, kwargs=_of("process")),
    "processes:strengths": Access(READS, kwargs=_of("process")),
    "processes:swot_session": Access(READS, kwargs=_of("swot_closed")),
    "processes:close_swot": Access(TAKES_PART, kwargs=_of("swot_open")),
    "processes:reopen_swot": Access(TAKES_PART, kwargs=_of("swot_closed"), method="post", data=_nothing),
    "processes:keep_flipchart": Access(TAKES_PART, kwargs=_of("swot_open")),
    "processes:flipchart": Access(READS, kwargs=_of("swot_closed")),
    "processes:plan_from_strength": Access(TAKES_PART, kwargs=_of("strength"), method="post", data=_nothing),
    "processes:board": Access(PUBLIC, kwargs=_board),
    "processes:board_state": Access(PUBLIC, kwargs=_board),
    "processes:put_on_board": Access(PUBLIC, kwargs=_board, method="post", data=_card),
    "processes:vote_on_board": Access(PUBLIC, kwargs=_board, method="post", data=_vote),
    "processes:remove_from_board": Access(PUBLIC, kwargs=_board, method="post"),
}
