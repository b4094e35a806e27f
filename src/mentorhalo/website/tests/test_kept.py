"""Pages are made once for each edition, and an edition ends with the first deed that may change anything shown."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from mentorhalo.network.actions import withdraw_consent
from mentorhalo.programmes.models import Topic
from mentorhalo.website.actions import put_in_menu
from mentorhalo.website.models import SectionPage
from mentorhalo.website.tests import factories

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def queries_of(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_second_visitor_gets_the_page_for_the_cost_of_its_edition(client, world):
    address = reverse("website:network")

    first = queries_of(client, address)

    assert queries_of(client, address) == 1 < first


def test_a_page_of_the_editors_is_kept_until_it_is_published_anew(client):
    page = factories.a_content_page()
    before = client.get(page.url)
    assert client.get(page.url, headers={"If-None-Match": before["ETag"]}).status_code == 304

    page.lead = "Egészen más bevezető."
    page.save_revision().publish()

    assert "Egészen más bevezető." in client.get(page.url).content.decode()


def test_a_page_that_is_kept_is_not_even_looked_for(client):
    page = factories.a_content_page()
    client.get(page.url)

    assert queries_of(client, page.url) == 1


def unpublished(page):
    page.unpublish()


def deleted(page):
    page.delete()


def renamed(page):
    page.slug = "mas-cim"
    page.save_revision().publish()


def moved(page):
    section = SectionPage(title="Rólunk", locale=page.locale)
    factories.home().add_child(instance=section)
    page.move(section, pos="last-child")


def hidden_with_what_stands_above(page):
    factories.home().unpublish(set_expired=True)
    page.unpublish()


def taken_down_at_its_hour(page):
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save()
    call_command("publish_scheduled")


@pytest.mark.parametrize(
    ("deed", "status"),
    [
        (unpublished, 404),
        (deleted, 404),
        (renamed, 404),  # the redirect follows the commit
        (moved, 301),
        (hidden_with_what_stands_above, 404),
        (taken_down_at_its_hour, 404),
    ],
)
def test_what_is_no_longer_there_is_not_kept(client, deed, status):
    page = factories.a_content_page()
    address = page.url
    assert client.get(address).status_code == 200

    deed(page)

    assert client.get(address).status_code == status


def test_page_closed_to_the_unknown_opens_to_the_signed_in_and_is_not_kept_for_others(client, world):
    page = factories.a_content_page()
    assert client.get(page.url).status_code == 200
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    colleague = Client()
    colleague.force_login(world.users["mentor"], backend=BACKEND)

    assert [each.get(page.url).status_code for each in (client, colleague, client)] == [302, 200, 302]


def test_a_draft_is_seen_by_nobody_until_it_is_published(client):
    page = factories.a_content_page(live=False)
    assert client.get(page.get_url()).status_code == 404
    page.save_revision()
    assert client.get(page.get_url()).status_code == 404

    page.get_latest_revision().publish()

    assert client.get(page.get_url()).status_code == 200


def test_translation_that_is_published_is_offered_at_once(client):
    english = factories.home("en")
    page = factories.a_content_page()
    client.get(page.url)

    copy = page.copy_for_translation(english.locale)
    copy.save_revision().publish()

    assert copy.url in client.get(page.url).content.decode()


def test_line_of_a_menu_stands_on_kept_pages_at_once(client):
    page, other = factories.a_content_page(), factories.a_content_page("Módszertár")
    client.get(page.url)

    put_in_menu(page=other, place="main", order=1)

    assert "Módszertár" in client.get(page.url).content.decode()


def test_a_new_name_of_a_topic_is_seen_at_once(client):
    topic, news = Topic.objects.in_use().first(), factories.a_news_page()
    news.topics.create(topic=topic)
    news.save()
    address = news.get_parent().url
    assert topic.name_hu in client.get(address).content.decode()

    topic.name_hu = "Átnevezett téma"
    topic.save()

    assert "Átnevezett téma" in client.get(address).content.decode()


def test_a_withdrawn_consent_is_seen_at_once(client, world):
    mentor = world.mentors["mentor"]
    address = reverse("website:mentor", args=[mentor.pk])
    assert mentor.name in client.get(address).content.decode()

    withdraw_consent(mentor=mentor, scope="name", by=world.users["office"], at=timezone.now())

    assert client.get(address).status_code == 404


def test_each_visitor_has_a_token_of_their_own(client, client_too):
    address = reverse("website:network")

    first, second = (one.get(address).cookies["csrftoken"].value for one in (client, client_too))

    assert first != second


def test_whoever_is_signed_in_gets_their_own_page(client, world):
    address = reverse("website:network")
    client.get(address)
    client.force_login(world.users["mentor"], backend=BACKEND)

    assert reverse("desk:my_week") in client.get(address).content.decode()


def test_a_page_of_before_the_cookie_changed_is_not_called_fresh(client):
    address = reverse("website:network")
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    client.cookies.clear()

    answer = client.get(address, headers={"If-None-Match": etag})

    assert answer.status_code == 200
    assert answer.cookies["csrftoken"].value


@pytest.fixture
def client_too():
    return Client()
