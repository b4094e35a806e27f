"""The good practice a question is about: named on the form, on the desk, on the public page."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.knowledge.models import Practice
from mentorhalo.knowledge.queries.practices import practice_at, text_for_reader

from ..models import Question

SHOWN = 10


@dataclass(frozen=True)
class AskedAbout:
    """A public practice as those who ask about it know it."""

    pk: UUID
    title: str
    institution: str
    href: str


def asked_about(code: str) -> AskedAbout | None:
    """By its stable identifier; None for what is not public (any more). Five queries at most."""
    if not code:
        return None
    try:
        return _shown(practice_at(code))
    except Practice.DoesNotExist:
        return None


def practice_of(question: Question) -> AskedAbout | None:
    """What a question is about, while that is public. Five queries, none where it is about no practice."""
    if question.practice_id is None:
        return None
    rows = Practice.objects.select_related("public_version").prefetch_related("public_version__texts")
    return _shown(rows.get(pk=question.practice_id))


def ways_to_ask(_request: HttpRequest, code: str) -> list[tuple[str, str]]:
    """What a practice's page offers: (words, address)."""
    return [(_("Ask those who did it"), f"{reverse('questions:ask')}?practice={code}")]


def answered_about(_request: HttpRequest, code: str) -> list[tuple[str, str]]:
    """(question, address) of what was answered publicly about a practice, the latest first. One query."""
    digits = code.removeprefix("JGY-")
    rows = Question.objects.listed().filter(practice__number=int(digits)).order_by("-published_at", "pk")
    return [
        (title, reverse("questions:public_question", args=[slug]))
        for title, slug in rows.values_list("public_title", "slug")[:SHOWN]
    ]


def _shown(practice: Practice) -> AskedAbout | None:
    version = practice.public_version
    text = text_for_reader(version.texts.all(), version.language) if version is not None else None
    if text is None:
        return None
    href = reverse("knowledge:practice", args=[practice.code])
    return AskedAbout(practice.pk, text.title, practice.institution_name, href)
