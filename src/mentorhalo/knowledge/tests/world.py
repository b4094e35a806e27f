"""What the room adds to the world; each part has its own file."""

from mentorhalo.core.tests.access import World

from . import world_methods, world_photos, world_practices, world_projects, world_shelves


def build_world(world: World) -> None:
    world_practices.build(world)
    world_photos.build(world)
    world_methods.build(world)
    world_projects.build(world)
    world_shelves.build(world)
