"""Letters to those who work on a question: experts, second readers, group leaders, the office; and further ones to the asker."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from mentorhalo.accounts.models import User
from mentorhalo.core.letters import send_letter

from ..mail_tokens import ANSWER, reply_to
from ..models import Expert, Question


def desk_address(question: Question) -> str:
    """In the language of the moment."""
    return f"{settings.SITE_URL}{reverse('questions:desk_question', args=[question.pk])}"


def tell_expert_of(
    question: Question, expert: Expert, letter: str, *, can_reply: bool = False, **content: Any
) -> None:
    """Send `questions/letters/expert_<letter>`; with `can_reply` an answer to it by e-mail is the answer to the question."""
    address = reply_to(ANSWER, question.pk) if can_reply else ""
    tell_colleague(expert.user, f"expert_{letter}", question=question, reply_to=address, **content)


def tell_colleague(
    person: User, letter: str, *, question: Question | None = None, reply_to: str = "", **content: Any
) -> None:
    """Send `questions/letters/<letter>` in this person's language, with the way to the desk."""
    if not person.is_active:
        return
    with translation.override(person.language):
        send_letter(
            f"questions/letters/{letter}",
            to=person.email,
            language=person.language,
            reply_to=reply_to,
            context={
                "question": question,
                "person": person,
                "desk_url": desk_address(question) if question is not None else _desk(),
                "can_reply": bool(reply_to),
                **content,
            },
        )


def tell_colleagues(people: Iterable[User], letter: str, **content: Any) -> None:
    """One letter for each, however often somebody is named."""
    for person in {person.pk: person for person in people}.values():
        tell_colleague(person, letter, **content)


def _desk() -> str:
    return f"{settings.SITE_URL}{reverse('questions:desk')}"
