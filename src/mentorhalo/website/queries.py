"""What the public pages show. A fixed number of queries, whatever the size of the network."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, Revision, Site

from mentorhalo.accounts.models import User, UserQuerySet
from mentorhalo.core.models import AuditLine
from mentorhalo.evidence.models import Fact, Void
from mentorhalo.indicators import queries as indicators
from mentorhalo.indicators.queries import Figure
from mentorhalo.network.queries import PublicMentor, public_mentors
from mentorhalo.partners.models import Community, Consortium
from mentorhalo.programmes.models import Programme
from mentorhalo.territory.models import County
from mentorhalo.territory.queries import county_outlines

from .choices import MenuPlace
from .models import ContentVersion, MenuItem, SiteDocument
from .models.pages import SitePage

MENU_PLACES = frozenset(MenuPlace.values)
LANGUAGES = [code for code, _name in settings.LANGUAGES]
MAPPED = "communities-mentored-continuously"
TABLED = ("communities-informed", "institutions-contacted", "settlements-reached")
MONTHS_SHOWN = 12


@dataclass(frozen=True)
class ShownFigure:
    """A figure with what its element needs beside the value."""

    figure: Figure
    href: str
    explain: str
    series: list[tuple[date, float | int | None]]


@dataclass(frozen=True)
class CountyRow:
    """One county in the table that stands beside the map."""

    code: str
    name: str
    href: str
    mentors: int
    values: list[int]

    @property
    def mapped(self) -> int:
        return self.values[0]


def edition() -> tuple[Any, ...]:
    """What the public pages are made of: it is another one after any entry, deed, consent or change of a page. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_EDITION)
        return (timezone.localdate(), *cursor.fetchone())


def _newest(column: str, model: type[Model]) -> str:
    return f"(SELECT MAX({column}) FROM {model._meta.db_table})"


# Written out, because every visitor of a kept page waits for it. Each part is the end of an index.
_EDITION = "SELECT " + ", ".join(
    [
        _newest("number", ContentVersion),
        *(_newest("id", model) for model in (Fact, Void, AuditLine, ModelLogEntry)),
    ]
)


def shown_figures(programme: Programme, day: date, *, county: str = "") -> list[ShownFigure]:
    """The public figures on the day; over the country with the line of their last months."""
    found = indicators.figures(programme=programme, as_of=day, only_public=True, county=county)
    lines: dict[str, list[tuple[date, float | int | None]]] = {}
    if not county:
        days = indicators.month_ends(programme, day)[-MONTHS_SHOWN:]
        lines = indicators.all_series([figure.code for figure in found], programme, days)
    suffix = f"?county={county}" if county else ""
    return [
        ShownFigure(
            figure=figure,
            href=reverse("indicators:figure", args=[figure.code]) + suffix,
            explain=reverse("indicators:rule", args=[figure.code]),
            series=lines.get(figure.code, []),
        )
        for figure in found
    ]


def county_rows(programme: Programme, day: date, people: list[PublicMentor]) -> list[CountyRow]:
    """Every county of the programme, in Hungarian order, with its mentors and figures."""
    codes = (MAPPED, *TABLED)
    values = indicators.county_table(codes, programme=programme, as_of=day)
    mentors: dict[str, int] = defaultdict(int)
    for person in people:
        mentors[person.county] += 1
    own = set(programme.counties.values_list("county_code", flat=True))
    return [
        CountyRow(
            code=county.code,
            name=county.name,
            href=reverse("website:county", args=[county.code]),
            mentors=mentors[county.code],
            values=[values[code].get(county.code, 0) for code in codes],
        )
        for county in County.objects.order_by("name_sort", "code")
        if county.code in own
    ]


def drawn_counties(rows: list[CountyRow]) -> tuple[str, list[dict[str, object]]]:
    """The map's box and shapes: counties where the network works link to their page, the others lie quiet."""
    at_work = {row.code: row for row in rows}
    shapes: list[dict[str, object]] = []
    view_box, outlines = county_outlines()
    for path in outlines:
        row = at_work.get(path.code)
        shapes.append(
            {
                "code": path.code,
                "d": path.d,
                "name": path.name,
                "href": row.href if row else "",
                "value": row.mapped if row else None,
                "active": bool(row and row.mentors),
            }
        )
    return view_box, shapes


def by_county(people: list[PublicMentor]) -> list[tuple[str, str, list[PublicMentor]]]:
    """Mentors grouped: (county code, county name, mentors), in the order they come."""
    grouped: dict[tuple[str, str], list[PublicMentor]] = defaultdict(list)
    for person in people:
        grouped[person.county, person.county_name].append(person)
    return [(code, name, found) for (code, name), found in grouped.items()]


def mentors_of_county(programme: Programme, day: date, code: str) -> list[PublicMentor]:
    return [person for person in public_mentors(programme, day) if person.county == code]


def consortia_of_county(programme: Programme, code: str) -> list[Consortium]:
    """Consortia that cover a place in the county, with their leads."""
    found = Consortium.objects.filter(programme=programme, settlements__settlement__county=code)
    return list(found.select_related("lead__settlement").distinct().order_by("title_sort", "pk"))


def communities_of_county(code: str) -> list[Community]:
    found = Community.objects.not_merged().in_county(code).select_related("settlement")
    return list(found.order_by("settlement__name_sort", "name_sort", "pk"))


def has_home_page(request: HttpRequest, language: str) -> bool:
    """Whether there is a published home page in that language. Two queries."""
    site = Site.find_for_request(request)
    if site is None:
        return False
    root = site.root_page
    homes = Page.objects.filter(translation_key=root.translation_key, locale__language_code=language)
    return homes.live().exists()


def menu_items(language: str) -> dict[str, list[dict[str, Any]]]:
    """The editors' lines by place; a page in the reader's language, where it is published in it. Two queries."""
    items = list(MenuItem.objects.in_order().select_related("page"))
    keys = {item.page.translation_key for item in items if item.page}
    pages = {}
    if keys:
        found = Page.objects.live().public().filter(translation_key__in=keys, locale__language_code=language)
        pages = {page.translation_key: page for page in found}
    shown: dict[str, list[dict[str, Any]]] = {place: [] for place in MENU_PLACES}
    for item in items:
        page = pages.get(item.page.translation_key) if item.page else None
        if item.page and page is None:
            continue
        shown[item.place].append(
            {
                "fixed": item.fixed,
                "label": item.label,
                "title": page.title if page else "",
                "href": page.get_url() if page else "",
                "is_hidden": item.is_hidden,
            }
        )
    return shown


def due_revisions(at: datetime) -> list[Revision]:
    """Versions of pages of ours whose hour has come, the earliest first."""
    due = Revision.objects.filter(approved_go_live_at__lt=at).order_by("approved_go_live_at")
    return [revision for revision in due if isinstance(revision.content_object, SitePage)]


def wanting(people: UserQuerySet, kind: str) -> list[User]:
    """Those who did not switch off letters of this kind ("submitted", "approved", "rejected") in the editor."""
    return list(
        people.filter(is_active=True).exclude(**{f"wagtail_userprofile__{kind}_notifications": False})
    )


def document(pk: int) -> SiteDocument:
    """Raises `DoesNotExist`. A document that only some may see has no public page."""
    found = SiteDocument.objects.select_related("collection").get(pk=pk)
    if found.collection.get_view_restrictions().exists():  # also of a collection that its own stands in
        raise SiteDocument.DoesNotExist
    return found
