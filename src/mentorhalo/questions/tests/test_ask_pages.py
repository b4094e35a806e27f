"""Asking and following one's question in the browser, and what strangers send instead."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.core import search
from mentorhalo.core.search.actions import index_records
from mentorhalo.questions.choices import State
from mentorhalo.questions.models import Message, Question, Vote
from mentorhalo.questions.queries.own import key_of
from mentorhalo.questions.searching import OWN_KIND, PUBLIC_KIND
from mentorhalo.territory.tests.factories import SettlementFactory

from . import factories
from .factories import ASKED_AT

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sent(**fields):
    return {
        "title": "Hogyan alapítsunk egyesületet?",
        "text": "Tízen vagyunk.",
        "language": "hu",
        "email": "kerdezo@pelda.hu",
        "key": str(uuid4()),
        **fields,
    }


def ask(client, **fields):
    return client.post(reverse("questions:ask"), sent(**fields))


def own_url(question, name="own"):
    return reverse(f"questions:{name}", args=[key_of(question)])


# --- asking


def test_guest_asks_confirms_and_is_promised_a_day(client, django_capture_on_commit_callbacks, mailoutbox):
    settlement = SettlementFactory(name="Abda")
    with django_capture_on_commit_callbacks(execute=True):
        answer = ask(client, settlement="Abda", settlement_value=settlement.pk, name="Kiss Anna")
    assert answer["Location"] == reverse("questions:asked")
    [link] = re.findall(r"https?://\S+/questions/own/\S+", mailoutbox[0].body)
    path = link[link.index("/questions/") :]

    client.get(path)
    assert Question.objects.get().state == State.UNCONFIRMED  # a link scanner opened it
    client.post(f"{path}confirm/")

    question = Question.objects.get()
    assert (question.state, question.settlement) == (State.RECEIVED, settlement.pk)
    assert "Kérdését megkaptuk" in client.get(path).content.decode()


def test_words_sought_in_vain_are_typed_already(client):
    found_nothing = client.get(reverse("core:search"), {"q": "zsiráftartás  a falu határában"})
    [href] = [href for _words, href in found_nothing.context["advice"]]

    form = client.get(href).context["form"]

    assert href.startswith(reverse("questions:ask") + "?q=")
    assert form["title"].value() == "zsiráftartás a falu határában"
    assert form.errors == {}


def test_a_very_long_search_still_makes_a_title_that_fits(client):
    form = client.get(reverse("questions:ask"), {"q": "a\x00 " * 400}).context["form"]

    assert len(form["title"].value()) <= 160


def test_leave_to_publish_is_not_ticked_beforehand(client):
    page = client.get(reverse("questions:ask")).content.decode()

    box = re.search(r"<input[^>]*may_publish[^>]*>", page)[0]
    assert "checked" not in box
    ask(client)
    assert Question.objects.get().may_publish is False


def test_member_is_led_to_the_question(client):
    member = UserFactory()
    client.force_login(member, backend=BACKEND)

    answer = ask(client, email="")

    question = Question.objects.get()
    assert answer["Location"] == own_url(question)
    assert question.asker == member
    assert question.title in client.get(reverse("questions:mine")).content.decode()


def test_sent_twice_by_an_impatient_hand_is_one_question(client):
    key = str(uuid4())

    ask(client, key=key)
    ask(client, key=key)

    assert Question.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "a" * 161),
        ("text", "a" * 8001),
        ("text", "a\0b"),
        ("email", "nem cím"),
        ("email", "a@b.hu\nBcc: c@d.hu"),
        ("topic", "nincs-ilyen"),
        ("language", "xx"),
        ("settlement", "Sehonnaifalva"),
        ("name", "a" * 151),
    ],
)
def test_bad_input_is_told_and_nothing_typed_is_lost(client, field, value):
    answer = ask(client, **{"text": "Megőrzendő szavak.", field: value})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Question.objects.count() == 0
    page = answer.content.decode()
    if field != "text":
        assert "Megőrzendő szavak." in page


def test_too_long_a_text_comes_back_whole(client):
    text = "Nagyon hosszú. " * 700

    page = ask(client, text=text).content.decode()

    assert page.count("Nagyon hosszú.") == 700
    assert "10\xa0499" in page  # how long it is


def test_ten_megabytes_are_refused_kindly(client):
    answer = ask(client, text="a" * 10_000_000)

    assert answer.status_code == 413
    assert "<h1" in answer.content.decode()
    assert Question.objects.count() == 0


def test_html_is_text(client):
    ask(client, title="<script>alert(1)</script> működik?", text="<b>félkövér</b>")

    page = client.get(own_url(Question.objects.get())).content.decode()

    assert "<script>alert(1)" not in page
    assert "<b>félkövér" not in page
    assert "&lt;b&gt;félkövér" in page


def test_header_is_not_injected_by_a_title(client, django_capture_on_commit_callbacks, mailoutbox):
    with django_capture_on_commit_callbacks(execute=True):
        ask(client, title="Kérdés\r\nBcc: mas@pelda.hu")

    assert mailoutbox[0].to == ["kerdezo@pelda.hu"]
    assert Question.objects.get().title == "Kérdés Bcc: mas@pelda.hu"


def test_full_mailbox_is_told_beside_the_address(client):
    for _number in range(3):
        ask(client)

    answer = ask(client)

    assert "email" in answer.context["form"].errors
    assert Question.objects.count() == 3


def test_flood_from_one_network_is_stopped(client):
    for number in range(20):
        ask(client, email=f"a{number}@pelda.hu")

    answer = ask(client, email="b@pelda.hu")

    assert answer.context["form"].non_field_errors()
    assert Question.objects.count() == 20


# --- similar questions


def test_similar_answered_questions_appear_by_inflected_words_without_accents(client):
    question = factories.published(title="Hogyan alapítsunk egyesületet?")
    index_records(PUBLIC_KIND, [str(question.pk)], at=ASKED_AT)

    fragment = client.get(reverse("questions:similar"), {"title": "egyesuletet alapitanank"}).content.decode()

    assert reverse("questions:public_question", args=[question.slug]) in fragment
    assert "<html" not in fragment


@pytest.mark.parametrize("typed", ["", "'", '"' * 20, "a" * 5000, "%_%_%_%_%", "\0" * 10])
def test_odd_typing_finds_nothing_and_harms_nobody(client, typed):
    assert client.get(reverse("questions:similar"), {"title": typed}).status_code == 200


def test_similar_never_shows_a_private_question(client):
    question = factories.received(title="Hogyan alapítsunk egyesületet?")
    for kind in (PUBLIC_KIND, OWN_KIND):
        index_records(kind, [str(question.pk)], at=ASKED_AT)

    page = client.get(reverse("questions:similar"), {"title": "Hogyan alapítsunk egyesületet?"})

    assert "questions/own" not in page.content.decode()


def test_own_question_is_found_by_its_asker_alone():
    member = UserFactory()
    question = factories.asked(by=member, title="Hogyan alapítsunk egyesületet?")
    index_records(OWN_KIND, [str(question.pk)], at=ASKED_AT)

    found = search.search("egyesület", search.tokens_of(member))
    strangers = search.search("egyesület", search.tokens_of(UserFactory()))

    assert [hit.record for hit in found.hits] == [str(question.pk)]
    assert strangers.hits == []


def test_question_taken_back_is_not_found_from_then_on():
    question = factories.published()
    index_records(PUBLIC_KIND, [str(question.pk)], at=ASKED_AT)
    assert search.search("egyesület", {"public"}).total == 1

    factories.actions.change_leave(question=question, may_publish=False, by=None, at=factories.PUBLISHED_AT)

    assert search.search("egyesület", {"public"}).total == 0


# --- one's own page


def test_own_page_tells_the_state_in_plain_words_and_hides_what_colleagues_say(client):
    question = factories.answered(text="Tíz ember kell hozzá.")
    Message.objects.create(
        question=question, at=ASKED_AT, author="office", text="Belső szó", is_internal=True
    )
    Message.objects.create(
        question=question, at=ASKED_AT, author="office", text="Rejtett szó", hidden_at=ASKED_AT
    )

    page = client.get(own_url(question)).content.decode()

    assert "Tíz ember kell hozzá." in page
    assert "Belső szó" not in page
    assert "Rejtett szó" not in page
    assert 'content="noindex' in page


def test_own_page_of_a_member_opens_for_the_member_alone(client):
    question = factories.asked(by=UserFactory())

    assert client.get(own_url(question)).status_code == 302
    client.force_login(UserFactory(), backend=BACKEND)
    assert client.get(own_url(question)).status_code == 404
    client.force_login(question.asker, backend=BACKEND)
    assert client.get(own_url(question)).status_code == 200


def test_forged_link_opens_nothing(client):
    key = key_of(factories.received())

    for forged in (key[:-1] + ("a" if key[-1] != "a" else "b"), key.split(".")[0], "0" * 32, "x.y"):
        answer = client.get(reverse("questions:own", args=[forged]))
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))


def test_asker_answers_what_was_asked_back(client):
    question = factories.actions.move(factories.assigned(), State.WAITING, by=None, at=ASKED_AT)

    client.post(own_url(question, "word"), {"text": "Hatvan fő.", "key": str(uuid4())})

    assert Question.objects.get().state == State.ASSIGNED


def test_empty_word_stays_on_the_page_with_its_error(client):
    question = factories.received()

    answer = client.post(own_url(question, "word"), {"text": ""})

    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_word_to_a_closed_question_is_refused_kindly(client):
    question = factories.actions.move(factories.received(), State.REJECTED, by=None, at=ASKED_AT)

    answer = client.post(own_url(question, "word"), {"text": "De miért?"})

    assert answer.context["form"].non_field_errors()


def test_asker_takes_back_leave_withdraws_and_is_forgotten(client):
    question = factories.received()

    client.post(own_url(question, "leave"), {"may_publish": "no"})
    assert Question.objects.get().may_publish is False
    client.post(own_url(question, "leave"), {"may_publish": "yes"})
    assert Question.objects.get().may_publish is True
    client.post(own_url(question, "erase"))
    assert Question.objects.get().asker_email == ""
    client.post(own_url(question, "withdraw"))
    assert Question.objects.get().state == State.WITHDRAWN
    assert client.get(own_url(question)).status_code == 200


def test_withdrawing_an_unconfirmed_question_leads_to_the_list(client):
    answer = client.post(own_url(factories.asked(), "withdraw"))

    assert answer["Location"] == reverse("questions:public")


def test_withdrawing_too_late_is_told(client):
    question = factories.answered()

    page = client.post(own_url(question, "withdraw"), follow=True).content.decode()

    assert "Időközben" in page
    assert Question.objects.get().state == State.ANSWERED


def test_asker_says_what_came_of_it(client):
    question = factories.answered()

    client.post(own_url(question, "judge"), {"useful": "yes", "change": "Megalakultunk."})
    client.post(own_url(question, "judge"), {"useful": "talán"})

    assert list(Vote.objects.values_list("voter", "is_useful", "change")) == [
        ("asker", True, "Megalakultunk.")
    ]


def test_letters_speak_the_language_of_the_question(client, django_capture_on_commit_callbacks, mailoutbox):
    with django_capture_on_commit_callbacks(execute=True):
        ask(client, language="en")

    assert mailoutbox[0].subject == "Confirm your question"
    assert "/en/questions/own/" in mailoutbox[0].body
