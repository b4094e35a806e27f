"""How the journal's references to questions and experts are named, and where who may see them finds them."""

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from mentorhalo.core.numbers import day
from mentorhalo.core.registry import SourceLink

from .models import Expert, Question


def questions(_request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """A published one by its public title; any other by its day alone: its words are private. One query."""
    rows = Question.objects.filter(pk__in=_known(ids)).only("pk", "state", "public_title", "asked_at")
    return {str(one.pk): SourceLink(_label(one), None) for one in rows}


def experts(_request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """By name where the expert is shown publicly. One query."""
    rows = Expert.objects.filter(pk__in=_known(ids)).only("pk", "name", "is_public")
    return {str(one.pk): SourceLink(one.name if one.is_public else _("an expert"), None) for one in rows}


def _label(question: Question) -> str:
    if question.state == "published":
        return question.public_title
    return _("Question of %(day)s") % {"day": day(question.asked_at)}


def _known(ids: Iterable[str]) -> list[UUID]:
    """Only what can be an id of ours: the journal also holds ids of earlier installations."""
    known = []
    for text in ids:
        try:
            known.append(UUID(text))
        except ValueError:
            continue
    return known
