from mentorhalo.core.tests.access import (
    ADMINISTRATOR,
    FORMER,
    LEADERS,
    MENTOR,
    MENTORS,
    NETWORK,
    OFFICE,
    SUPERVISOR,
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


def _session(world: World) -> dict[str, object]:
    return {"pk": world.supervision_session.pk}


def _seen(world: World) -> dict[str, object]:
    return {"seen": world.supervision_session.seen}


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
    "network:own_supervision": Access(OWNERS),
    "network:record_own_session": Access(OWNERS),
    "network:supervise": Access({SUPERVISOR}),
    "network:record_session": Access({SUPERVISOR}),
    "network:correct_session": Access({SUPERVISOR}, kwargs=_session),
    "network:take_back_session": Access({SUPERVISOR}, kwargs=_session, method="post", data=lambda world: {}),
    "network:confirm_session": Access({MENTOR, SUPERVISOR}, kwargs=_session, method="post", data=_seen),
    "network:contest_session": Access({MENTOR, SUPERVISOR}, kwargs=_session),
    "network:supervision_hours": Access(LEADERS | {OFFICE}),
    "network:supervisors": Access({OFFICE}),
    "network:appoint_supervisor": Access({OFFICE}),
    "network:revise_supervisor": Access({OFFICE}, kwargs=lambda world: {"pk": world.supervisor.pk}),
}
