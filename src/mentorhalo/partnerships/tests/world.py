"""What the room adds to the world: a partnership of MENTOR that goes on, with a fact and its proof, and one that ended."""

from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.partnerships import actions
from mentorhalo.partnerships.choices import Initiative, Observed, Occasion


def build_world(world: World) -> None:
    """Adds `partnership`, `member`, `observation`, `asking` (open, of REPRESENTATIVE's community) and `ended_partnership`."""
    mentor, user = world.mentors[access.MENTOR], world.users[access.MENTOR]
    began = world.today - timedelta(days=60)
    told = {
        "purpose": "Közös esték a könyvtárban.",
        "field": "culture",
        "initiative": Initiative.BY_MENTOR,
        "settlement": world.settlement.pk,
        "starts_on": began,
        "mentor": mentor,
        "parties": [world.organisation, world.community],
    }
    world.partnership = actions.open_partnership(
        draft=actions.PartnershipDraft(key=uuid4(), title="Próba esték", **told), by=user, at=world.now
    )
    world.member = world.partnership.members.get(community=world.community)
    world.observation = actions.observe(
        partnership=world.partnership,
        draft=actions.ObservationDraft(
            key=uuid4(),
            kind=Observed.AGREEMENT,
            occurred_on=world.today - timedelta(days=30),
            words="Aláírták a megállapodást.",
        ),
        upload=SimpleUploadedFile("megállapodás.txt", "aláírva".encode()),
        by=user,
        at=world.now,
    )
    grading = actions.open_grading(
        partnership=world.partnership,
        occasion=Occasion.START,
        graded_on=began,
        addresses={
            member.pk: "kepviselo@pelda.hu" if member == world.member else "haz@pelda.hu"
            for member in world.partnership.members.all()
        },
        by=user,
        at=world.now,
    )
    world.asking = grading.askings.get(member=world.member)
    ended = actions.open_partnership(
        draft=actions.PartnershipDraft(key=uuid4(), title="Próba kert", **told), by=user, at=world.now
    )
    world.ended_partnership = actions.end_partnership(
        partnership=ended,
        ends_on=world.today - timedelta(days=5),
        reason="Elérte a célját.",
        by=user,
        at=world.now,
    )
