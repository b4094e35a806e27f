"""What who asked sees of their own question: where it stands, what was promised, what was said."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core.paging import in_pages

from ..choices import Author, State
from ..models import Message, Question

SALT = "mentorhalo.questions.asker"
HIDDEN_STEPS = (State.REJECTED, State.WITHDRAWN)
PLACES: dict[str, int] = {  # how far along the asker's five steps
    State.UNCONFIRMED: 0,
    State.RECEIVED: 1,
    State.TRIAGED: 1,
    State.ASSIGNED: 2,
    State.WAITING: 2,
    State.ANSWERED: 3,
    State.IN_REVIEW: 3,
    State.PUBLISHED: 4,
    State.PRIVATE: 4,
}


@dataclass(frozen=True)
class Said:
    """One message as the asker sees it."""

    at: datetime
    who: str
    text: str
    is_answer: bool


def key_of(question: Question) -> str:
    """The secret word of the own page: made anew from the signing key each time; of a member's question it stands in the index, for them alone."""
    return signing.Signer(salt=SALT, sep=".").sign(question.pk.hex)


def question_by(key: str) -> Question:
    """Whose secret word this is. Raises `DoesNotExist`, also for a forged one. One query."""
    try:
        pk = signing.Signer(salt=SALT, sep=".").unsign(key)
    except signing.BadSignature:
        raise Question.DoesNotExist from None
    return Question.objects.select_related("topic", "expert", "asker").get(pk=pk)


def questions_of(user: User) -> list[Question]:
    """A member's own questions, newest first. One query."""
    return list(Question.objects.filter(asker=user).select_related("topic").order_by("-asked_at", "pk"))


def questions_to_find(ids: Collection[str] | None) -> Iterator[Question]:
    """For the index: members' questions that still have words. One query for each thousand."""
    rows = Question.objects.exclude(asker=None).exclude(title="").order_by("pk")
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return in_pages(rows)


def said_to_asker(question: Question) -> list[Said]:
    """What was said, without the notes of colleagues and what was hidden. One query."""
    rows = Message.objects.filter(question=question, is_internal=False, hidden_at=None).order_by("at", "pk")
    return [Said(row.at, _who(row, question), row.text, row.is_answer) for row in rows]


def in_plain_words(question: Question) -> str:
    """One sentence on where the question stands."""
    match question.state:
        case State.UNCONFIRMED:
            return _("Please confirm your question below. Only then do we begin to work on it.")
        case State.RECEIVED | State.TRIAGED:
            return _("We received your question and are finding the expert who can answer it best.")
        case State.ASSIGNED:
            return _("An expert is working on the answer.")
        case State.WAITING:
            return _("We need to know more: please read what we ask, and answer below.")
        case State.ANSWERED | State.IN_REVIEW | State.PRIVATE:
            return _("Your question is answered; you find the answer below. Only you and we can read it.")
        case State.PUBLISHED:
            return _("Your question is answered, and others can read it without your name and settlement.")
        case State.WITHDRAWN:
            return _("You withdrew this question; its words are deleted.")
    return _("We cannot answer this question. The reason is in the letter we sent.")


def steps_of(question: Question) -> list[dict[str, Any]]:
    """The way of a question as its asker sees it, for the `steps` element; none where it ended before."""
    if question.state in HIDDEN_STEPS:
        return []
    labels = [
        _("Confirmation"),
        _("Finding the expert"),
        _("The expert at work"),
        _("Answer"),
        _("Published") if question.may_publish else _("Closed"),
    ]
    here = PLACES[question.state]
    if question.asker_id is not None:
        labels, here = labels[1:], here - 1
    return [
        {"label": label, "state": "done" if place < here else "current" if place == here else "todo"}
        for place, label in enumerate(labels)
    ]


def _who(message: Message, question: Question) -> str:
    if message.author == Author.ASKER:
        return _("You")
    if message.author == Author.EXPERT and question.expert is not None:
        return question.expert.name
    return _("Programme office") if message.author == Author.OFFICE else "Mentorháló"
