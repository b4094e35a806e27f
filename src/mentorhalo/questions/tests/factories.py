"""Questions at each step of their way, written by the room's own actions where those are not what is tested."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import factory
from django.db import transaction
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.accounts.tests.factories import GrantFactory
from mentorhalo.core.hungarian import sort_key
from mentorhalo.programmes.models import Topic
from mentorhalo.questions import actions
from mentorhalo.questions.actions import AskDraft
from mentorhalo.questions.choices import Author, State, Verdict
from mentorhalo.questions.models import Expert, Message, Question, Review
from mentorhalo.questions.redaction import fingerprint

ASKED_AT = datetime(2025, 3, 3, 9, tzinfo=UTC)  # a Monday
ANSWERED_AT = ASKED_AT + timedelta(hours=26)
PUBLISHED_AT = ASKED_AT + timedelta(days=7)
ASKER = "kerdezo@pelda.hu"


def topic(code: str = "kozossegfejlesztes", **fields: Any) -> Topic:
    found, _created = Topic.objects.get_or_create(
        code=code, defaults={"name_hu": "Közösségfejlesztés", "name_en": "Community development", **fields}
    )
    return found


class ExpertFactory(factory.django.DjangoModelFactory):
    """An expert with an account and the role, shown publicly."""

    class Meta:
        model = Expert
        skip_postgeneration_save = True

    user = factory.LazyFunction(lambda: GrantFactory(role=Role.EXPERT).user)
    name = factory.Sequence(lambda n: f"Dr. Szakértő {n}")
    name_sort = factory.LazyAttribute(lambda expert: sort_key(expert.name))
    is_public = True


def draft(**fields: Any) -> AskDraft:
    """A guest's question, with leave to publish it."""
    return AskDraft(
        **{
            "key": uuid4(),
            "title": "Hogyan alapítsunk egyesületet?",
            "text": "Tízen vagyunk, és Kovács Béla vezet minket.",
            "name": "Kiss Anna",
            "email": ASKER,
            "may_publish": True,
            **fields,
        }
    )


def asked(*, by: User | None = None, at: datetime = ASKED_AT, **fields: Any) -> Question:
    return actions.ask_question(draft=draft(**fields), by=by, at=at)


def received(*, at: datetime = ASKED_AT, **fields: Any) -> Question:
    return actions.confirm_question(question=asked(at=at, **fields), at=at)


def assigned(*, expert: Expert | None = None, at: datetime = ASKED_AT, **fields: Any) -> Question:
    question = received(at=at, **fields)
    question.expert = expert or ExpertFactory()
    return _moved(question, State.TRIAGED, State.ASSIGNED, at=at)


def answered(
    *,
    text: str = "Két ember is elég hozzá.",
    at: datetime = ASKED_AT,
    answered_at: datetime | None = None,
    **fields: Any,
) -> Question:
    """Answered 26 hours later, unless said otherwise."""
    question = assigned(at=at, **fields)
    answered_at = answered_at or at + (ANSWERED_AT - ASKED_AT)
    Message.objects.create(
        question=question,
        at=answered_at,
        author=Author.EXPERT,
        by=question.expert.user,
        text=text,
        is_answer=True,
    )
    question.first_answered_at = answered_at
    return _moved(question, State.ANSWERED, at=answered_at)


def in_review(*, verdict: Verdict | None = Verdict.ACCEPT, **fields: Any) -> Question:
    """With a public version, and a second reader's verdict on it (None: still waiting)."""
    question = answered(**fields)
    question.public_title = question.title
    question.public_text = "Tízen vagyunk, és [egy lakos] vezet minket."
    question.public_answer = "Tíz ember kell hozzá."
    question = _moved(question, State.IN_REVIEW, at=PUBLISHED_AT)
    Review.objects.create(
        question=question,
        reader=GrantFactory(role=Role.OFFICE).user,
        asked_at=PUBLISHED_AT,
        decided_at=PUBLISHED_AT if verdict else None,
        verdict=verdict or "",
        fingerprint=fingerprint(
            question.public_title, question.public_text, question.public_answer, question.links
        ),
    )
    return question


def published(*, published_at: datetime = PUBLISHED_AT, by: User | None = None, **fields: Any) -> Question:
    clerk = by or GrantFactory(role=Role.OFFICE).user
    return actions.publish_question(question=in_review(**fields), by=clerk, at=published_at)


def published_many(count: int, *, county: str = "", topic: Topic | None = None) -> None:
    """Rows of the public list, past the actions: for counting queries and time."""
    now = timezone.now()
    Question.objects.bulk_create(
        Question(
            client_key=uuid4(),
            title="kérdés",
            text="kérdés",
            state=State.PUBLISHED,
            topic=topic,
            county=county,
            may_publish=True,
            asked_at=now,
            received_at=now,
            first_answered_at=now,
            published_at=now - timedelta(minutes=number),
            public_changed_at=now,
            confirmed_on=timezone.localdate(now),
            confirm_on=timezone.localdate(now) + timedelta(days=365),
            public_title=f"Mit tegyünk, ha a közösségi háznak nincs gazdája ({number})?",
            public_text="Kérdés.",
            public_answer="Válasz.",
            slug=f"mit-tegyunk-{uuid4().hex}",
        )
        for number in range(count)
    )


@transaction.atomic
def _moved(question: Question, *states: State, at: datetime) -> Question:
    for state in states:
        question = actions.move(question, state, by=None, at=at)
    return question
