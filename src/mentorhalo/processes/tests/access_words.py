from collections.abc import Mapping
from typing import Any

from mentorhalo.core.tests.access import OFFICE, Access, Expectations, World
from mentorhalo.processes.models import Theme


def _theme(_world: World) -> Mapping[str, Any]:
    return {"kind": "themes", "pk": Theme.objects.all()[0].pk}


def _offered(_world: World) -> Mapping[str, Any]:
    return {"offered": "1"}


EXPECTATIONS: Expectations = {
    "processes:words": Access({OFFICE}),
    "processes:add_term": Access({OFFICE}, kwargs=lambda _world: {"kind": "topics"}),
    "processes:reword_term": Access({OFFICE}, kwargs=_theme),
    "processes:offer_term": Access({OFFICE}, kwargs=_theme, method="post", data=_offered),
    "processes:publish_wording": Access({OFFICE}, kwargs=lambda _world: {"purpose": "pool"}),
}
