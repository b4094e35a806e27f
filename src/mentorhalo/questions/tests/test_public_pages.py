"""What everybody reads: list, page, experts, feed; that it is fast, and that it tells nothing of who asked."""

import json
import re
import xml.etree.ElementTree as ElementTree
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.questions import actions, live
from mentorhalo.questions.actions.publishing import GRACE, HOLDS_FOR
from mentorhalo.questions.models import Question, Vote
from mentorhalo.territory.tests.factories import CountyFactory

from . import factories
from .factories import PUBLISHED_AT

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ATOM = "{http://www.w3.org/2005/Atom}"
PUBLIC = "/questions/"


def page_of(client, question):
    return client.get(reverse("questions:public_question", args=[question.slug]))


def vote(client, question, **data):
    return client.post(reverse("questions:vote", args=[question.slug]), data)


# --- nothing of who asked


def test_public_pages_tell_nothing_of_who_asked(client):
    question = factories.published(expert=factories.ExpertFactory())

    for address in (
        PUBLIC,
        reverse("questions:public_question", args=[question.slug]),
        reverse("questions:feed"),
        reverse("questions:expert", args=[question.expert_id]),
    ):
        page = client.get(address).content.decode()
        assert question.public_title in page
        for word in (factories.ASKER, "Kiss Anna", "Kovács"):
            assert word not in page


def test_unpublished_questions_are_nowhere(client):
    for question in (factories.received(title="Zsiráf?"), factories.in_review(title="Zsiráf?")):
        assert question.slug == ""

    assert "Zsiráf" not in client.get(PUBLIC).content.decode()
    assert "Zsiráf" not in client.get(reverse("questions:feed")).content.decode()


# --- the list


def test_list_is_filtered_by_topic_and_county(client):
    baranya = CountyFactory(code="02", name="Baranya")
    topic = factories.topic()
    factories.published_many(2, county=baranya.pk, topic=topic)
    factories.published_many(3)

    def shown(**query):
        return len(client.get(PUBLIC, query).context["lines"])

    assert (shown(), shown(county="02"), shown(topic=topic.pk), shown(county="02", topic=topic.pk)) == (
        5,
        2,
        2,
        2,
    )
    assert shown(topic="nincs", county="xx") == 5


@pytest.mark.parametrize("number", ["1", "2", "99", "x", "-1", "9" * 400])
def test_odd_page_numbers_show_a_page(client, number):
    factories.published_many(31)

    assert client.get(PUBLIC, {"page": number}).context["lines"]


def test_list_asks_as_often_however_many_there_are(client):
    def asked():
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(PUBLIC)
        return len(queries)

    factories.published_many(1)
    asked()
    few = asked()
    factories.published_many(100)

    assert asked() == few
    assert few <= 9


def test_visitor_gets_the_kept_page_by_one_query():
    factories.published_many(3)
    Client().get(PUBLIC)
    visitor = Client()

    with CaptureQueriesContext(connection) as queries:
        page = visitor.get(PUBLIC)

    assert len(queries) == 1
    assert visitor.get(PUBLIC, headers={"If-None-Match": page["ETag"]}).status_code == 304


def test_kept_page_is_new_as_soon_as_something_is_published_or_taken_back():
    first = factories.published(title="Az első?")
    assert "Az első?" in Client().get(PUBLIC).content.decode()

    factories.published(title="A második?", published_at=PUBLISHED_AT + timedelta(seconds=1))
    assert "A második?" in Client().get(PUBLIC).content.decode()

    actions.change_leave(question=first, may_publish=False, by=None, at=timezone.now())
    assert "Az első?" not in Client().get(PUBLIC).content.decode()


def test_kept_page_gives_each_visitor_a_token_that_fits(settings):
    factories.published_many(1)
    Client().get(PUBLIC)
    visitor = Client(enforce_csrf_checks=True)

    page = visitor.get(PUBLIC).content.decode()
    token = re.search(r'"X-CSRFToken": "(\w+)"', page)[1]

    assert "@csrf@" not in page
    address = reverse("questions:vote", args=[Question.objects.get().slug])
    assert visitor.post(address, {"useful": "yes"}, headers={"X-CSRFToken": token}).status_code == 302


def test_kept_page_of_a_visitor_is_not_shown_to_a_member(client):
    factories.published_many(1)
    Client().get(PUBLIC)
    member = UserFactory(name="Kovács Tag")
    client.force_login(member, backend=BACKEND)

    assert "Kovács Tag" in client.get(PUBLIC).content.decode()
    assert "Kovács Tag" not in Client().get(PUBLIC).content.decode()


def test_languages_are_kept_apart():
    factories.published_many(1)

    assert "Kérdések és válaszok" in Client().get(PUBLIC).content.decode()
    assert "Questions and answers" in Client().get("/en/questions/").content.decode()


# --- one question


def test_page_shows_answer_expert_days_and_links(client):
    expert = factories.ExpertFactory(name="Dr. Tóth Éva", title_hu="jogász")
    question = factories.published(expert=expert)
    Question.objects.update(
        links=[{"kind": "method", "label": "Világkávézó", "url": "/modszerek/vilagkavezo/"}]
    )

    page = page_of(client, question).content.decode()

    for words in ("Tíz ember kell hozzá.", "Dr. Tóth Éva", "jogász", "Világkávézó", "2025. március 10."):
        assert words in page


def test_expert_without_public_profile_is_not_named(client):
    question = factories.published(expert=factories.ExpertFactory(name="Dr. Rejtőző", is_public=False))

    assert "Rejtőző" not in page_of(client, question).content.decode()
    assert client.get(reverse("questions:expert", args=[question.expert_id])).status_code == 404


