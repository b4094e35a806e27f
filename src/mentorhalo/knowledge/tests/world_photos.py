from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.knowledge.models import PracticePhoto

from .factories import photographed, picture


def build(world: World) -> None:
    """Adds `practice_photo`, MENTOR's, of `draft_practice`, and `consent_photo` of what `practice_consent` asks about."""
    world.practice_photo = photographed(
        world.draft_practice.practice, by=world.users[access.MENTOR], at=world.now
    )
    consent = world.practice_consent
    world.consent_photo = photographed(
        world.draft_practice.practice, by=world.users[access.MENTOR], at=world.now, upload=picture("red")
    )
    # It was there before the institution was asked.
    PracticePhoto.objects.filter(pk=world.consent_photo.pk).update(practice=consent.version.practice_id)
