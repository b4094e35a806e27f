from mentorhalo.core.tests.access import ADMINISTRATOR, OFFICE, PUBLIC, Access, World

MANAGERS = {OFFICE, ADMINISTRATOR}


def _programme(world: World) -> dict[str, object]:
    return {"code": world.programme}


def _call(world: World) -> dict[str, object]:
    return {"code": world.programme, "call": world.call.code}


EXPECTATIONS = {
    "programmes:programmes": Access(PUBLIC),
    "programmes:new_programme": Access(MANAGERS),
    "programmes:programme": Access(PUBLIC, kwargs=_programme),
    "programmes:edit_programme": Access(MANAGERS, kwargs=_programme),
    "programmes:add_call": Access(MANAGERS, kwargs=_programme),
    "programmes:edit_call": Access(MANAGERS, kwargs=_call),
}
