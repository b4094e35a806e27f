"""Who works on questions in these tests, and a question at the step that the story begins with."""

from datetime import UTC, datetime, timedelta
from typing import Any

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.accounts.tests.factories import GrantFactory
from mentorhalo.network.models import CountyGroup
from mentorhalo.network.tests.factories import CountyGroupFactory
from mentorhalo.questions import actions
from mentorhalo.questions.models import Expert, Question

from . import factories

MONDAY = datetime(2025, 3, 3, 9, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
WEDNESDAY = MONDAY + timedelta(days=2)


def office() -> User:
    return GrantFactory(role=Role.OFFICE).user


def expert(**fields: Any) -> Expert:
    found = factories.ExpertFactory(**fields)
    found.topics.add(factories.topic())
    return found


def led_group() -> tuple[User, CountyGroup]:
    group = CountyGroupFactory()
    leader = GrantFactory(role=Role.GROUP_LEADER, group=group.pk, programme=group.programme.code).user
    return leader, group


def sorted_question(by: User | None = None, **fields: Any) -> Question:
    return actions.triage_question(
        question=factories.received(at=MONDAY, **fields),
        topic=factories.topic().pk,
        group=None,
        sensitivities=[],
        by=by or office(),
        at=TUESDAY,
    )


def given(to: Expert, **fields: Any) -> Question:
    """With the expert since Tuesday nine o'clock."""
    question = actions.assign_question(question=sorted_question(**fields), expert=to, by=office(), at=TUESDAY)
    question.refresh_from_db()
    return question


def answered(by: Expert, text: str = "Kovács Béla tudja.", **fields: Any) -> Question:
    question = given(by, **fields)
    actions.answer_question(question=question, text=text, by=by.user, at=WEDNESDAY)
    question.refresh_from_db()
    return question


def with_version(by: Expert, **fields: Any) -> Question:
    return actions.write_public_version(
        question=answered(by, **fields),
        title="Hogyan alapítsunk egyesületet?",
        text="[név] vezet minket.",
        answer="[név] tudja.",
        by=office(),
        at=WEDNESDAY,
    )
