"""News: a list and its items, by topic and county."""

from typing import Any, ClassVar, Self

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from mentorhalo.programmes.models import Topic
from mentorhalo.territory.models import County
from mentorhalo.website import metadata
from mentorhalo.website.blocks import BODY, Stream
from mentorhalo.website.editing import CheckPanel
from mentorhalo.website.unchanged import is_any_closed, while_unchanged

from .media import Picture
from .pages import SitePage

NEWS_A_PAGE = 20
TEASER_SIZE = "fill-480x270|format-webp"  # as teasers.html asks for it


class NewsQuerySet(PageQuerySet):
    def shown(self, language: str) -> Self:
        """Published news of one language, the latest first."""
        own = self.live().filter(locale__language_code=language).order_by("-published_on", "-pk")
        return own.public() if is_any_closed() else own

    def teased(self) -> Self:
        """With what a list shows of each: two queries more, for the pictures and their sizes."""
        pictures = Picture.objects.prefetch_renditions(TEASER_SIZE)
        shown = self.only("url_path", "title", "lead", "published_on", "picture", "county", "county__name")
        return shown.select_related("county").prefetch_related(Prefetch("picture", pictures))

    def about(self, topic: str) -> Self:
        return self.filter(topics__topic=topic) if topic else self

    def in_county(self, county: str) -> Self:
        return self.filter(county=county) if county else self


class NewsIndexPage(SitePage):
    """The list of news."""

    parent_page_types: ClassVar[list[str]] = ["website.HomePage"]
    subpage_types: ClassVar[list[str]] = ["website.NewsPage"]
    template = "website/news_index_page.html"
    offers_feed = True
    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Three queries for the list, whatever its length, and one more for its length after each change of a page."""
        context = super().get_context(request, *args, **kwargs)
        topic, county = request.GET.get("topic", ""), request.GET.get("county", "")
        news = NewsPage.objects.shown(self.locale.language_code).about(topic).in_county(county)
        own = news.descendant_of(self)
        pages = Paginator(own.teased(), NEWS_A_PAGE)
        pages.count = while_unchanged(f"news {self.pk} {topic} {county}", own.count)
        page = pages.get_page(request.GET.get("page"))
        context["page_of_news"] = page
        context["items"] = [teaser(item, request) for item in page.object_list]
        context["topics"] = self.topics_told(topic)
        return context

    def topics_told(self, chosen: str) -> list[tuple[str, str, bool]]:
        """The topics that the news of this list are about, as links that narrow it."""

        def told() -> list[tuple[str, str]]:
            told = NewsPageTopic.objects.filter(page__in=NewsPage.objects.descendant_of(self).live())
            topics = Topic.objects.in_use().filter(pk__in=told.values("topic"))
            return [(topic.code, topic.name) for topic in topics]

        topics = while_unchanged(f"topics {self.pk}", told)
        narrowed = [(name, f"?topic={code}", code == chosen) for code, name in topics]
        return [(gettext("All"), "?", not chosen), *narrowed] if narrowed else []


class NewsPage(SitePage):
    """One piece of news."""

    published_on = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    picture = models.ForeignKey(
        "website.Picture",
        verbose_name=_("picture"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    county = models.ForeignKey(
        County, verbose_name=_("county"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    body = Stream(BODY, verbose_name=_("content"), blank=True)

    objects = PageManager.from_queryset(NewsQuerySet)()

    parent_page_types: ClassVar[list[str]] = ["website.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "website/news_page.html"
    offers_feed = True
    content_panels: ClassVar[list[Panel]] = [
        CheckPanel(),
        *Page.content_panels,
        FieldPanel("published_on"),
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldPanel("body"),
        MultiFieldPanel(
            [InlinePanel("topics", label=_("topic")), FieldPanel("county")], heading=_("What it is about")
        ),
    ]

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["topics"] = self.own_topics
        return context

    @cached_property
    def own_topics(self) -> list[Topic]:
        return [each.topic for each in self.topics.select_related("topic")]

    def metadata(self, request: HttpRequest, context: dict[str, Any]) -> list[SafeString]:
        picture = context["shared_picture"]
        return metadata.news(
            self,
            address=metadata.absolute(self.get_url(request)),
            picture=picture["address"] if picture else "",
            topics=[topic.name for topic in self.own_topics],
        )


class NewsPageTopic(models.Model):
    """A topic of a piece of news."""

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="topics")
    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="+")

    panels: ClassVar[list[Panel]] = [FieldPanel("topic")]

    class Meta:
        ordering = ["topic__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "topic"],
                name="news_topic_once",
                violation_error_message=_("This topic is there already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.topic_id)


def teaser(page: NewsPage, request: HttpRequest) -> dict[str, Any]:
    """What a list shows of a piece of news."""
    return {
        "title": page.title,
        "href": page.get_url(request),
        "lead": page.lead,
        "published_on": page.published_on,
        "picture": page.picture,
        "county": page.county.name if page.county else "",
    }
