"""The pages an editor writes: home, sections, content. Each in one language; translations share a key."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.models import Page, PageViewRestriction, Revision

from mentorhalo.website import metadata
from mentorhalo.website.blocks import BODY, HERO, Stream
from mentorhalo.website.checks import PageRefused, findings
from mentorhalo.website.editing import HOME_DEPTH, CheckPanel, SitePageForm
from mentorhalo.website.languages import languages_of
from mentorhalo.website.unchanged import is_any_closed, while_unchanged


class SitePage(Page):
    """What all pages have in common: a lead, the look of the house, checks before publishing."""

    lead = models.TextField(
        _("opening words"),
        max_length=500,
        blank=True,
        help_text=_("Two or three sentences under the title; lists, search and shared links show them, too."),
    )

    base_form_class = SitePageForm
    show_in_menus_default = False
    offers_feed = False  # whether feed readers are told of the news here
    promote_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("Address and search"),
        )
    ]

    class Meta:
        abstract = True

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Every way of publishing comes through here: approval, lists, the hour that has come, translation, scripts.

        (The edit form alone goes by itself; it has refused before.) Raises `PageRefused`.
        """
        page = revision.as_object()
        if found := findings(page):
            raise PageRefused(page, found)
        return super().publish(revision, *args, **kwargs)

    @property
    def description(self) -> str:
        """What shared links and search engines show under the title."""
        return self.search_description or self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["languages"] = self.languages(request)
        context["trail"] = [*self.above(request), (self.title, "")]
        context["offers_feed"] = self.offers_feed
        context["shared_picture"] = self.shared_picture()
        context["metadata"] = [*self.metadata(request, context), *metadata.breadcrumb(context["trail"])]
        return context

    def metadata(self, request: HttpRequest, context: dict[str, Any]) -> list[SafeString]:
        """What machines read of this kind of page, beside the way to it."""
        return []

    def shared_picture(self) -> dict[str, Any] | None:
        """The picture that goes with a shared link, where the page has one. One query, and a file on first sight."""
        picture = getattr(self, "picture", None)
        if picture is None:
            return None
        made = get_rendition_or_not_found(picture, metadata.SHARED_SIZE)
        return {
            "address": metadata.absolute(made.url),
            "alt": picture.default_alt_text,
            "width": made.width,
            "height": made.height,
        }

    def languages(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Which languages it can be read in."""
        return self._around(request, "languages", lambda: languages_of(self, request))

    def above(self, request: HttpRequest) -> list[tuple[str, str]]:
        """The way from the home page to here, for the breadcrumb: titles and addresses of the pages above."""

        def found() -> list[tuple[str, str]]:
            pages = self.get_ancestors().filter(depth__gte=HOME_DEPTH).live()
            return [(page.title, page.get_url(request)) for page in pages]

        return self._around(request, "above", found)

    def get_view_restrictions(self) -> Any:
        """Four queries fewer where no page of the site is closed."""
        return super().get_view_restrictions() if is_any_closed() else PageViewRestriction.objects.none()

    def _around[Answer](self, request: HttpRequest, what: str, make: Callable[[], Answer]) -> Answer:
        """Kept; but a draft that is looked at may stand at another address, or nowhere yet."""
        if getattr(request, "is_preview", False):
            return make()
        return while_unchanged(f"{what} {self.pk} {request.get_host()}", make)


class HomePage(SitePage):
    """The first page in its language."""

    picture = models.ForeignKey(
        "website.Picture",
        verbose_name=_("picture"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    hero = Stream(HERO, verbose_name=_("what to do first"), blank=True)
    body = Stream(BODY, verbose_name=_("content"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "website.SectionPage",
        "website.ContentPage",
        "website.NewsIndexPage",
    ]
    template = "website/home_page.html"
    offers_feed = True
    content_panels: ClassVar[list[Panel]] = [
        CheckPanel(),
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldPanel("hero"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def metadata(self, request: HttpRequest, context: dict[str, Any]) -> list[SafeString]:
        return metadata.site(self.locale.language_code)


class SectionPage(SitePage):
    """A page that leads to the pages below it."""

    body = Stream(BODY, verbose_name=_("content"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["website.HomePage", "website.SectionPage"]
    subpage_types: ClassVar[list[str]] = ["website.SectionPage", "website.ContentPage"]
    template = "website/section_page.html"
    content_panels: ClassVar[list[Panel]] = [
        CheckPanel(),
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        below = self.get_children().live().defer_streamfields().specific()
        context["below"] = [
            {"title": page.title, "href": page.get_url(request), "lead": getattr(page, "lead", "")}
            for page in below
        ]
        return context


class ContentPage(SitePage):
    """An ordinary page."""

    body = Stream(BODY, verbose_name=_("content"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["website.HomePage", "website.SectionPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "website/content_page.html"
    content_panels: ClassVar[list[Panel]] = [
        CheckPanel(),
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")
