"""Write the demonstration's site, in both languages, through the website's own actions and checks."""

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from mentorhalo.programmes.models import Topic
from mentorhalo.territory.models import County
from mentorhalo.website.actions import open_page, put_in_menu, store_document, store_picture, write_page
from mentorhalo.website.models import (
    ContentPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    NewsPageTopic,
    Picture,
    SectionPage,
    SiteDocument,
)

from . import site_files
from .plan import minted
from .site import Site

FOLDER = Path(__file__).parent / "data" / "site"
KINDS = {"section": SectionPage, "content": ContentPage, "news_index": NewsIndexPage}
LANGUAGES = ("hu", "en")
PAGE_LINK = re.compile(r'href="page:([\w-]+)"')

PICTURES: dict[str, tuple[Callable[[], bytes], str, str, str]] = {
    "village": (
        site_files.village,
        "Falu a dombok között",
        "Rajz: piros tetős házak és templom a zöld dombok között.",
        "Drawing: houses with red roofs and a church among green hills.",
    ),
    "circle": (
        site_files.circle,
        "Beszélgetőkör",
        "Rajz felülnézetből: kilenc ember ül körben, egymás felé fordulva.",
        "Drawing from above: nine people sit in a circle, turned to each other.",
    ),
}


class Writer:
    """What the pages name by key: pages of each language, pictures, documents."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.pages: dict[tuple[str, str], Any] = {}
        self.pictures = {key: self._stored_picture(*drawn) for key, drawn in PICTURES.items()}
        self.documents = {
            row["key"]: self._stored_document(row) for row in _rows("documents.toml", "document")
        }

    def _stored_picture(self, draw: Callable[[], bytes], title: str, alt_hu: str, alt_en: str) -> Picture:
        picture = Picture(
            title=title,
            alt_hu=alt_hu,
            alt_en=alt_en,
            author="Mentorháló",
            rights="CC0",
            file=ContentFile(draw(), f"{draw.__name__}.jpg"),
        )
        return store_picture(picture=picture, by=self.site.office)

    def _stored_document(self, row: Mapping[str, Any]) -> SiteDocument:
        programme = self.site.programme
        funding = ["## Támogató", f"{programme.name_hu} · {programme.fund_hu} · {programme.project_code}"]
        document = SiteDocument(
            title=row["title"],
            summary=row["summary"],
            issued_on=self.site.period.starts_on + self.elapsed(row["at"]),
            file=ContentFile(
                site_files.booklet(row["title"], row["paragraphs"], funding), f"{row['key']}.odt"
            ),
        )
        return store_document(document=document, by=self.site.office)

    def elapsed(self, part: float) -> timedelta:
        return timedelta(days=int((self.site.period.today - self.site.period.starts_on).days * part))

    def write(self, page: Any, above: Any, on: Any) -> Any:
        return write_page(page=page, above=above, by=self.site.office, at=self.site.at(on))

    # --- what a page says ------------------------------------------------------------------------

    def stream(self, field: Any, blocks: list[Mapping[str, Any]], language: str) -> Any:
        """Blocks as the data has them, in Wagtail's own form."""
        shaped = []
        for block in blocks:
            ((kind, value),) = block.items()
            shape = getattr(self, f"shape_{kind}", None)
            shaped.append({"type": kind, "value": shape(value, language) if shape else value})
        return field.stream_block.to_python(shaped)

    def shape_text(self, value: str, language: str) -> str:
        return PAGE_LINK.sub(lambda found: f'linktype="page" id="{self.pages[language, found[1]].pk}"', value)

    def shape_action(self, value: Mapping[str, Any], language: str) -> dict[str, Any]:
        page = self.pages[language, value["page"]].pk if "page" in value else None
        return {"words": value["words"], "page": page, "address": value.get("address", "")}

    def shape_accordion(self, value: list[Mapping[str, str]], language: str) -> dict[str, Any]:
        return {"entries": [dict(entry) for entry in value]}

    def shape_picture(self, value: Mapping[str, str], language: str) -> dict[str, Any]:
        return {"picture": self.pictures[value["picture"]].pk, "caption": value.get("caption", "")}

    def shape_documents(self, value: Mapping[str, Any], language: str) -> dict[str, Any]:
        return {"title": value["title"], "documents": [self.documents[key].pk for key in value["documents"]]}

    def shape_table(self, value: Mapping[str, Any], language: str) -> dict[str, Any]:
        columns = [{"type": "words", "heading": heading} for heading in value["columns"]]
        rows = [{"values": row} for row in value["rows"]]
        return {
            "caption": value["caption"],
            "table": {"columns": columns, "rows": rows, "caption": value["caption"]},
        }


