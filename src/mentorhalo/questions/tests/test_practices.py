"""Questions about a good practice: those who did it hear of them, and what is answered stands on its page."""

from email.message import EmailMessage

import pytest
from django.urls import reverse
from django.utils import timezone

from mentorhalo.knowledge.tests.factories import INSTITUTION
from mentorhalo.questions import actions, receivers
from mentorhalo.questions.choices import Author, State
from mentorhalo.questions.mail_tokens import ANSWER, token_of
from mentorhalo.questions.models import Question

from . import desk_people, factories

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


@pytest.fixture
def practice(world):
    return world.public_practice


def received(practice):
    return factories.received(practice=practice.pk)


def mail(sender, text="Mi minden kedden tartjuk.", message_id="<1@pelda.hu>"):
    message = EmailMessage()
    message["From"] = sender
    message["Message-ID"] = message_id
    message.set_content(text)
    return message


def reply(question, message):
    receivers.take_answer(message, token_of(ANSWER, question.pk))


def test_page_of_a_practice_leads_to_the_question_about_it(client, practice):
    address = f"{reverse('questions:ask')}?practice={practice.code}"

    page = client.get(reverse("knowledge:practice", args=[practice.code])).content.decode()
    form = client.get(address).content.decode()

    assert f'href="{address}"' in page
    assert "Könyves pad" in form
    assert "Könyves pad" not in client.get(f"{reverse('questions:ask')}?practice=JGY-9999").content.decode()


def test_question_about_a_practice_is_its_countys_and_keeps_the_relation(client, practice, world):
    client.force_login(world.users["representative"], backend=BACKEND)
    said = {"title": "Télen hogyan?", "text": "Hol tartják télen a könyveket?", "language": "hu"}

    answer = client.post(f"{reverse('questions:ask')}?practice={practice.code}", said)

    assert answer.status_code == 302
    question = Question.objects.get(title="Télen hogyan?")
    assert (question.practice, question.state) == (practice, State.RECEIVED)
    assert (question.county, question.group) == ("", world.group)


def test_mentor_and_institution_get_letters_without_who_asked_once_it_is_confirmed(letters, practice, world):
    question = factories.asked(practice=practice.pk)

    sent = letters(lambda: actions.confirm_question(question=question, at=factories.ASKED_AT))

    to = {letter.to[0]: letter.body for letter in sent}
    mentor = world.users["mentor"].email
    assert set(to) == {factories.ASKER, mentor, INSTITUTION}
    for body in (to[mentor], to[INSTITUTION]):
        assert question.text in body
        assert "Könyves pad" in body
        assert "Kiss Anna" not in body
        assert factories.ASKER not in body


def test_question_about_no_practice_is_told_to_nobody_else(letters):
    question = factories.asked()

    sent = letters(lambda: actions.confirm_question(question=question, at=factories.ASKED_AT))

    assert [letter.to for letter in sent] == [[factories.ASKER]]


def test_mentor_who_wrote_the_practice_down_reads_the_question_and_leaves_a_note(client, practice, world):
    question = received(practice)
    address = reverse("questions:desk_question", args=[question.pk])
    mentor, other = world.users["mentor"], world.users["other_mentor"]

    assert (
        mentor.has_perm("questions.view_question", question),
        mentor.has_perm("questions.handle", question),
    ) == (
        True,
        False,
    )
    assert not other.has_perm("questions.view_question", question)
    client.force_login(mentor, backend=BACKEND)
    assert "Könyves pad" in client.get(address).content.decode()
    client.post(reverse("questions:note", args=[question.pk]), {"text": "Kérdezd a tanítónőt."})
    assert question.messages.get().is_internal


def test_reply_of_the_institution_is_a_note_for_those_who_answer_once(letters, practice):
    question = received(practice)
    expert = desk_people.expert()
    question = actions.triage_question(
        question=question,
        topic="",
        group=question.group,
        sensitivities=[],
        expert=expert,
        by=desk_people.office(),
        at=timezone.now(),
    )

    sent = letters(lambda: (reply(question, mail(INSTITUTION)), reply(question, mail(INSTITUTION))))

    note = question.messages.get()
    assert (note.author, note.is_internal, note.is_answer) == (Author.OWNER, True, False)
    assert note.text == "Mi minden kedden tartjuk."
    assert [letter.to for letter in sent] == [[expert.user.email]]


def test_stranger_cannot_write_as_the_institution(practice):
    question = received(practice)

    reply(question, mail("mas@pelda.hu"))
    reply(factories.received(), mail(INSTITUTION))

    assert not question.messages.exists()


def test_public_answer_stands_on_the_page_of_the_practice_and_leads_back(client, practice):
    public = factories.published()
    Question.objects.filter(pk=public.pk).update(practice=practice)
    address = reverse("questions:public_question", args=[public.slug])

    page = client.get(reverse("knowledge:practice", args=[practice.code])).content.decode()
    assert f'<a class="ds-link" href="{address}">{public.public_title}</a>' in page
    assert reverse("knowledge:practice", args=[practice.code]) in client.get(address).content.decode()

    Question.objects.filter(pk=public.pk).update(expired_at=timezone.now())
    page = client.get(reverse("knowledge:practice", args=[practice.code])).content.decode()
    assert address not in page
