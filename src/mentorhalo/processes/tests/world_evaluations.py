from typing import Any

from mentorhalo.core.tests.access import OFFICE, REPRESENTATIVE, World
from mentorhalo.processes import actions
from mentorhalo.processes.actions import MarkDraft
from mentorhalo.processes.choices import ConditionKind, Perspective
from mentorhalo.processes.models import Condition


def build(world: World) -> None:
    """Adds `situation_picture` (closed), `yearly_open` of the mentor's side and `own_open` of the group's; two conditions are not asked for."""
    office = world.users[OFFICE]
    shared: dict[str, Any] = {"held_on": world.today, "at": world.now}
    for condition in Condition.objects.filter(kind__in=(ConditionKind.PHASE, ConditionKind.ENTRIES)):
        actions.set_condition(condition=condition, least=1, is_asked=False, by=office, at=world.now)
    picture = actions.open_evaluation(
        process=world.process, perspective=Perspective.PICTURE, by=office, **shared
    )
    actions.write_evaluation(
        evaluation=picture,
        said={"summary": "Kevesen vannak, de jó a kedvük."},
        marks=[
            MarkDraft(dimension="trust", value=2, sentence="A gyűlésen mindenki szólt."),
            MarkDraft(dimension="circle", value=1, plan_item=world.plan_item.pk),
        ],
        by=office,
        **shared,
    )
    world.situation_picture = actions.close_evaluation(evaluation=picture, by=office, at=world.now)
    world.yearly_open = actions.open_evaluation(
        process=world.process, perspective=Perspective.YEARLY, by=office, **shared
    )
    world.own_open = actions.open_self_evaluation(
        process=world.process, by=world.users[REPRESENTATIVE], **shared
    )
