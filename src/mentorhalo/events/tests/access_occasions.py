from mentorhalo.core.door_codes import code_at
from mentorhalo.core.tests.access import (
    GROUP_LEADER,
    LEADERS,
    MENTOR,
    MENTORS,
    OFFICE,
    PUBLIC,
    SIGNED_IN,
    Access,
    Expectations,
    World,
)
from mentorhalo.events.keys import calendar_key, key_of

MANAGERS = {MENTOR, GROUP_LEADER, OFFICE}
PLANNERS = MENTORS | LEADERS | {OFFICE}


def _coming(world: World) -> dict[str, object]:
    return {"pk": world.occasion.pk}


def _going_on(world: World) -> dict[str, object]:
    return {"pk": world.occasion_now.pk}


def _draft(world: World) -> dict[str, object]:
    return {"pk": world.occasion_draft.pk}


def _own(world: World) -> dict[str, object]:
    return {"key": key_of(world.attendee)}


def _file(world: World) -> dict[str, object]:
    return {"pk": world.occasion_file.pk}


def _door(world: World) -> dict[str, object]:
    return {"pk": world.occasion_now.pk, "code": code_at(world.occasion_now.pk, world.now)}


def _nothing(_world: World) -> dict[str, object]:
    return {}


OCCASIONS: Expectations = {
    "events:calendar": Access(PUBLIC),
    "events:feed": Access(PUBLIC),
    "events:feed_as": Access(PUBLIC, kwargs=lambda world: {"kind": "rss"}),
    "events:calendar_feed": Access(PUBLIC),
    "events:calendar_feed_county": Access(PUBLIC, kwargs=lambda world: {"county": "02"}),
    "events:mine": Access(SIGNED_IN),
    "events:own_feed": Access(PUBLIC, kwargs=lambda world: {"key": calendar_key(world.users[MENTOR])}),
    "events:occasion": Access(PUBLIC, kwargs=_coming),
    "events:register": Access(PUBLIC, kwargs=_coming),
    "events:registered": Access(PUBLIC, kwargs=_coming),
    "events:occasion_calendar": Access(PUBLIC, kwargs=_coming),
    "events:file": Access(PUBLIC, kwargs=_file),
    "events:own": Access(PUBLIC, kwargs=_own),
    "events:confirm": Access(PUBLIC, kwargs=_own, method="post", data=_nothing),
    "events:withdraw": Access(PUBLIC, kwargs=_own, method="post", data=_nothing),
    "events:evaluate": Access(PUBLIC, kwargs=_own, method="post", data=lambda world: {"usefulness": "4"}),
    "events:certificate": Access(PUBLIC, kwargs=_own, status=302),
    "events:arrive": Access(PUBLIC, kwargs=_door),
    "events:desk": Access(PLANNERS),
    "events:plan": Access(PLANNERS),
    "events:manage": Access(MANAGERS, kwargs=_coming),
    "events:revise": Access(MANAGERS, kwargs=_coming),
    "events:cancel": Access(MANAGERS, kwargs=_coming),
    "events:publish": Access(MANAGERS, kwargs=_draft, method="post", data=_nothing),
    "events:drop": Access(MANAGERS, kwargs=_draft, method="post", data=_nothing),
    "events:hold": Access(MANAGERS, kwargs=_going_on, method="post", data=_nothing),
    "events:sheet": Access(MANAGERS, kwargs=_going_on),
    "events:walk_in": Access(MANAGERS, kwargs=_going_on),
    "events:door": Access(MANAGERS, kwargs=_going_on),
    "events:ask": Access(MANAGERS, kwargs=_coming),
    "events:add_file": Access(MANAGERS, kwargs=_coming),
    "events:drop_question": Access(
        MANAGERS, kwargs=lambda world: {"pk": world.occasion_question.pk}, method="post", data=_nothing
    ),
    "events:drop_file": Access(MANAGERS, kwargs=_file, method="post", data=_nothing),
}
