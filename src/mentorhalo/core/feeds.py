"""Feeds for readers: Atom (RFC 4287) and RSS 2.0, from the same items."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import get_language

KINDS: dict[str, type[Atom1Feed] | type[Rss201rev2Feed]] = {"atom": Atom1Feed, "rss": Rss201rev2Feed}
NOTHING_YET = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class FeedItem:
    """`id` is permanent ("urn:uuid:…"); `href` a path of this site; `text` is plain."""

    id: str
    title: str
    href: str
    text: str
    published_at: datetime
    changed_at: datetime | None = None
    author: str = "Mentorháló"
    topics: tuple[str, ...] = field(default_factory=tuple)


def feed_response(
    request: HttpRequest, kind: str, *, title: str, home: str, description: str, items: Iterable[FeedItem]
) -> HttpResponse:
    """The feed in the page's language. The view answers conditional requests (`django.views.decorators.http.condition`)."""
    if kind not in KINDS:
        raise Http404
    site = settings.SITE_URL
    feed = KINDS[kind](
        title=title,
        link=site + home,
        description=description,
        language=get_language(),
        feed_url=site + request.get_full_path(),
    )
    for item in items:
        feed.add_item(
            title=item.title,
            link=site + item.href,
            description=item.text,
            unique_id=item.id,
            unique_id_is_permalink=False,
            pubdate=item.published_at,
            updateddate=item.changed_at or item.published_at,
            author_name=item.author,
            categories=item.topics,
        )
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response
