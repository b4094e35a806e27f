"""What the search says of the editors' pages and news: those that are published, each in its language."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.paging import in_pages
from mentorhalo.core.registry import SearchDraft, SearchSource
from mentorhalo.programmes.models import Topic

from .models import ContentPage, NewsPage, SectionPage
from .models.pages import SitePage

AT_ONCE = 200
KIND_OF = {NewsPage: "news", ContentPage: "page", SectionPage: "page"}


def _published(pages: QuerySet[Any], ids: Collection[str] | None) -> Iterator[Any]:
    shown = pages.live().public().select_related("locale").order_by("pk")  # type: ignore[attr-defined]
    if ids is not None:
        shown = shown.filter(pk__in=ids)
    return in_pages(shown)


def _words(page: Any) -> str:
    """The opening words and what the blocks say; live blocks say nothing that could grow old."""
    body = page._meta.get_field("body")
    return "\n".join([page.lead, *body.get_searchable_content(page.body)])


def pages(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    for kind in (SectionPage, ContentPage):
        for page in _published(kind.objects.all(), ids):
            yield SearchDraft(
                str(page.pk), page.title, _words(page), href=page.url, language=page.locale.language_code
            )


def news(ids: Collection[str] | None) -> Iterator[SearchDraft]:
    for page in _published(NewsPage.objects.select_related("county").prefetch_related("topics"), ids):
        topics = [each.topic_id for each in page.topics.all()]
        yield SearchDraft(
            str(page.pk),
            page.title,
            _words(page),
            href=page.url,
            language=page.locale.language_code,
            note=page.county.name if page.county else "",
            county=page.county_id or "",
            field=topics[0] if topics else "",
            day=page.published_on,
        )


def topics() -> dict[str, str]:
    return {topic.code: topic.name for topic in Topic.objects.all()}


def kind_of(page: SitePage) -> str:
    """The kind under which the search knows a page; none for the home page and the list of news."""
    return KIND_OF.get(type(page), "")


SOURCES = (
    SearchSource("page", _("Pages"), entries=pages, order=20),
    SearchSource("news", _("News"), entries=news, fields=topics, order=30),
)
