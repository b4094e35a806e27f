"""The map of everything public, for search engines; and what they should leave alone."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from mentorhalo.core.doors import door
from mentorhalo.network.queries import public_mentors
from mentorhalo.outreach.models import Issue
from mentorhalo.partners.models import Community, Organisation
from mentorhalo.programmes.queries import current_programme
from mentorhalo.questions.models import Question

NOT_FOR_MACHINES = ("/cms/", "/desk/", "/account/", "/people/", "/mentoring/", "/i18n/")


class PublicMap(Sitemap):
    """Addresses of the house in each language, each naming its twin."""

    i18n = True
    alternates = True
    x_default = True
    limit = 5000

    def get_domain(self, site: Any = None) -> str:
        return str(settings.SITE_URL).partition("://")[2]

    @property
    def protocol(self) -> str:  # type: ignore[override]
        return str(settings.SITE_URL).partition("://")[0]


class Places(PublicMap):
    """The fixed pages, the counties of the programme and the mentors who agreed to a page."""

    def items(self) -> list[tuple[str, tuple[str, ...]]]:
        fixed = (
            "website:network",
            "website:mentors",
            "questions:public",
            "outreach:archive",
            "indicators:figures",
        )
        found: list[tuple[str, tuple[str, ...]]] = [(name, ()) for name in fixed]
        programme = current_programme()
        if programme is not None:
            codes = programme.counties.order_by("county_code").values_list("county_code", flat=True)
            found += [("website:county", (code,)) for code in codes]
            people = public_mentors(programme, timezone.localdate())
            found += [("website:mentor", (str(one.id),)) for one in people if one.name]
        return found

    def location(self, item: tuple[str, tuple[str, ...]]) -> str:
        return reverse(item[0], args=item[1])


class Answers(PublicMap):
    def items(self) -> Any:
        rows = Question.objects.published().order_by("-published_at", "pk")
        return rows.values_list("slug", "published_at")

    def location(self, item: tuple[str, datetime]) -> str:
        return reverse("questions:public_question", args=[item[0]])

    def lastmod(self, item: tuple[str, datetime]) -> datetime:
        return item[1]


class Letters(PublicMap):
    def items(self) -> Any:
        return Issue.objects.in_archive().order_by("-started_at", "pk").values_list("slug", "started_at")

    def location(self, item: tuple[str, datetime]) -> str:
        return reverse("outreach:archived", args=[item[0]])

    def lastmod(self, item: tuple[str, datetime]) -> datetime:
        return item[1]


class Communities(PublicMap):
    def items(self) -> Any:
        return Community.objects.not_merged().order_by("pk").values_list("pk", flat=True)

    def location(self, item: Any) -> str:
        return reverse("partners:community", args=[item])


class Organisations(PublicMap):
    def items(self) -> Any:
        return Organisation.objects.not_merged().order_by("pk").values_list("pk", flat=True)

    def location(self, item: Any) -> str:
        return reverse("partners:organisation", args=[item])


class EditorsPages(Sitemap):
    """What the editors published: each language has its own pages."""

    limit = 5000

    get_domain = PublicMap.get_domain
    protocol = PublicMap.protocol

    def items(self) -> Any:
        return Page.objects.live().public().filter(depth__gt=1).order_by("path").select_related("locale")

    def location(self, item: Page) -> str:
        return item.get_url() or "/"

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at


MAPS: dict[str, type[Sitemap] | Sitemap] = {
    "places": Places,
    "pages": EditorsPages,
    "questions": Answers,
    "newsletters": Letters,
    "communities": Communities,
    "organisations": Organisations,
}


@door("core.public")
def index(request: HttpRequest) -> HttpResponse:
    return views.index(request, sitemaps=MAPS, sitemap_url_name="website:sitemap")


@door("core.public")
def section(request: HttpRequest, section: str) -> HttpResponse:
    return views.sitemap(request, sitemaps=MAPS, section=section)


@door("core.public")
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_MACHINES)]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('website:sitemaps')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
