from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from mentorhalo.core.tests.access import OFFICE, World
from mentorhalo.processes import actions
from mentorhalo.processes.actions import PlanDraft

VOTER = UUID(int=5)


def flipchart(**options: Any) -> SimpleUploadedFile:
    written = BytesIO()
    Image.new("RGB", (40, 30), "white").save(written, "JPEG", **options)
    return SimpleUploadedFile("lap.jpeg", written.getvalue(), "image/jpeg")


def build(world: World) -> None:
    """Adds `swot_closed` with its `strength` and a flipchart, `swot_open`, and `plan_item` (planned)."""
    office, day = world.users[OFFICE], world.today - timedelta(days=20)
    shared = {
        "process": world.process,
        "method": "workshop",
        "participants": 12,
        "by": office,
        "at": world.now,
    }
    closed = actions.open_session(held_on=day, **shared)
    world.strength = actions.put_item(
        session=closed, item=UUID(int=6), quadrant="strength", text="Sok a zenész", voter=VOTER, at=world.now
    )
    actions.put_item(
        session=closed, item=UUID(int=8), quadrant="threat", text="Elköltöznek", voter=VOTER, at=world.now
    )
    actions.set_vote(session=closed, item=world.strength.pk, voter=VOTER, is_on=True)
    actions.keep_flipchart(session=closed, upload=flipchart(), by=office, at=world.now)
    world.swot_closed = actions.close_session(session=closed, participants=12, by=office, at=world.now)
    world.swot_open = actions.open_session(held_on=world.today, **shared)
    actions.put_item(
        session=world.swot_open,
        item=UUID(int=9),
        quadrant="strength",
        text="Sok zenész",
        voter=VOTER,
        at=world.now,
    )
    world.plan_item = actions.add_plan_item(
        process=world.process,
        draft=PlanDraft(goal="Legyen közös zenekar", deadline=world.today + timedelta(days=60)),
        by=office,
        at=world.now,
    )
