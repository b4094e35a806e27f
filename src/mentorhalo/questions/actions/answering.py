"""How a question gets its answer: by page, with a draft, or by replying to the letter."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User

from ..choices import Author, Channel, State
from ..inbound import Reply
from ..models import Message, Question
from .asking import AskRefused, add_word
from .desk_letters import tell_expert_of
from .handling import HandlingRefused
from .letters import tell_asker
from .owners import note_by_owner
from .states import locked, move

TO_ANSWER = (State.ASSIGNED, State.WAITING)
ANSWERED = (State.ANSWERED, State.IN_REVIEW, State.PUBLISHED, State.PRIVATE)
LONGEST_ANSWER = 20_000
MOST_LINKS = 12
FEWEST_LETTERS = 2  # a slip of the finger must not end the promise: it is mailed and counted as the answer


class AnswerRefused(HandlingRefused):
    """It cannot be answered so; the message is meant for the person, `field` names what to mend."""


@transaction.atomic
def save_answer_draft(
    *, question: Question, text: str, links: list[dict[str, str]] | None = None, by: User, at: datetime
) -> Question:
    """Keep what the expert has written so far, for them alone."""
    question = locked(question)
    question.answer_draft = text.strip()[:LONGEST_ANSWER]
    _put_links(question, links)
    question.save(update_fields=["answer_draft", "links"])
    return question


@transaction.atomic
def answer_question(
    *,
    question: Question,
    text: str,
    links: list[dict[str, str]] | None = None,
    key: UUID | None = None,
    channel: Channel = Channel.PAGE,
    message_id: str = "",
    by: User,
    at: datetime,
) -> Message:
    """The answer goes to the asker at once; whether others read it is decided later. The same key or e-mail again adds nothing.

    What comes after the first answer is a further word to it, and a letter of its own.
    """
    question = locked(question)
    earlier = _taken(question, key, message_id)
    if earlier is not None:
        return earlier
    said = text.strip()
    if sum(letter.isalpha() for letter in said) < FEWEST_LETTERS:
        raise AnswerRefused(_("Write the answer."), field="text")
    if question.state not in (*TO_ANSWER, *ANSWERED):
        raise AnswerRefused(_("This question does not wait for an answer now."))
    message = Message.objects.create(
        **({"pk": key} if key else {}),
        question=question,
        at=at,
        author=Author.EXPERT,
        by=by,
        text=said[:LONGEST_ANSWER],
        channel=channel,
        message_id=message_id,
        is_answer=True,
    )
    question.answer_draft = ""
    _put_links(question, links)
    if question.state in TO_ANSWER:
        question.first_answered_at = question.first_answered_at or at
        move(question, State.ANSWERED, by=by, at=at)
    else:
        question.save(update_fields=["answer_draft", "links"])
        tell_asker(question, "answered", said=message.text, reason="")
    return message


@transaction.atomic
def take_answer_by_mail(*, question: Question, reply: Reply, at: datetime) -> Message | None:
    """An expert (or the institution whose practice it is about) replied to the letter. None: not taken; the expert is told why at the address we know, never the sender.

    Each e-mail once: the same Message-ID again changes nothing.
    """
    question = locked(question)
    earlier = _taken(question, None, reply.message_id)
    if earlier is not None:
        return earlier
    owners = note_by_owner(question=question, reply=reply, at=at)
    if owners is not None:
        return owners
    expert = question.expert
    if expert is None:
        return None
    if reply.sender != expert.user.email.lower():
        tell_expert_of(question, expert, "reply_refused", why="sender")
        return None
    if not reply.text:
        tell_expert_of(question, expert, "reply_refused", why="empty")
        return None
    try:
        message = answer_question(
            question=question,
            text=reply.text,
            channel=Channel.EMAIL,
            message_id=reply.message_id,
            by=expert.user,
            at=at,
        )
    except AskRefused as refusal:
        tell_expert_of(question, expert, "reply_refused", why=str(refusal))
        return None
    tell_expert_of(question, expert, "reply_taken", said=message.text, files=reply.attachments)
    return message


@transaction.atomic
def take_word_by_mail(*, question: Question, reply: Reply, at: datetime) -> Message | None:
    """Who asked replied to a letter of ours: a further word. None: not taken."""
    asker = question.asker
    known = (question.asker_email or (asker.email if asker else "")).lower()
    if not known or reply.sender != known or not reply.text:
        return None
    try:
        return add_word(
            question=question,
            text=reply.text,
            by=asker,
            at=at,
            channel=Channel.EMAIL,
            message_id=reply.message_id,
        )
    except AskRefused:
        return None


def _taken(question: Question, key: UUID | None, message_id: str) -> Message | None:
    said = Message.objects.filter(question=question)
    if key is not None and (found := said.filter(pk=key).first()):
        return found
    return said.filter(message_id=message_id).first() if message_id else None


def _put_links(question: Question, links: list[dict[str, Any]] | None) -> None:
    """What the public reads was accepted by a second reader, the links with it."""
    if links is None:
        return
    checked = _checked_links(links)
    if question.state == State.PUBLISHED and checked != question.links:
        raise AnswerRefused(
            _("This answer is public: its links are changed when it is opened again."), field="links"
        )
    question.links = checked


def _checked_links(links: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Only addresses of the web, or paths of our own."""
    kept = []
    for link in links[:MOST_LINKS]:
        url = str(link.get("url", "")).strip().removeprefix(settings.SITE_URL)
        if not url:
            continue
        if not (url.startswith("/") and not url.startswith("//")) and urlsplit(url).scheme not in (
            "http",
            "https",
        ):
            raise AnswerRefused(_("A link begins with https:// or with a slash."), field="links")
        label = " ".join(str(link.get("label", "")).split())[:160] or url
        kept.append({"kind": str(link.get("kind", "page"))[:16], "label": label, "url": url[:500]})
    return kept
