from collections.abc import Callable, Mapping
from typing import Any

from mentorhalo.core.tests.access import (
    GROUP_LEADER,
    LEADERS,
    MENTOR,
    MENTORS,
    NETWORK,
    OFFICE,
    PUBLIC,
    RESEARCHER,
    Access,
    Expectations,
    World,
)
from mentorhalo.partnerships.keys import answer_key

READERS = NETWORK | {RESEARCHER}
STEERERS = {MENTOR, GROUP_LEADER, OFFICE}


def _pk(name: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"pk": getattr(world, name).pk}


def _nothing(_world: World) -> Mapping[str, Any]:
    return {}


EXPECTATIONS: Expectations = {
    "partnerships:partnerships": Access(READERS, query="?whose=all&q=pr%C3%B3ba&standing=living"),
    "partnerships:open": Access(MENTORS | LEADERS | {OFFICE}),
    "partnerships:suggest_parties": Access(MENTORS | LEADERS | {OFFICE}, query="?q=pro"),
    "partnerships:partnership": Access(READERS, kwargs=_pk("partnership")),
    "partnerships:revise": Access(STEERERS, kwargs=_pk("partnership")),
    "partnerships:join": Access(STEERERS, kwargs=_pk("partnership")),
    "partnerships:end": Access(STEERERS, kwargs=_pk("partnership")),
    "partnerships:resume": Access(STEERERS, kwargs=_pk("ended_partnership"), method="post", data=_nothing),
    "partnerships:observe": Access(STEERERS, kwargs=_pk("partnership")),
    "partnerships:leave": Access(STEERERS, kwargs=_pk("member")),
    "partnerships:withdraw": Access(STEERERS, kwargs=_pk("observation")),
    "partnerships:ask": Access(STEERERS, kwargs=_pk("ended_partnership")),
    "partnerships:answer": Access(PUBLIC, kwargs=lambda world: {"key": answer_key(world.asking)}),
    "partnerships:note_answer": Access(STEERERS, kwargs=_pk("asking")),
    "partnerships:scales": Access(READERS),
    "partnerships:publish_rule": Access({OFFICE}, kwargs=lambda _world: {"code": "frey"}),
    "partnerships:network": Access(READERS, query="?county=&day=2000-01-01"),
    "partnerships:matrix": Access(READERS),
    "partnerships:measures": Access(READERS, query="?county="),
    "partnerships:tie": Access(READERS, query="?one=x&other=y", status=404),
    "partnerships:network_data": Access(READERS, query="?county=&size=betweenness"),
    "partnerships:ties_csv": Access(READERS),
    "partnerships:network_graphml": Access(READERS),
    "partnerships:measures_csv": Access(READERS),
    "partnerships:file": Access(READERS, kwargs=_pk("observation")),
}
