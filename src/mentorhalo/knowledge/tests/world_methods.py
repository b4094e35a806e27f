from mentorhalo.core.tests.access import EXPERT, OFFICE, World

from . import method_factories as factories


def build(world: World) -> None:
    """Adds `method` (public, in Hungarian), `method_draft` (EXPERT's) and `method_in_review` (EXPERT's)."""
    expert, office = world.users[EXPERT], world.users[OFFICE]
    world.method = factories.locked("Közösségi interjú", by=expert, reader=office, at=world.now).method
    world.method_draft = factories.begun("Falukönyv", by=expert, at=world.now)
    world.method_in_review = factories.handed_in("Jövőműhely", by=expert, at=world.now)
    world.method_withdrawn = factories.withdrawn("Szociometria", by=expert, reader=office, at=world.now)
