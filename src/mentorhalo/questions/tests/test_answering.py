"""Answers by page and by mail, each once, to the asker at once."""

from datetime import timedelta
from email.message import EmailMessage

import pytest

from mentorhalo.questions import actions, receivers
from mentorhalo.questions.actions import AnswerRefused
from mentorhalo.questions.choices import Channel, State
from mentorhalo.questions.mail_tokens import ANSWER, ASK, token_of
from mentorhalo.questions.models import Message

from . import desk_people, factories
from .desk_people import WEDNESDAY

pytestmark = pytest.mark.django_db


def mail(
    sender: str, text: str = "Két ember is elég hozzá.", message_id: str = "<1@pelda.hu>"
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["Message-ID"] = message_id
    message.set_content(f"{text}\n\nOn 11/23/2026 9:15 AM, Mentorháló wrote:\n> Kérdés\n")
    return message


def test_answer_goes_to_the_asker_at_once(letters):
    expert = desk_people.expert()
    question = desk_people.given(expert)

    sent = letters(
        lambda: actions.answer_question(
            question=question,
            text="Tíz ember kell.",
            links=[{"kind": "method", "label": "Naplóvezetés", "url": "https://pelda.hu/naplo"}],
            by=expert.user,
            at=WEDNESDAY,
        )
    )

    question.refresh_from_db()
    assert (question.state, question.first_answered_at) == (State.ANSWERED, WEDNESDAY)
    assert question.links == [{"kind": "method", "label": "Naplóvezetés", "url": "https://pelda.hu/naplo"}]
    assert [letter.to for letter in sent] == [[factories.ASKER]]
    assert "Tíz ember kell." in sent[0].body


@pytest.mark.parametrize("deed", [actions.answer_question, actions.save_answer_draft])
def test_links_of_a_public_answer_stay_as_the_second_reader_saw_them(deed):
    question = factories.published()
    links = [{"kind": "page", "label": "x", "url": "https://pelda.hu/mas"}]

    with pytest.raises(AnswerRefused) as refusal:
        deed(question=question, text="Még egy szó.", links=links, by=question.expert.user, at=WEDNESDAY)

    question.refresh_from_db()
    assert (refusal.value.field, question.links) == ("links", [])


def test_same_form_again_answers_nothing_twice(letters):
    expert = desk_people.expert()
    question = desk_people.given(expert)
    key = question.client_key
    answer = {"question": question, "text": "Igen.", "key": key, "by": expert.user, "at": WEDNESDAY}

    assert len(letters(lambda: (actions.answer_question(**answer), actions.answer_question(**answer)))) == 1
    assert question.messages.filter(is_answer=True).count() == 1


def test_word_after_the_answer_is_a_letter_of_its_own(letters):
    expert = desk_people.expert()
    question = desk_people.answered(expert)

    sent = letters(
        lambda: actions.answer_question(
            question=question, text="Még valami.", by=expert.user, at=WEDNESDAY + timedelta(days=1)
        )
    )

    question.refresh_from_db()
    assert (question.first_answered_at, question.messages.filter(is_answer=True).count()) == (WEDNESDAY, 2)
    assert "Még valami." in sent[0].body


def test_draft_is_kept_and_gone_once_it_is_sent():
    expert = desk_people.expert()
    question = actions.save_answer_draft(
        question=desk_people.given(expert), text="Először", by=expert.user, at=WEDNESDAY
    )
    assert question.answer_draft == "Először"

    actions.answer_question(question=question, text="Először is igen.", by=expert.user, at=WEDNESDAY)
    question.refresh_from_db()
    assert question.answer_draft == ""


@pytest.mark.parametrize(
    ("text", "state"),
    [(" ", State.ASSIGNED), (".", State.ASSIGNED), ("1.", State.ASSIGNED), ("Igen.", State.TRIAGED)],
)
def test_empty_answer_and_question_that_waits_for_none_are_refused(text, state):
    expert = desk_people.expert()
    question = desk_people.given(expert) if state == State.ASSIGNED else desk_people.sorted_question()

    with pytest.raises(AnswerRefused):
        actions.answer_question(question=question, text=text, by=expert.user, at=WEDNESDAY)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//gonosz.hu", "ftp://pelda.hu"])
def test_link_that_leads_nowhere_good_is_refused(url):
    expert = desk_people.expert()

    with pytest.raises(AnswerRefused) as refusal:
        actions.answer_question(
            question=desk_people.given(expert),
            text="Igen.",
            links=[{"kind": "page", "label": "x", "url": url}],
            by=expert.user,
            at=WEDNESDAY,
        )

    assert refusal.value.field == "links"


# --- by mail


def test_reply_of_the_expert_is_the_answer(letters):
    expert = desk_people.expert()
    question = desk_people.given(expert)

    sent = letters(lambda: receivers.take_answer(mail(expert.user.email), token_of(ANSWER, question.pk)))

    message = question.messages.get()
    assert (message.text, message.channel, message.is_answer) == (
        "Két ember is elég hozzá.",
        Channel.EMAIL,
        True,
    )
    assert {letter.to[0] for letter in sent} == {factories.ASKER, expert.user.email}


def test_same_mail_twice_is_one_answer():
    expert = desk_people.expert()
    question = desk_people.given(expert)
    token = token_of(ANSWER, question.pk)

    assert receivers.take_answer(mail(expert.user.email), token)
    assert receivers.take_answer(mail(expert.user.email), token)

    assert question.messages.filter(is_answer=True).count() == 1


def test_reply_from_another_address_is_not_taken_and_the_expert_is_told(letters):
    expert = desk_people.expert()
    question = desk_people.given(expert)

    sent = letters(lambda: receivers.take_answer(mail("masik@pelda.hu"), token_of(ANSWER, question.pk)))

    assert question.messages.count() == 0
    assert [letter.to[0] for letter in sent] == [expert.user.email]


def test_reply_without_own_words_is_not_taken_and_the_expert_is_told(letters):
    expert = desk_people.expert()
    question = desk_people.given(expert)

    sent = letters(
        lambda: receivers.take_answer(mail(expert.user.email, text=""), token_of(ANSWER, question.pk))
    )

    assert question.messages.count() == 0
    assert [letter.to[0] for letter in sent] == [expert.user.email]


def test_attachment_is_named_to_the_expert_and_not_kept(letters):
    expert = desk_people.expert()
    question = desk_people.given(expert)
    message = mail(expert.user.email)
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="útmutató.pdf")

    sent = letters(lambda: receivers.take_answer(message, token_of(ANSWER, question.pk)))

    assert [letter.to[0] for letter in sent if "útmutató.pdf" in letter.body] == [expert.user.email]


