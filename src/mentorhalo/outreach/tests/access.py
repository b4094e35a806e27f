"""Who may open the addresses of the room."""

from collections.abc import Callable, Mapping
from typing import Any

from mentorhalo.core.tests.access import PUBLIC, SIGNED_IN, Access, Foreign, World
from mentorhalo.outreach.sealing import own_page_key


def _own(world: World) -> Mapping[str, Any]:
    """The link to one's own subscriptions: whoever has it may open it."""
    return {"key": own_page_key(world.subscriber.pk, world.subscriber.email)}


SUBSCRIBING: Mapping[str, Access | Foreign] = {
    "outreach:subscribe": Access(PUBLIC),
    "outreach:subscribe_sent": Access(PUBLIC),
    "outreach:confirm": Access(PUBLIC, kwargs=lambda world: {"token": world.opt_in_token}),
    "outreach:decline": Access(PUBLIC, kwargs=lambda world: {"token": world.opt_in_token}),
    "outreach:mine": Access(SIGNED_IN),
    "outreach:ask_own_link": Access(PUBLIC),
    "outreach:own": Access(PUBLIC, kwargs=_own),
    "outreach:own_leave": Access(PUBLIC, kwargs=_own),
    "outreach:own_data": Access(PUBLIC, kwargs=_own, method="post"),
    "outreach:own_erase": Access(PUBLIC, kwargs=_own),
}
CONSENTS: Mapping[str, Access | Foreign] = {}
ACTS: Mapping[str, Access | Foreign] = {}
LETTERS: Mapping[str, Access | Foreign] = {}
SENDING: Mapping[str, Access | Foreign] = {}


def of(name: str) -> Callable[[World], Mapping[str, Any]]:
    """The address of something in the world."""
    return lambda world: {"pk": getattr(world, name).pk}


EXPECTATIONS = {**SUBSCRIBING, **CONSENTS, **ACTS, **LETTERS, **SENDING}
