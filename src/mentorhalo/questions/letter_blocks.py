"""A published question in a newsletter."""

from uuid import UUID

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy

from mentorhalo.core.registry import LetterBlock, LetterItem, registry

from .models import Question
from .queries import public

LONGEST = 300


def offered() -> list[tuple[str, str]]:
    """The latest published ones."""
    return [(str(question.pk), question.public_title) for question in public.latest()]


def filled(value: str) -> LetterItem | None:
    """None for one that is not public (any more)."""
    try:
        question = Question.objects.listed().filter(pk=UUID(value)).first()
    except ValueError:
        return None
    if question is None:
        return None
    return LetterItem(
        title=question.public_title,
        text=Truncator(" ".join(question.public_answer.split())).chars(LONGEST),
        href=reverse("questions:public_question", kwargs={"slug": question.slug}),
    )


def sign_in() -> None:
    registry.add_letter_block("question", LetterBlock(gettext_lazy("Question and answer"), offered, filled))