def write_site(site: Site) -> None:
    """Pages first without their content, so that they can link to each other; then what they say; then the news."""
    site.report(_("pages of the site"), 0, 3)
    writer = Writer(site)
    rows = _rows("pages.toml", "page")
    for row in rows:
        for language in LANGUAGES:
            _open_page(writer, row, language)
    site.report(_("pages of the site"), 1, 3)
    for row in rows:
        for language in LANGUAGES:
            _fill_page(writer, row, language)
        _put_in_menus(writer, row)
    site.report(_("pages of the site"), 2, 3)
    _write_news(writer)
    site.report(_("pages of the site"), 3, 3)


def _open_page(writer: Writer, row: Mapping[str, Any], language: str) -> None:
    said = row[language]
    if row["kind"] == "home":
        writer.pages[language, row["key"]] = HomePage.objects.get(locale__language_code=language)
        return
    page = KINDS[row["kind"]](
        title=said["title"],
        slug=said["slug"],
        lead=said["lead"],
        locale=writer.locales[language],
        translation_key=_key(row["key"]),
    )
    above = writer.pages[language, row["above"]]
    writer.pages[language, row["key"]] = open_page(page=page, above=above, by=writer.site.office)


def _fill_page(writer: Writer, row: Mapping[str, Any], language: str) -> None:
    said, page = row[language], writer.pages[language, row["key"]]
    page.title, page.lead = said["title"], said["lead"]
    if "picture" in row:
        page.picture = writer.pictures[row["picture"]]
    for name in ("hero", "body"):
        if name not in said:
            continue
        blocks = [{"action": value} for value in said[name]] if name == "hero" else said[name]
        setattr(page, name, writer.stream(page._meta.get_field(name), blocks, language))
    with translation.override(language):
        writer.write(page, None, writer.site.period.starts_on)


def _put_in_menus(writer: Writer, row: Mapping[str, Any]) -> None:
    page = Page.objects.get(pk=writer.pages["hu", row["key"]].pk)
    if "menu" in row:
        put_in_menu(page=page, place="main", order=row["menu"])
    if "foot" in row:
        put_in_menu(page=page, place="foot", order=row["foot"])


def _write_news(writer: Writer) -> None:
    topics = {topic.code: topic for topic in Topic.objects.all()}
    counties = {county.name: county for county in County.objects.all()}
    for number, row in enumerate(reversed(_rows("news.toml", "news"))):
        published_on = writer.site.period.starts_on + writer.elapsed(row["at"])
        for language in LANGUAGES:
            said = row[language]
            page = NewsPage(
                title=said["title"],
                lead=said["lead"],
                published_on=published_on,
                picture=writer.pictures.get(row.get("picture", "")),
                county=counties.get(row.get("county", "")),
                locale=writer.locales[language],
                translation_key=_key(f"news-{number}"),
            )
            page.body = writer.stream(page._meta.get_field("body"), [{"text": said["text"]}], language)
            if row["topic"] in topics:
                page.topics = [NewsPageTopic(topic=topics[row["topic"]])]
            writer.write(page, writer.pages[language, "news"], published_on)


def _key(name: str) -> UUID:
    return minted("site-page", name)


def _rows(name: str, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))[table]
    return rows
