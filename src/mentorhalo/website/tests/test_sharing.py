"""What others read of the site: feeds, maps for search engines, the accessibility statement."""

from datetime import timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from mentorhalo.website.models import AccessibilityStatement
from mentorhalo.website.tests import factories

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


# --- feeds --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_feed_of_news_is_read_by_a_feed_reader(client, kind):
    news = factories.a_news_page(title="Falunap <Komlón> & környékén")

    response = client.get(reverse("website:news_feed", args=[kind]))
    feed = feedparser.parse(response.content)

    assert not feed.bozo
    (entry,) = feed.entries
    assert entry.title == "Falunap &lt;Komlón&gt; &amp; környékén" or entry.title == news.title
    assert entry.link.startswith("http")
    assert entry.id.startswith("urn:uuid:")
    assert feed.feed.language == "hu"


def test_feed_answers_304_until_there_is_news(client):
    factories.a_news_page()
    address = reverse("website:news_feed", args=["atom"])
    tag = client.get(address)["ETag"]

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    factories.a_news_page()
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_feed_of_another_kind_is_not_there(client):
    assert client.get("/news.json").status_code == 404


def test_an_empty_feed_is_a_feed(client):
    feed = feedparser.parse(client.get(reverse("website:news_feed", args=["atom"])).content)

    assert (feed.bozo, feed.entries) == (False, [])


# --- maps ---------------------------------------------------------------------------------------


def addresses(response):
    return [node.text for node in ElementTree.fromstring(response.content).iter(f"{SITEMAP}loc")]


def test_every_section_of_the_map_can_be_read(client, world):
    sections = addresses(client.get(reverse("website:sitemaps")))

    assert len(sections) == 6
    for section in sections:
        found = client.get("/" + section.split("/", 3)[3])
        assert found.status_code == 200
        assert all(address.startswith("http://127.0.0.1") for address in addresses(found))


def test_the_map_names_a_community_in_both_languages(client, world):
    found = addresses(client.get(reverse("website:sitemap", args=["communities"])))

    card = reverse("partners:community", args=[world.community.pk])
    assert {f"http://127.0.0.1:8000{card}", f"http://127.0.0.1:8000/en{card}"} <= set(found)


def test_machines_are_told_where_nothing_is_for_them(client):
    text = client.get(reverse("website:robots")).content.decode()

    assert "Disallow: /cms/" in text
    assert "Sitemap: http" in text


# --- the statement ------------------------------------------------------------------------------


def test_the_statement_says_what_the_settings_say(client):
    said = AccessibilityStatement.load()
    said.conformance, said.gaps_hu = "partial", "Régi PDF-ek\nA 2023-as videó felirata"
    said.save()

    page = client.get(reverse("website:accessibility")).content.decode()

    assert "<li>Régi PDF-ek</li>" in page
    assert "2018. évi LXXV. törvény" in page


def test_the_statement_is_due_a_year_after_it_was_looked_through(db):
    said = AccessibilityStatement.load()
    assert not said.is_due

    said.reviewed_on = timezone.localdate() - timedelta(days=366)
    assert said.is_due


def test_feedback_goes_to_whoever_answers_and_is_kept_nowhere(client, django_capture_on_commit_callbacks):
    said = AccessibilityStatement.load()
    said.contact_email = "akadalymentes@example.org"
    said.save()

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            reverse("website:feedback"), {"about": "A térképet nem érem el.", "email": "vera@example.org"}
        )

    assert answer["Location"] == reverse("website:accessibility")
    (letter,) = mail.outbox
    assert (letter.to, letter.reply_to) == (["akadalymentes@example.org"], ["vera@example.org"])
    assert "A térképet nem érem el." in letter.body


@pytest.mark.parametrize(
    "wrong", [{"about": ""}, {"about": "x" * 4001}, {"about": "a", "email": "x\nBcc: all@example.org"}]
)
def test_wrong_feedback_is_named_and_sends_nothing(client, wrong):
    assert client.post(reverse("website:feedback"), wrong).status_code == 200
    assert not mail.outbox


@pytest.mark.parametrize("name", ["%00", "a%00b.jpg", "../x.jpg"])
def test_a_name_that_no_picture_can_have_is_not_found(client, name):
    assert client.get(f"/pictures/{name}").status_code == 404


def test_a_document_in_a_part_of_a_closed_collection_has_no_public_page(client):
    closed = Collection.get_first_root_node().add_child(name="Belső")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    document = factories.a_document(collection=closed.add_child(name="Része"))

    assert client.get(reverse("website:document", args=[document.pk])).status_code == 302
