"""What a room says about who may open its addresses; `tests/test_access_walk.py` opens each as everybody and compares.

A room writes `tests/access.py`:

    EXPECTATIONS = {
        "network:group": Access(NETWORK, kwargs=lambda world: {"pk": world.group.pk}),
        "network:group_form": Access({OFFICE}, method="post"),
    }

What is expected of one address:

    may open it                     GET  -> `status` (200; 302 for a page that only sends on)
    may not, and is not signed in        -> 302 to the sign-in page
    may not, and is signed in            -> 404: a stranger does not learn that there is something

For `method="post"` (a view that takes only POST; its door stands outside `require_POST`) a GET is 405 for those who may, and
302 or 404 as above for the others, for GET and for POST alike. With `data` those who may also post it, and `status`
(302 by default) is expected. Whatever a request writes is rolled back.

An address for programs (`Machine`) knows no accounts: it refuses everybody alike, and lets in who brings what it asks for.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

ANONYMOUS = "anonymous"
STRANGER = "stranger"  # signed in, no role
FORMER = "former"  # a mentor whose role ended yesterday: a stranger again
REPRESENTATIVE = "representative"
MENTOR = "mentor"  # of the world's own group: the owner of what the world holds
OTHER_MENTOR = "other_mentor"  # of another group
GROUP_LEADER = "group_leader"  # of the world's own group
OTHER_LEADER = "other_leader"  # of the other group
OFFICE = "office"
EXPERT = "expert"
EDITOR = "editor"
SUPERVISOR = "supervisor"  # of the world's own session
RESEARCHER = "researcher"
INTERVIEWER = "interviewer"  # enrolled in the world's study, no mentor
AUDITOR = "auditor"
ADMINISTRATOR = "administrator"

ROLES = (
    ANONYMOUS,
    STRANGER,
    FORMER,
    REPRESENTATIVE,
    MENTOR,
    OTHER_MENTOR,
    GROUP_LEADER,
    OTHER_LEADER,
    OFFICE,
    EXPERT,
    EDITOR,
    SUPERVISOR,
    RESEARCHER,
    INTERVIEWER,
    AUDITOR,
    ADMINISTRATOR,
)
PUBLIC = frozenset(ROLES)
SIGNED_IN = PUBLIC - {ANONYMOUS}
LEADERS = frozenset({GROUP_LEADER, OTHER_LEADER})
MENTORS = frozenset({MENTOR, OTHER_MENTOR})
NETWORK = MENTORS | LEADERS | {OFFICE, AUDITOR}


class World(SimpleNamespace):
    """One small valid world. Each room adds its records by `build_world(world)` in its `tests/world.py`, lower floors first."""

    users: dict[str, Any]  # role -> User; none for ANONYMOUS
    now: datetime
    today: date
    programme: str  # the code that the grants name
    group: UUID  # the id of the county group of MENTOR and GROUP_LEADER
    other_group: UUID


@dataclass(frozen=True)
class Access:
    """Who may open an address of ours, and with what arguments it is tried."""

    allowed: Collection[str]
    kwargs: Callable[[World], Mapping[str, Any]] = lambda world: {}
    method: str = "get"
    query: str = ""
    data: Callable[[World], Mapping[str, Any]] | None = None
    status: int | None = None
    read: int = 405  # what an address that is posted to answers to a GET


@dataclass(frozen=True)
class Foreign:
    """What an address of another house (allauth, Django) answers to a GET; its doors are its own."""

    anonymous: int
    signed_in: int
    kwargs: Callable[[World], Mapping[str, Any]] = lambda world: {}
    args: Callable[[World], Sequence[Any]] = lambda world: ()  # of an address that names no arguments


@dataclass(frozen=True)
class Machine:
    """An address for programs, which sign in by themselves: whoever is signed in in a browser is nobody there.

    Tried with `kwargs` as everybody, it answers `refused` - a program can do nothing with a page to sign in. Tried with what
    `known` makes of the world (arguments, headers), it answers `status`.
    """

    refused: int
    kwargs: Callable[[World], Mapping[str, Any]]
    known: Callable[[World], tuple[Mapping[str, Any], Mapping[str, str]]]
    method: str = "get"
    status: int = 200


Expectations = Mapping[str, Access | Foreign | Machine]


def _nobody_knows(name: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {name: UUID(int=7)}


def _drop(world: World) -> Mapping[str, Any]:
    return {"deed": "drop"}


def _inbound(world: World) -> Mapping[str, Any]:
    return {"pk": world.inbound.pk}


EXPECTATIONS: Expectations = {
    "core:health": Access(PUBLIC),
    "core:work": Access({ADMINISTRATOR}),
    "core:work_deed": Access({ADMINISTRATOR}, kwargs=_nobody_knows("task_id"), method="post", data=_drop),
    "core:letters": Access({ADMINISTRATOR}),
    "core:inbound": Access({ADMINISTRATOR}),
    "core:inbound_message": Access({ADMINISTRATOR}, kwargs=_inbound),
    "core:inbound_deed": Access({ADMINISTRATOR}, kwargs=_inbound, method="post", data=_drop),
    "core:search": Access(PUBLIC, query="?q=közösség"),
    "core:style": Access(PUBLIC),
    "core:sample_places": Access(PUBLIC),
    "core:sample_shapes": Access(PUBLIC),
}
