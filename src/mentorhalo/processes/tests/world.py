from mentorhalo.core.tests.access import MENTOR, OFFICE, World
from mentorhalo.processes.actions import begin_phase

from . import (
    factories,
    world_assets,
    world_boards,
    world_evaluations,
    world_interviews,
    world_obligations,
    world_pool,
)


def build_world(world: World) -> None:
    """Adds `process` (of MENTOR, with REPRESENTATIVE's community), with a phase at each step: `phase_ready`, `phase_running`, `phase_done`."""
    office = world.users[OFFICE]
    world.process = factories.process(
        by=office,
        at=world.now,
        consortium=world.consortium,
        settlement=world.community.settlement_id,
        community=world.community.pk,
        mentor=world.mentors[MENTOR].pk,
    )
    factories.done(world.process, "exploration", by=office, at=world.now, on=world.today)
    begin_phase(
        phase=factories.phase(world.process, "interviews"), began_on=world.today, by=office, at=world.now
    )
    world.phase_done = factories.phase(world.process, "exploration")
    world.phase_running = factories.phase(world.process, "interviews")
    world.phase_ready = factories.phase(world.process, "discussions")
    world_obligations.build(world)
    world_boards.build(world)
    world_assets.build(world)
    world_evaluations.build(world)
    world_interviews.build(world)
    world_pool.build(world)
