"""What the room adds to the world: an expert who is shown, a guest's question, a member's, a published and a withdrawn one."""

from datetime import timedelta
from typing import Any

from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.questions.actions import unpublish_question

from . import factories


def build_world(world: World) -> None:
    """Adds `expert` (EXPERT's), `question` (a guest's, received), `own_question` (STRANGER's), `published_question`."""
    before = world.now - timedelta(days=20)
    shared: dict[str, Any] = {"at": before, "settlement": world.settlement.pk, "topic": factories.topic().pk}
    world.expert = factories.ExpertFactory(
        user=world.users[access.EXPERT], name="Próba Szakértő", title_hu="közösségfejlesztő"
    )
    world.expert.topics.add(factories.topic())
    world.question = factories.received(**shared, title="Hol tanulhatunk módszert?")
    world.own_question = factories.asked(
        **shared, by=world.users[access.STRANGER], title="Kapunk-e segítséget az adóbevalláshoz?"
    )
    world.published_question = factories.published(
        **shared, expert=world.expert, published_at=world.now - timedelta(days=10)
    )
    taken_back = factories.published(**shared, expert=world.expert, title="Kié a közösségi ház?")
    world.gone_question = unpublish_question(
        question=taken_back, by=world.users[access.OFFICE], at=world.now, reason="téves"
    )
