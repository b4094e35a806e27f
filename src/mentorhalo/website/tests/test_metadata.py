"""What machines read of the pages: JSON-LD that nothing written can break out of, pictures and feeds of shared links."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mentorhalo.core.tests.access import World
from mentorhalo.website.tests.factories import (
    a_content_page,
    a_document,
    a_news_index,
    a_news_page,
    a_picture,
    home,
)

pytestmark = pytest.mark.django_db

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
SITE = "http://127.0.0.1:8000"


def told(client: Client, address: str) -> tuple[dict[str, Any], str]:
    """What the page says of itself, by kind, and the page."""
    page = client.get(address).content.decode()
    said = [json.loads(words) for words in SCRIPT.findall(page)]
    assert all(one["@context"] == "https://schema.org" for one in said)
    return {one["@type"]: one for one in said}, page


def test_home_says_whose_site_it_is_and_where_to_search(client: Client, world: World) -> None:
    for address in ("/", home().url):
        said, page = told(client, address)

        assert set(said) == {"Organization", "WebSite"}
        target = said["WebSite"]["potentialAction"]["target"]["urlTemplate"]
        assert target == f"{SITE}{reverse('core:search')}?q={{search_term_string}}"
        assert (
            client.get(target.replace(SITE, "").replace("{search_term_string}", "mentor")).status_code == 200
        )
        assert 'property="og:site_name" content="Mentorháló"' in page
        assert 'type="application/atom+xml"' in page


def test_news_are_an_article_with_picture_and_way(client: Client) -> None:
    index = a_news_index()
    news = a_news_page(parent=index, picture=a_picture(), published_on=date(2026, 5, 4))

    said, page = told(client, news.url)

    article = said["NewsArticle"]
    assert (article["headline"], article["datePublished"]) == (news.title, "2026-05-04")
    assert article["url"] == SITE + news.url
    assert "author" not in article
    [picture] = re.findall(r'property="og:image" content="([^"]+)"', page)
    assert picture == article["image"]
    assert client.get(picture.removeprefix(SITE)).status_code == 200
    assert f'property="og:image:alt" content="{news.picture.alt_hu}"' in page
    steps = said["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps][1:] == [index.title, news.title]
    assert steps[1]["item"] == SITE + index.url
    assert 'type="application/rss+xml"' in page


def test_title_cannot_end_the_script_it_stands_in(client: Client) -> None:
    page = a_content_page("Mi ez: </script><script>alert(1)</script>?")
    news = a_news_page("</script><script>alert(2)</script>", lead="<!--<script>")

    for shown in (page, news):
        said, html = told(client, shown.url)
        assert said["BreadcrumbList"]["itemListElement"][-1]["name"] == shown.title
        assert "<script>alert" not in html
    assert said["NewsArticle"]["description"] == "<!--<script>"


def test_page_without_picture_promises_none(client: Client) -> None:
    assert "og:image" not in told(client, a_content_page().url)[1]


def test_county_is_a_place_and_a_document_has_its_fingerprint(client: Client, world: World) -> None:
    county, _page = told(client, reverse("website:county", args=[world.county_group.county_id]))
    assert county["AdministrativeArea"]["url"].startswith(SITE)
    assert "BreadcrumbList" in county

    document = a_document()
    said, _page = told(client, reverse("website:document", args=[document.pk]))
    assert said["DigitalDocument"]["encoding"]["sha256"] == document.sha256
    assert said["DigitalDocument"]["encoding"]["contentUrl"].startswith(SITE)
