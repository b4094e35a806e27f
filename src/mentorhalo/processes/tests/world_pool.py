from datetime import timedelta

from mentorhalo.core.tests.access import OFFICE, World
from mentorhalo.processes import actions
from mentorhalo.processes.actions import OfferDraft, QuestionDraft


def build(world: World) -> None:
    """Adds `offer`, of somebody who is named, and `pool_question` about it."""
    world.offer = actions.record_offer(
        process=world.process,
        draft=OfferDraft(
            topic="crafts",
            what="Kosárfonás",
            audience="kezdőknek",
            frequency="havonta",
            name="Vesszős Piroska",
            shows_name=True,
            phone="+36 30 111 2233",
            until=world.today + timedelta(days=200),
            wording=1,
        ),
        by=world.users[OFFICE],
        at=world.now,
    )
    draft = QuestionDraft(name="Tanuló Tamás", contact="tamas@example.org", message="Mikor kezdünk?")
    world.pool_question = actions.ask_for_offer(offer=world.offer, draft=draft, at=world.now)
