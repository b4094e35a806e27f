"""Published questions for feed readers: Atom and RSS, by topic and county, with conditional requests."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition

from mentorhalo.core.doors import door
from mentorhalo.core.feeds import NOTHING_YET, FeedItem, feed_response

from ..models import Question
from ..queries import public as queries


def _last_change(_request: HttpRequest, kind: str = "atom") -> datetime:
    return queries.edition() or NOTHING_YET


def _etag(request: HttpRequest, kind: str = "atom") -> str:
    return f'"{kind}-{get_language()}-{_last_change(request).timestamp():.6f}"'


@door("questions.read")
@condition(etag_func=_etag, last_modified_func=_last_change)
def feed(request: HttpRequest, kind: str = "atom") -> HttpResponse:
    """The latest thirty; `?topic=` and `?county=` narrow it as they do the list."""
    found = queries.latest(topic=_code(request, "topic"), county=_code(request, "county"))
    return feed_response(
        request,
        kind,
        title=_("Mentorháló: questions and answers"),
        home=reverse("questions:public"),
        description=_("Questions answered by the experts of the network"),
        items=[_item(question) for question in found],
    )


def _item(question: Question) -> FeedItem:
    by_name = question.expert is not None and question.expert.is_public
    return FeedItem(
        id=f"urn:uuid:{question.pk}",
        title=question.public_title,
        href=reverse("questions:public_question", args=[question.slug]),
        text=f"{question.public_text}\n\n{question.public_answer}",
        published_at=question.published_at or NOTHING_YET,
        changed_at=question.public_changed_at,
        topics=(question.topic.name,) if question.topic else (),
        author=question.expert.name if question.expert and by_name else "Mentorháló",
    )


def _code(request: HttpRequest, name: str) -> str:
    """What was asked for, as far as it can be a code: a database may refuse other characters."""
    return "".join(letter for letter in request.GET.get(name, "")[:40] if letter.isalnum() or letter in "-_")
