"""What this room adds to the world of all rooms: a community that is counted, a target, a snapshot, a draft."""

from datetime import timedelta

from django.db import transaction

from mentorhalo.core.tests.access import World
from mentorhalo.evidence.actions import FactDraft, sync
from mentorhalo.indicators import actions
from mentorhalo.indicators.models import Indicator
from mentorhalo.programmes.models import Programme

COUNTED = "community:00000000-0000-4000-8000-0000000000c1"


def build_world(world: World) -> None:
    programme = Programme.objects.get(code=world.programme)
    informed = FactDraft(
        programme=programme.code,
        kind="engagement.informed",
        subject=COUNTED,
        occurred_on=programme.starts_on,
        state="acknowledged",
    )
    with transaction.atomic():
        sync("test.engagement", "counted", [informed], by=None, at=world.now - timedelta(days=1))
    indicator = Indicator.objects.get(code="communities-informed")
    world.target = actions.set_target(
        programme=programme,
        indicator=indicator,
        due_on=world.today,
        value=900,
        source="",
        by=world.users["office"],
        at=world.now,
    )
    world.snapshot = actions.take_snapshot(
        code=indicator.code, programme=programme, as_of=world.today, by=world.users["office"], at=world.now
    )
    world.draft = actions.draft_definition(
        indicator=Indicator.objects.get(code="mentors"), by=world.users["office"], at=world.now
    )
