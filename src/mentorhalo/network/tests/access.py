from mentorhalo.core.tests.access import (
    ADMINISTRATOR,
    FORMER,
    LEADERS,
    MENTORS,
    NETWORK,
    OFFICE,
    Access,
    World,
)

INSIDE = NETWORK | {ADMINISTRATOR}
KEEPERS = {OFFICE, ADMINISTRATOR}
OWNERS = MENTORS | LEADERS | {FORMER}  # who has left may still withdraw a consent


def _group(world: World) -> dict[str, object]:
    return {"pk": world.group}


def _mentor(world: World) -> dict[str, object]:
    return {"pk": world.mentors["mentor"].pk}


def _mandate(world: World) -> dict[str, object]:
    return {"pk": world.mandate.pk}


EXPECTATIONS = {
    "network:groups": Access(INSIDE),
    "network:group": Access(INSIDE, kwargs=_group),
    "network:form_group": Access(KEEPERS),
    "network:appoint_leader": Access(KEEPERS, kwargs=_group),
    "network:end_group": Access(KEEPERS, kwargs=_group),
    "network:mentors": Access(INSIDE),
    "network:mentor": Access(INSIDE, kwargs=_mentor),
    "network:register_mentor": Access(KEEPERS),
    "network:revise_mentor": Access(KEEPERS, kwargs=_mentor),
    "network:give_mandate": Access(KEEPERS, kwargs=_mentor),
    "network:revise_mandate": Access(KEEPERS, kwargs=_mandate),
    "network:end_mandate": Access(KEEPERS, kwargs=_mandate),
    "network:own_card": Access(OWNERS),
    "network:consent": Access(
        OWNERS, method="post", data=lambda world: {"scope": "name", "deed": "withdraw"}
    ),
}
