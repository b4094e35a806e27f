"""What stands around a page is asked for once - and again after any change of an editor, on pages that nobody asked for before."""

from collections.abc import Callable
from itertools import count

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from mentorhalo.programmes.models import Topic
from mentorhalo.website.models import ContentPage, NewsIndexPage, SectionPage
from mentorhalo.website.tests import factories

pytestmark = pytest.mark.django_db
_visits = count()


def new(address: str) -> str:
    """An address of the same page that nobody has asked for."""
    return f"{address}?visit={next(_visits)}"


def seen(client: Client, page: Page) -> str:
    answer = client.get(new(page.url))
    assert answer.status_code == 200
    return answer.content.decode()


def a_section(title: str = "Módszertár") -> SectionPage:
    section = SectionPage(title=title, lead="Mi van itt.", locale=factories.home().locale)
    factories.home().add_child(instance=section)
    return section


def queries_of(client: Client, page: Page) -> int:
    seen(client, page)
    with CaptureQueriesContext(connection) as captured:
        seen(client, page)
    return len(captured)


def test_a_page_deep_in_the_site_costs_as_much_as_one_at_its_top(client: Client) -> None:
    top = factories.a_content_page()
    above = a_section()
    for title in ("Közösségek", "Kérdezés"):
        below = SectionPage(title=title, locale=above.locale)
        above.add_child(instance=below)
        above = below
    deep = factories.a_content_page("Interjú", parent=above)

    assert queries_of(client, top) == queries_of(client, deep)


def test_a_new_name_of_a_page_above_is_seen_at_once(client: Client) -> None:
    section = a_section()
    page = factories.a_content_page(parent=section)
    assert "Módszertár" in seen(client, page)

    section.title = "Tudástár"
    section.save_revision().publish()

    assert "Módszertár" not in seen(client, page)
    assert "Tudástár" in seen(client, page)


def test_a_page_that_was_moved_shows_its_new_way(client: Client) -> None:
    page = factories.a_content_page(parent=a_section())
    assert "Módszertár" in seen(client, page)
    other = a_section("Tudástár")

    page.move(other, pos="last-child")
    page.refresh_from_db()

    assert "Tudástár" in seen(client, page)
    assert "Módszertár" not in seen(client, page)


def test_another_page_at_the_same_address_is_seen_at_once(client: Client) -> None:
    page = factories.a_content_page("Régi")
    address = page.url
    assert "Régi" in seen(client, page)

    page.delete()
    other = factories.a_content_page("Új", slug=page.slug)

    assert other.url == address
    assert "Új" in seen(client, other)


def closed(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def unpublished(page: Page) -> None:
    page.unpublish()


@pytest.mark.parametrize("deed", [closed, unpublished])
def test_news_that_is_no_longer_for_all_leaves_the_list_at_once(
    client: Client, deed: Callable[[Page], None]
) -> None:
    page = factories.a_news_page()
    index = page.get_parent()
    assert page.title in seen(client, index)

    deed(page)

    assert page.title not in seen(client, index)


def test_a_page_closed_and_opened_again_asks_for_sign_in_only_meanwhile(client: Client) -> None:
    page = factories.a_content_page()
    answers = [client.get(new(page.url)).status_code]

    closed(page)
    answers.append(client.get(new(page.url)).status_code)
    PageViewRestriction.objects.get(page=page).delete()
    answers.append(client.get(new(page.url)).status_code)

    assert answers == [200, 302, 200]


def test_a_closed_page_closes_those_below_it(client: Client) -> None:
    section = a_section()
    page = factories.a_content_page(parent=section)
    assert client.get(new(page.url)).status_code == 200

    closed(section)

    assert client.get(new(page.url)).status_code == 302


def test_the_first_news_about_a_topic_offers_it_at_once(client: Client) -> None:
    topic, news = Topic.objects.in_use().first(), factories.a_news_page()
    index = NewsIndexPage.objects.get()
    assert topic is not None
    assert topic.name_hu not in seen(client, index)

    news.topics.create(topic=topic)
    news.save_revision().publish()

    assert topic.name_hu in seen(client, index)


def test_each_reader_is_told_the_topics_in_their_language(client: Client) -> None:
    topic = Topic.objects.in_use().first()
    assert topic is not None
    for language in ("hu", "en"):
        news = factories.a_news_page(parent=factories.a_news_index(language))
        news.topics.create(topic=topic)
        news.save_revision().publish()
    hungarian, english = NewsIndexPage.objects.order_by("locale__language_code").reverse()

    assert topic.name_hu in seen(client, hungarian)
    assert topic.name_en in seen(client, english)


def test_home_page_taken_down_gives_way_to_the_network_at_once(client: Client, world: object) -> None:
    home = factories.home()
    assert home.lead in client.get(new("/")).content.decode()

    home.unpublish()

    assert home.lead not in client.get(new("/")).content.decode()


def test_a_draft_that_is_looked_at_leaves_nothing_behind(client: Client) -> None:
    page = factories.a_content_page()
    draft = ContentPage.objects.get(pk=page.pk)
    draft.slug = "egeszen-mas"
    draft.set_url_path(draft.get_parent())

    assert "egeszen-mas" in draft.make_preview_request().rendered_content

    assert "egeszen-mas" not in seen(client, page)
