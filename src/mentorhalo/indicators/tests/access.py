from mentorhalo.core.tests.access import AUDITOR, OFFICE, PUBLIC, Access, World
from mentorhalo.indicators.tests.world import COUNTED


def _informed(world: World) -> dict[str, object]:
    return {"code": "communities-informed"}


def _mentors(world: World) -> dict[str, object]:
    return {"code": "mentors"}


def _row(world: World) -> dict[str, object]:
    return {"code": "communities-informed", "unit": COUNTED}


def _snapshot(world: World) -> dict[str, object]:
    return {"pk": world.snapshot.pk}


def _target(world: World) -> dict[str, object]:
    return {"pk": world.target.pk}


INSPECTORS = frozenset({OFFICE, AUDITOR})

EXPECTATIONS = {
    "indicators:figures": Access(PUBLIC),
    "indicators:figure": Access(PUBLIC, kwargs=_informed),
    "indicators:rule": Access(PUBLIC, kwargs=_informed, status=302),
    "indicators:row": Access(PUBLIC, kwargs=_row),
    "indicators:download": Access(PUBLIC, kwargs=_informed),
    "indicators:snapshot": Access(PUBLIC, kwargs=_snapshot),
    "indicators:compare": Access(INSPECTORS),
    "indicators:consistency": Access(INSPECTORS),
    "indicators:definition": Access(INSPECTORS, kwargs=_mentors),
    "indicators:targets": Access(INSPECTORS, kwargs=_informed),
    "indicators:preview_definition": Access({OFFICE}, kwargs=_mentors, method="post"),
    "indicators:begin_definition": Access({OFFICE}, kwargs=_informed, method="post", data=lambda world: {}),
    "indicators:publish_definition": Access({OFFICE}, kwargs=_mentors, method="post", data=lambda world: {}),
    "indicators:discard_definition": Access({OFFICE}, kwargs=_mentors, method="post", data=lambda world: {}),
    "indicators:take_snapshot": Access(
        {OFFICE}, kwargs=_informed, method="post", data=lambda world: {"as_of": world.today.isoformat()}
    ),
    "indicators:withdraw_target": Access({OFFICE}, kwargs=_target, method="post", data=lambda world: {}),
}