@pytest.mark.parametrize("token", ["", "x" * 48, "0" * 48])
def test_forged_token_is_not_ours(token):
    assert not receivers.take_answer(mail("barki@pelda.hu"), token)
    assert not receivers.take_word(mail("barki@pelda.hu"), token)
    assert Message.objects.count() == 0


def test_token_of_the_asker_does_not_answer():
    expert = desk_people.expert()
    question = desk_people.given(expert)

    assert not receivers.take_answer(mail(expert.user.email), token_of(ASK, question.pk))


def test_reply_of_the_asker_is_a_further_word_and_ends_the_waiting():
    expert = desk_people.expert()
    question = desk_people.given(expert)
    actions.ask_back(question=question, text="Hányan?", by=expert.user, at=WEDNESDAY)

    assert receivers.take_word(mail(f"Kiss Anna <{factories.ASKER}>", "Tízen."), token_of(ASK, question.pk))

    question.refresh_from_db()
    assert (question.state, question.messages.last().text) == (State.ASSIGNED, "Tízen.")


def test_word_from_somebody_else_is_not_the_askers():
    question = desk_people.given(desk_people.expert())

    assert receivers.take_word(mail("barki@pelda.hu"), token_of(ASK, question.pk))
    assert question.messages.count() == 0


def test_reply_to_a_question_that_nobody_has_is_lost_without_harm():
    assert receivers.take_answer(mail("barki@pelda.hu"), token_of(ANSWER, desk_people.sorted_question().pk))
    assert Message.objects.count() == 0
