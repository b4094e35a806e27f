"""Letters to who asked: in their language, with the way to their own page."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from mentorhalo.core.letters import send_letter

from ..choices import Author, State
from ..mail_tokens import ASK, reply_to
from ..models import Message, Question
from ..queries.own import key_of

# The steps an asker hears of, and the letter of each.
LETTERS: dict[tuple[str, str], str] = {
    (State.UNCONFIRMED, State.RECEIVED): "received",
    (State.TRIAGED, State.ASSIGNED): "assigned",
    (State.TRIAGED, State.WAITING): "asked_back",
    (State.ASSIGNED, State.WAITING): "asked_back",
    (State.ASSIGNED, State.ANSWERED): "answered",
    (State.WAITING, State.ANSWERED): "answered",
    (State.IN_REVIEW, State.PUBLISHED): "published",
    (State.PUBLISHED, State.PRIVATE): "unpublished",
    (State.RECEIVED, State.REJECTED): "rejected",
    (State.TRIAGED, State.REJECTED): "rejected",
}
CAN_BE_REPLIED = ("received", "assigned", "asked_back", "answered")


def own_address(question: Question) -> str:
    """Where the asker follows the question, in the language of the moment."""
    return f"{settings.SITE_URL}{reverse('questions:own', args=[key_of(question)])}"


def public_address(question: Question) -> str:
    return f"{settings.SITE_URL}{reverse('questions:public_question', args=[question.slug])}"


def tell_asker_of_step(question: Question, before: str, after: str, *, reason: str) -> None:
    """The letter of this step, if it has one. One query at most; none goes out once the address was erased."""
    letter = LETTERS.get((before, after))
    if letter is None:
        return
    said = ""
    if letter in ("asked_back", "answered"):
        said = _last_word(question, is_answer=letter == "answered")
    tell_asker(question, letter, said=said, reason=reason)


def tell_asker(question: Question, letter: str, **content: Any) -> None:
    """Send `questions/letters/asker_<letter>`, if there is an address to send it to; a reply to it is a further word."""
    asker = question.asker
    to = question.asker_email or (asker.email if asker is not None else "")
    if not to:
        return
    language = asker.language if asker is not None else question.language
    address = reply_to(ASK, question.pk) if letter in CAN_BE_REPLIED else ""
    with translation.override(language):
        send_letter(
            f"questions/letters/asker_{letter}",
            to=to,
            language=language,
            reply_to=address,
            context={
                "question": question,
                "can_reply": bool(address),
                "url": own_address(question),
                "public_url": public_address(question) if question.slug else "",
                **content,
            },
        )


def tell_expert(question: Question, letter: str, **content: Any) -> None:
    """Send `questions/letters/expert_<letter>` to the question's expert, if it has one."""
    if question.expert is None:
        return
    person = question.expert.user
    with translation.override(person.language):
        send_letter(
            f"questions/letters/expert_{letter}",
            to=person.email,
            language=person.language,
            context={
                "question": question,
                "public_url": public_address(question) if question.slug else "",
                **content,
            },
        )


def _last_word(question: Question, *, is_answer: bool) -> str:
    words = Message.objects.filter(question=question, is_internal=False, is_answer=is_answer, hidden_at=None)
    last = words.exclude(author=Author.ASKER).order_by("-at", "-pk").first()
    return last.text if last else ""