def test_metadata_says_what_the_page_says_and_cannot_end_its_script(client):
    question = factories.published(title="Mi ez: </script><script>alert(1)</script>?")

    page = page_of(client, question).content.decode()

    [block] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    said = json.loads(block)["mainEntity"]
    assert said["name"] == question.public_title
    assert said["acceptedAnswer"]["text"] == question.public_answer
    assert "<script>alert" not in page


def test_question_taken_back_is_gone_and_says_so(client):
    question = factories.published()
    actions.change_leave(question=question, may_publish=False, by=None, at=timezone.now())

    answer = page_of(client, question)

    assert answer.status_code == 410
    assert question.public_answer not in answer.content.decode()
    assert "Tíz ember" not in answer.content.decode()


def test_unknown_question_is_not_found(client):
    assert client.get(reverse("questions:public_question", args=["nincs"])).status_code == 404


def test_expired_answer_says_so_and_is_in_no_list(client):
    question = factories.published()
    actions.expire_answers(at=PUBLISHED_AT + HOLDS_FOR + GRACE)

    assert "elavult" in page_of(client, question).content.decode()
    assert question.slug not in client.get(PUBLIC).content.decode()
    assert question.slug not in client.get(reverse("questions:feed")).content.decode()


def test_related_questions_are_of_the_same_topic(client):
    topic = factories.topic()
    question = factories.published(topic=topic.pk)
    factories.published_many(7, topic=topic)
    factories.published_many(1)

    assert len(page_of(client, question).context["related"]) == 5


def test_question_page_asks_as_often_however_many_there_are(client):
    question = factories.published(topic=factories.topic().pk)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page_of(client, question)
        return len(queries)

    asked()
    few = asked()
    factories.published_many(20, topic=factories.topic())

    assert asked() == few


# --- the vote


def test_browser_has_one_vote_and_may_change_it(client):
    question = factories.published()

    vote(client, question, useful="yes", change="Megalakultunk.")
    vote(client, question, useful="no")
    vote(Client(), question, useful="yes")

    assert sorted(Vote.objects.values_list("is_useful", flat=True)) == [False, True]
    assert client.cookies["reader"]["httponly"]
    assert "nem találta hasznosnak" in page_of(client, question).content.decode()


def test_member_votes_by_account_from_any_browser():
    member, question = UserFactory(), factories.published()
    for _browser in range(2):
        client = Client()
        client.force_login(member, backend=BACKEND)
        vote(client, question, useful="yes")

    assert Vote.objects.get().voter == f"account:{member.pk}"


@pytest.mark.parametrize("data", [{}, {"useful": "talán"}, {"useful": "yes", "change": "a" * 501}])
def test_odd_vote_is_refused_kindly(client, data):
    question = factories.published()

    page = vote(client, question, **data)

    assert page.context["form"].errors
    assert data.get("change", "") in page.content.decode()
    assert Vote.objects.count() == 0


def test_forged_reader_is_a_new_reader(client):
    question = factories.published()
    client.cookies["reader"] = "browser:hamis"

    vote(client, question, useful="yes")

    assert "hamis" not in Vote.objects.get().voter


def test_vote_on_what_was_taken_back_is_refused(client):
    question = factories.published()
    actions.change_leave(question=question, may_publish=False, by=None, at=timezone.now())

    vote(client, question, useful="yes")

    assert Vote.objects.count() == 0


# --- in a page of the editors


def test_editor_places_the_latest_questions_or_one_that_vanishes_when_it_is_taken_back(rf):
    question = factories.published()
    request = rf.get("/")
    one = {"chosen": str(question.pk)}

    assert [code for code, _words in live.offered()] == ["newest", str(question.pk)]
    assert live.shown(request, one)["question"] == question
    [line] = live.shown(request, {"chosen": "newest"})["lines"]
    assert line.title == question.public_title
    for found in (live.shown(request, one), live.shown(request, {"chosen": "newest"})):
        assert question.public_title in render_to_string(
            "questions/public_block.html", {"title": "", **found}
        )

    actions.change_leave(question=question, may_publish=False, by=None, at=timezone.now())
    assert live.shown(request, one) is None
    assert live.shown(request, {"chosen": "newest"}) is None
    assert live.shown(request, {"chosen": "x"}) is None


# --- experts


def test_experts_are_listed_by_a_fixed_number_of_queries(client):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("questions:experts"))
        return len(queries)

    factories.ExpertFactory().topics.add(factories.topic())
    asked()
    few = asked()
    for _number in range(3):
        factories.ExpertFactory().topics.add(factories.topic())

    assert asked() == few


# --- the feed


def feed(client, **query):
    return client.get(reverse("questions:feed"), query)


def test_feed_is_atom_with_permanent_ids_and_absolute_addresses(client):
    question = factories.published(title="Mi a < és az &?", topic=factories.topic().pk)

    answer = feed(client)
    root = ElementTree.fromstring(answer.content)

    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "hu"
    [entry] = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{question.pk}"
    assert entry.findtext(f"{ATOM}title") == "Mi a < és az &?"
    assert entry.find(f"{ATOM}link").get("href").startswith("http")
    [self_link] = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert self_link.get("href").endswith(reverse("questions:feed"))


def test_feed_that_did_not_change_is_not_sent_again(client):
    factories.published()
    first = feed(client)

    address = reverse("questions:feed")
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(address, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304


def test_feed_narrows_like_the_list(client):
    topic = factories.topic()
    factories.published_many(2, topic=topic)
    factories.published_many(1)

    entries = ElementTree.fromstring(feed(client, topic=topic.pk).content).findall(f"{ATOM}entry")

    assert len(entries) == 2


def test_empty_feed_is_a_feed(client):
    assert feed(client, topic="x" * 500, county="\0").status_code == 200
