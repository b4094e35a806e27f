"""What the room adds to the world: an expert who is shown, a guest's question, a member's, a published and a withdrawn one."""

from datetime import timedelta
from typing import Any

from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.questions.actions import (
    answer_question,
    arrange_step,
    ask_second_reader,
    invite_guests,
    offer_step,
    triage_question,
    unpublish_question,
    write_public_version,
)
from mentorhalo.questions.models import Question

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
    _add_desk(world, shared)


def _add_desk(world: World, shared: dict[str, Any]) -> None:
    """Adds `assigned_question` (with EXPERT), `read_question` (OFFICE is its second reader), `step`, `guest` and `message`."""
    office, expert = world.users[access.OFFICE], world.users[access.EXPERT]
    sorted_so: dict[str, Any] = {"topic": factories.topic().pk, "group": world.group, "sensitivities": []}
    world.assigned_question = triage_question(
        question=factories.received(**shared, title="Kell-e engedély a falunaphoz?"),
        **sorted_so,
        expert=world.expert,
        by=office,
        at=world.now,
    )
    world.answered_question = _answered(world, shared, sorted_so, "Hogyan vezessünk naplót?")
    world.message = world.answered_question.messages.get(is_answer=True)
    world.read_question = write_public_version(
        question=_answered(world, shared, sorted_so, "Ki nyissa ki a házat?"),
        title="Ki nyissa ki a házat?",
        text="Nincs gondnok.",
        answer="Önkéntesek beosztásával.",
        by=office,
        at=world.now,
    )
    ask_second_reader(question=world.read_question, reader=office, by=expert, at=world.now)
    world.step = arrange_step(
        step=offer_step(
            question=world.answered_question, kind="peer_call", agenda="", by=office, at=world.now
        ),
        starts_at=world.now + timedelta(days=3),
        ends_at=world.now + timedelta(days=3, hours=2),
        place="https://hivas.example.org/1",
        agenda="Napló",
        by=office,
        at=world.now,
    )
    world.guest = invite_guests(
        step=world.step, guests=[("Vendég Vera", "vendeg@example.org")], by=office, at=world.now
    )[0]


def _answered(world: World, shared: dict[str, Any], sorted_so: dict[str, Any], title: str) -> Question:
    office = world.users[access.OFFICE]
    question = triage_question(
        question=factories.received(**shared, title=title),
        **sorted_so,
        expert=world.expert,
        by=office,
        at=world.now,
    )
    answer_question(question=question, text="Így.", by=world.users[access.EXPERT], at=world.now)
    question.refresh_from_db()
    return question
