"""Pages, pictures and documents for tests, each the least that is valid."""

from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Locale, Site

from mentorhalo.website.models import ContentPage, HomePage, NewsIndexPage, NewsPage, Picture, SiteDocument


def a_picture(**fields: Any) -> Picture:
    written = BytesIO()
    Image.new("RGB", (1600, 900), "teal").save(written, "JPEG")
    values = {
        "title": "Művelődési ház",
        "alt_hu": "A művelődési ház kapuja, előtte beszélgető emberek.",
        "alt_en": "The gate of the house of culture, people talking in front of it.",
        "author": "Kovács Anna",
        "rights": "saját kép",
        "file": ContentFile(written.getvalue(), "haz.jpg"),
    }
    return Picture.objects.create(**{**values, **fields})


def a_document(**fields: Any) -> SiteDocument:
    document = SiteDocument(title="Módszertani füzet", summary="A folyamat lépései.", **fields)
    document.file = ContentFile(b"%PDF-1.4 sample", "fuzet.pdf")
    document.measure()
    document.save()
    return document


def home(language: str = "hu", *, is_live: bool = True) -> HomePage:
    """The shipped home page, published."""
    found: HomePage = HomePage.objects.get(locale__language_code=language)
    if is_live:
        found.lead = found.lead or "A mentorok a közösségek mellett állnak."
        found.save_revision().publish()
        found.refresh_from_db()
    return found


def a_content_page(
    title: str = "Mit tesznek a mentorok?", *, parent: Any = None, **fields: Any
) -> ContentPage:
    page = ContentPage(title=title, lead="Röviden arról, mi történik.", locale=Locale.get_default(), **fields)
    (parent or home()).add_child(instance=page)
    return page


def a_news_page(title: str = "Megnyílt a közösségi ház", *, parent: Any = None, **fields: Any) -> NewsPage:
    if parent is None:
        parent = NewsIndexPage.objects.first() or a_news_index()
    page = NewsPage(title=title, locale=parent.locale, **{"lead": "Egy mondat a hírről.", **fields})
    parent.add_child(instance=page)
    return page


def a_news_index(language: str = "hu") -> NewsIndexPage:
    above = home(language)
    index = NewsIndexPage(title="Hírek", slug="hirek", locale=above.locale)
    above.add_child(instance=index)
    return index


def site() -> Site:
    return Site.objects.get(is_default_site=True)
