"""What the search finds of this room: published questions for everybody, the own questions for who asked them."""

from collections.abc import Collection, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.registry import SearchDraft, SearchSource

from .queries.own import key_of, questions_to_find
from .queries.public import published_to_find, topics_shown

PUBLIC_KIND = "question"
OWN_KIND = "own_question"


def published(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    for question in published_to_find(ids):
        yield SearchDraft(
            id=str(question.pk),
            title=question.public_title,
            text=f"{question.public_text}\n{question.public_answer}",
            url_name="questions:public_question",
            url_args=(question.slug,),
            language=question.public_language,
            county=question.county,
            field=question.topic_id or "",
            day=timezone.localdate(question.published_at) if question.published_at else None,
        )


def own(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    """Only those of members: a guest has nothing but the link."""
    for question in questions_to_find(ids):
        yield SearchDraft(
            id=str(question.pk),
            title=question.title,
            text=question.text,
            url_name="questions:own",
            url_args=(key_of(question),),
            audience=f"account:{question.asker_id}",
            language=question.language,
            county=question.county,
            field=question.topic_id or "",
            day=timezone.localdate(question.asked_at),
        )


def tokens_of_asker(user: Any) -> Collection[str]:
    return (f"account:{user.pk}",) if isinstance(user, User) else ()


SOURCES = (
    SearchSource(PUBLIC_KIND, _("Questions and answers"), entries=published, fields=topics_shown, order=20),
    SearchSource(
        OWN_KIND, _("My questions"), entries=own, tokens=tokens_of_asker, fields=topics_shown, order=90
    ),
)
