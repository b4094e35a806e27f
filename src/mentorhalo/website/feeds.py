"""News for feed readers, as Atom and as RSS."""

from datetime import UTC, datetime, time

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition

from mentorhalo.core.doors import door
from mentorhalo.core.feeds import NOTHING_YET, FeedItem, feed_response

from .models import NewsIndexPage, NewsPage

SHOWN = 30


def _changed_at(_request: HttpRequest, kind: str = "") -> datetime:
    news = NewsPage.objects.shown(get_language() or "hu").order_by("-last_published_at")
    latest: datetime | None = news.values_list("last_published_at", flat=True).first()
    return latest or NOTHING_YET


def _etag(request: HttpRequest, kind: str = "") -> str:
    count = NewsPage.objects.shown(get_language() or "hu").count()
    return f'"{kind}-{get_language()}-{count}-{_changed_at(request).timestamp():.6f}"'


@door("core.public")
@condition(etag_func=_etag, last_modified_func=_changed_at)
def news(request: HttpRequest, kind: str) -> HttpResponse:
    """The latest thirty; `?topic=` and `?county=` narrow them as they do the list. Four queries."""
    language = get_language() or "hu"
    topic, county = request.GET.get("topic", "")[:40], request.GET.get("county", "")[:2]
    rows = NewsPage.objects.shown(language).about(topic).in_county(county)
    rows = rows.defer_streamfields().prefetch_related("topics__topic")[:SHOWN]
    index = NewsIndexPage.objects.live().filter(locale__language_code=language).first()
    return feed_response(
        request,
        kind,
        title=_("Mentorháló: news"),
        home=index.get_url(request) if index else "/",
        description=_("What happened in the mentor network"),
        items=[_item(page, request) for page in rows],
    )


def _item(page: NewsPage, request: HttpRequest) -> FeedItem:
    noon = datetime.combine(page.published_on, time(12), tzinfo=timezone.get_current_timezone())
    return FeedItem(
        id=f"urn:uuid:{page.translation_key}:{page.locale_id}",
        title=page.title,
        href=page.get_url(request) or "/",
        text=page.lead,
        published_at=noon.astimezone(UTC),
        changed_at=max(noon, page.last_published_at or noon),
        topics=tuple(each.topic.name for each in page.topics.all()),
    )
