"""Published questions for feed readers: Atom, by topic and county, with conditional requests."""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition

from mentorhalo.core.doors import door

from ..queries import public as queries

NOTHING_YET = datetime(2020, 1, 1, tzinfo=UTC)


def _last_change(_request: HttpRequest) -> datetime:
    return queries.edition() or NOTHING_YET


def _etag(request: HttpRequest) -> str:
    return f'"{get_language()}-{_last_change(request).timestamp():.6f}"'


@door("questions.read")
@condition(etag_func=_etag, last_modified_func=_last_change)
def feed(request: HttpRequest) -> HttpResponse:
    """The latest thirty; `?topic=` and `?county=` narrow it as they do the list."""
    topic, county = _code(request, "topic"), _code(request, "county")
    home = settings.SITE_URL + reverse("questions:public")
    atom = Atom1Feed(
        title=_("Mentorháló: questions and answers"),
        link=home,
        description=_("Questions answered by the experts of the network"),
        language=get_language(),
        feed_url=settings.SITE_URL + request.get_full_path(),
    )
    for question in queries.latest(topic=topic, county=county):
        atom.add_item(
            title=question.public_title,
            link=settings.SITE_URL + reverse("questions:public_question", args=[question.slug]),
            description=f"{question.public_text}\n\n{question.public_answer}",
            unique_id=f"urn:uuid:{question.pk}",
            pubdate=question.published_at,
            updateddate=question.public_changed_at or question.published_at,
            categories=[question.topic.name] if question.topic else [],
            author_name=question.expert.name
            if question.expert and question.expert.is_public
            else "Mentorháló",
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    atom.write(response, "utf-8")
    return response


def _code(request: HttpRequest, name: str) -> str:
    """What was asked for, as far as it can be a code: a database may refuse other characters."""
    return "".join(letter for letter in request.GET.get(name, "")[:40] if letter.isalnum() or letter in "-_")
