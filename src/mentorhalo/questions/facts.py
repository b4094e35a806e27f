"""What the journal says of a question: that it came, when it was answered, whether it is public. Nothing of who asked."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from mentorhalo.evidence.actions import FactDraft

from .choices import State
from .models import Question
from .models.questions import OPEN

QUESTION_SOURCE = "questions.question"


def facts_of_question(question: Question) -> list[FactDraft]:
    """Received on the day of confirmation, answered on the day of the first answer with the hours it took; published while it is."""
    if question.received_at is None:
        return []
    about: dict[str, Any] = {
        "programme": question.programme,
        "subject": f"question:{question.pk}",
        "home": question.settlement,
        "county": question.county,
        "group": f"group:{question.group}" if question.group else "",
    }
    state = "open" if question.state in OPEN else "closed"
    facts = [
        FactDraft(kind="question.received", occurred_on=_day(question.received_at), state=state, **about)
    ]
    if question.first_answered_at is not None:
        facts.append(_answered(question, question.received_at, question.first_answered_at, about))
    if question.state == State.PUBLISHED and question.published_at is not None:
        topic = {"topic": question.topic_id} if question.topic_id else {}
        facts.append(
            FactDraft(
                kind="question.published", occurred_on=_day(question.published_at), attributes=topic, **about
            )
        )
    return facts


def all_questions() -> Iterator[tuple[str, list[FactDraft]]]:
    """For reconciliation: every question with its facts. One query."""
    for question in Question.objects.order_by("pk").iterator(chunk_size=1000):
        yield str(question.pk), facts_of_question(question)


def _answered(
    question: Question, received_at: datetime, answered_at: datetime, about: dict[str, Any]
) -> FactDraft:
    in_time = question.due_at is None or answered_at <= question.due_at
    return FactDraft(
        kind="question.answered",
        occurred_on=_day(answered_at),
        quantity=max(0, int((answered_at - received_at).total_seconds() // 3600)),
        who=f"expert:{question.expert_id}" if question.expert_id else "",
        state="in_time" if in_time else "late",
        **about,
    )


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
