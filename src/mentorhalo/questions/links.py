"""How the journal's references to questions and experts are named, and where who may see them finds them."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorhalo.core.ids import known_ids
from mentorhalo.core.numbers import day
from mentorhalo.core.registry import SourceLink

from .choices import State
from .models import Expert, Question


def questions(_request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """A published one by its public title; any other by its day alone: its words are private. One query."""
    rows = Question.objects.filter(pk__in=known_ids(ids)).only(
        "pk", "state", "public_title", "slug", "asked_at"
    )
    return {str(one.pk): SourceLink(_label(one), _address(one)) for one in rows}


def experts(_request: HttpRequest | None, ids: Iterable[str]) -> dict[str, SourceLink]:
    """By name where the expert is shown publicly. One query."""
    rows = Expert.objects.filter(pk__in=known_ids(ids)).only("pk", "name", "is_public")
    return {
        str(one.pk): SourceLink(one.name, reverse("questions:expert", args=[one.pk]))
        if one.is_public
        else SourceLink(_("an expert"), None)
        for one in rows
    }


def _label(question: Question) -> str:
    if question.state == State.PUBLISHED:
        return question.public_title
    return _("Question of %(day)s") % {"day": day(question.asked_at)}


def _address(question: Question) -> str | None:
    if question.state != State.PUBLISHED:
        return None
    return reverse("questions:public_question", args=[question.slug])


def offers(request: HttpRequest, _pk: str) -> list[tuple[str, str]]:
    """What a visitor may do here without registering."""
    return [(_("Ask an expert"), reverse("questions:ask"))]
