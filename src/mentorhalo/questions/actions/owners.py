"""Those whose good practice a question is about hear of it: the mentor who wrote it down, and its institution by letter.

The institution needs no account. What it replies by e-mail stands before those who answer, as a note among colleagues.
"""

from datetime import datetime

from django.utils import translation

from mentorhalo.core.letters import send_letter
from mentorhalo.knowledge.models import Practice

from ..choices import Author, Channel
from ..inbound import Reply
from ..mail_tokens import ANSWER, reply_to
from ..models import Message, Question
from ..queries.practices import AskedAbout, practice_of
from .desk_letters import tell_colleague, tell_expert_of

LONGEST_REPLY = 20_000


def tell_owners(question: Question) -> None:
    """Letters to both, without the name and address of who asked. A few queries; none where it is about no practice."""
    if question.practice_id is None:
        return
    practice = Practice.objects.select_related("contributor__user", "public_version").get(
        pk=question.practice_id
    )
    mentor = practice.contributor
    if mentor is not None and mentor.user is not None and mentor.user_id != question.asker_id:
        with translation.override(mentor.user.language):
            about = practice_of(question)
        tell_colleague(mentor.user, "practice_asked", question=question, about=about)
    if practice.contact_email:
        _tell_institution(question, practice)


def note_by_owner(*, question: Question, reply: Reply, at: datetime) -> Message | None:
    """The institution replied to its letter: kept once, as a note. None: it is not from the institution, or says nothing.

    Call it inside a transaction, on what `locked` returned.
    """
    if not _is_from_owner(question, reply) or not reply.text:
        return None
    message = Message.objects.create(
        question=question,
        at=at,
        author=Author.OWNER,
        text=reply.text[:LONGEST_REPLY],
        channel=Channel.EMAIL,
        message_id=reply.message_id,
        is_internal=True,
    )
    if question.expert is not None:
        tell_expert_of(question, question.expert, "owner_wrote", said=message.text)
    return message


def _is_from_owner(question: Question, reply: Reply) -> bool:
    practice = question.practice
    expert = question.expert
    if practice is None or not practice.contact_email or reply.sender != practice.contact_email:
        return False
    return expert is None or reply.sender != expert.user.email.lower()


def _tell_institution(question: Question, practice: Practice) -> None:
    version = practice.public_version
    language = version.language if version is not None else "hu"
    address = reply_to(ANSWER, question.pk)
    with translation.override(language):
        about: AskedAbout | None = practice_of(question)
        send_letter(
            "questions/letters/owner_asked",
            to=practice.contact_email,
            language=language,
            reply_to=address,
            context={"question": question, "about": about, "can_reply": bool(address)},
        )
