from mentorhalo.core.tests.access import World
from mentorhalo.knowledge.actions.shelves import put_on_shelf
from mentorhalo.knowledge.models import Booklet


def build(world: World) -> None:
    """Adds `shelf`, somebody's without an account, and `booklet`, which is being set."""
    world.shelf = put_on_shelf(shelf=None, practice=world.public_practice, by=None, at=world.now)
    world.booklet = Booklet.objects.create(
        title="Jó gyakorlatok",
        language="hu",
        versions=[str(world.public_practice.public_version_id)],
        fingerprint="0" * 64,
        asked_at=world.now,
    )
