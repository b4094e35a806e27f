"""Replies by e-mail: an expert's answer, and a further word of who asked."""

from email.message import EmailMessage
from uuid import UUID

from django.utils import timezone

from .actions import answering
from .inbound import read_reply
from .mail_tokens import ANSWER, ASK, question_of
from .models import Question


def take_answer(message: EmailMessage, token: str) -> bool:
    """Mail to `answer+TOKEN@`. False: the token is not ours; a reply that is not taken is ours nevertheless."""
    question = _question(question_of(ANSWER, token))
    if question is None:
        return False
    answering.take_answer_by_mail(question=question, reply=read_reply(message), at=timezone.now())
    return True


def take_word(message: EmailMessage, token: str) -> bool:
    """Mail to `ask+TOKEN@`."""
    question = _question(question_of(ASK, token))
    if question is None:
        return False
    answering.take_word_by_mail(question=question, reply=read_reply(message), at=timezone.now())
    return True


def _question(pk: UUID | None) -> Question | None:
    return Question.objects.filter(pk=pk).first() if pk else None
