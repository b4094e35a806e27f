from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from mentorhalo.core.tests.access import EXPERT, OFFICE, REPRESENTATIVE, World
from mentorhalo.knowledge.actions import projects as actions
from mentorhalo.programmes.models import Programme
from mentorhalo.territory.models import Settlement

from . import project_factories as factories


def build(world: World) -> None:
    """Adds `project_call`, and one of REPRESENTATIVE's at each step: `project_draft`, `project_handed_in`, `project_read`
    (scored by EXPERT and OFFICE), `project_being_read`, `project_accepted`, `project_contracted`, `project_reported`,
    `milestone`, `project_milestone_done`.
    """
    office, expert, own = world.users[OFFICE], world.users[EXPERT], world.users[REPRESENTATIVE]
    settlement = Settlement.objects.order_by("code")[0]
    world.project_call = factories.call(
        programme=Programme.objects.get(code=world.programme),
        by=office,
        at=world.now,
        opens_on=world.today - timedelta(days=1),
        closes_on=world.today + timedelta(days=30),
        budget=10_000_000,
    )
    shared = {"on": world.project_call, "by": own, "settlement": settlement, "at": world.now}
    readers = {"first": expert, "second": office}
    world.project_draft = factories.begun(**shared)
    world.project_handed_in = factories.handed_in(**shared)
    world.project_being_read = factories.with_readers(**shared, **readers)
    world.project_disputed = factories.read(0.9, 0.1, **shared, **readers)
    world.project_read = factories.read(**shared, **readers)
    world.project_accepted = factories.accepted(**shared, **readers, office=office)
    world.project_contracted = factories.contracted(**shared, **readers, office=office)
    world.project_reported = factories.report(
        factories.contracted(**shared, **readers, office=office), at=world.now
    )
    world.milestone = actions.add_milestone(
        project=world.project_contracted, title="Megnyitó", due_on=world.today, by=office, at=world.now
    )
    done = actions.add_milestone(
        project=world.project_contracted, title="Nyitott padlás", due_on=world.today, by=office, at=world.now
    )
    world.project_milestone_done = actions.complete_milestone(
        milestone=done,
        done_on=world.today,
        note="Megvolt.",
        upload=SimpleUploadedFile("jelenlet.txt", b"12 name"),
        by=own,
        at=world.now,
    )
