"""Asking and what an asker may do afterwards: one story per way out."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.core.models import AuditLine
from mentorhalo.network.tests.factories import CountyGroupFactory
from mentorhalo.programmes.tests.factories import ProgrammeFactory
from mentorhalo.questions import actions
from mentorhalo.questions.actions import AskRefused, StateRefused
from mentorhalo.questions.actions.asking import MOST_A_DAY, MOST_UNCONFIRMED, MOST_WORDS_A_DAY
from mentorhalo.questions.choices import Author, State, Verdict
from mentorhalo.questions.models import Message, Question
from mentorhalo.questions.queries.own import key_of
from mentorhalo.territory.tests.factories import SettlementFactory

from . import factories
from .factories import ASKED_AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def letters(django_capture_on_commit_callbacks, mailoutbox):
    """`letters(deed)`: do it, let the jobs run, give back the new letters."""

    def sent(deed):
        before = len(mailoutbox)
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        return mailoutbox[before:]

    return sent


# --- asking


def test_guest_is_heard_only_after_confirming(letters):
    [letter] = letters(factories.asked)
    question = Question.objects.get()

    assert (question.state, question.received_at, question.due_at) == (State.UNCONFIRMED, None, None)
    assert letter.to == [factories.ASKER]
    assert key_of(question) in letter.body

    [letter] = letters(lambda: actions.confirm_question(question=question, at=ASKED_AT))
    question.refresh_from_db()
    assert question.state == State.RECEIVED
    assert timezone.localdate(question.due_at).isoformat() == "2025-03-10"  # five working days after a Monday
    assert "2025. március 10." in letter.body


def test_confirming_twice_is_harmless(letters):
    question = factories.received()

    assert letters(lambda: actions.confirm_question(question=question, at=ASKED_AT + timedelta(days=1))) == []
    assert Question.objects.get().received_at == ASKED_AT


def test_member_is_heard_at_once(letters):
    member = UserFactory()

    [letter] = letters(lambda: factories.asked(by=member, email="", name=""))

    question = Question.objects.get()
    assert (question.state, question.asker, question.asker_email) == (State.RECEIVED, member, "")
    assert letter.to == [member.email]


def test_promise_leaves_out_weekends_and_holidays():
    friday_before_easter_week = ASKED_AT.replace(month=4, day=15)

    question = factories.received(at=friday_before_easter_week)

    # Wednesday, Thursday, (Good Friday, weekend, Easter Monday), Tuesday, Wednesday, Thursday
    assert timezone.localdate(question.due_at).isoformat() == "2025-04-24"


def test_same_key_is_the_same_question():
    key = uuid4()

    first, second = factories.asked(key=key), factories.asked(key=key, title="Más")

    assert first == second
    assert Question.objects.count() == 1


def test_guest_without_address_is_refused():
    with pytest.raises(AskRefused) as refused:
        factories.asked(email=" ")

    assert refused.value.field == "email"


def test_mailbox_is_not_filled_with_letters_to_confirm():
    for _number in range(MOST_UNCONFIRMED):
        factories.asked()

    with pytest.raises(AskRefused):
        factories.asked(at=ASKED_AT + timedelta(minutes=1))
    assert factories.asked(at=ASKED_AT + timedelta(days=2)).pk


def test_member_asks_so_much_a_day():
    member = UserFactory()
    for _number in range(MOST_A_DAY):
        factories.asked(by=member)

    with pytest.raises(AskRefused):
        factories.asked(by=member, at=ASKED_AT + timedelta(hours=1))


def test_question_is_sorted_to_the_group_of_its_county():
    settlement = SettlementFactory()
    group = CountyGroupFactory(programme=ProgrammeFactory(), county=settlement.county)

    question = factories.asked(settlement=settlement.pk)

    assert (question.county, question.group, question.programme) == (
        settlement.county_id,
        group.pk,
        group.programme.code,
    )


def test_unconfirmed_question_is_deleted_after_a_week():
    factories.asked()
    young = factories.asked(at=ASKED_AT + timedelta(days=7), email="mas@pelda.hu")

    assert actions.discard_unconfirmed(at=ASKED_AT + timedelta(days=8)) == 1
    assert Question.objects.get() == young


# --- a further word


def test_further_word_answers_what_was_asked_back(letters):
    question = factories.assigned()
    question = actions.move(question, State.WAITING, by=None, at=ASKED_AT)

    [letter] = letters(lambda: actions.add_word(question=question, text=" Hatvan fő. ", by=None, at=ASKED_AT))

    assert letter.to == [question.expert.user.email]
    question.refresh_from_db()
    assert question.state == State.ASSIGNED
    assert Message.objects.get().text == "Hatvan fő."


def test_further_word_before_an_expert_was_found_goes_back_to_sorting():
    question = actions.move(factories.received(), State.TRIAGED, by=None, at=ASKED_AT)
    actions.move(question, State.WAITING, by=None, at=ASKED_AT)

    actions.add_word(question=question, text="Hatvan fő.", by=None, at=ASKED_AT)

    assert Question.objects.get().state == State.TRIAGED


def test_same_word_is_taken_once():
    question, key = factories.received(), uuid4()

    first = actions.add_word(question=question, text="Hatvan fő.", key=key, by=None, at=ASKED_AT)
    second = actions.add_word(question=question, text="Hatvan fő.", key=key, by=None, at=ASKED_AT)

    assert first == second
    assert Message.objects.count() == 1


def test_same_letter_is_taken_once():
    question = factories.received()

    for _time in range(2):
        actions.add_word(question=question, text="Hatvan fő.", message_id="<1@x>", by=None, at=ASKED_AT)

    assert Message.objects.count() == 1


def test_nothing_is_added_to_an_unconfirmed_or_closed_question():
    rejected = actions.move(factories.received(), State.REJECTED, by=None, at=ASKED_AT)

    for question in (factories.asked(), rejected):
        with pytest.raises(AskRefused):
            actions.add_word(question=question, text="Még valami.", by=None, at=ASKED_AT)


def test_empty_word_is_refused():
    with pytest.raises(AskRefused) as refused:
        actions.add_word(question=factories.received(), text=" \n", by=None, at=ASKED_AT)

    assert refused.value.field == "text"


def test_words_of_one_day_are_bounded():
    question = factories.received()
    for _number in range(MOST_WORDS_A_DAY):
        actions.add_word(question=question, text="Még valami.", by=None, at=ASKED_AT)

    with pytest.raises(AskRefused):
        actions.add_word(question=question, text="Még valami.", by=None, at=ASKED_AT)


# --- leave


def test_taking_back_leave_unpublishes_at_once(letters):
    question = factories.published()

    [letter] = letters(
        lambda: actions.change_leave(question=question, may_publish=False, by=None, at=timezone.now())
    )

    question.refresh_from_db()
    assert (question.state, question.may_publish) == (State.PRIVATE, False)
    assert question.slug  # its address says that it was there
    assert letter.to == [factories.ASKER]


def test_taking_back_leave_ends_the_review():
    question = factories.in_review(verdict=None)

    question = actions.change_leave(question=question, may_publish=False, by=None, at=timezone.now())

    assert question.state == State.PRIVATE
    assert question.reviews.get().verdict == Verdict.KEEP_PRIVATE


def test_leave_given_later_brings_a_private_answer_back_to_the_desk():
    question = factories.answered(may_publish=False)
    question = actions.move(question, State.PRIVATE, by=None, at=factories.ANSWERED_AT)

    question = actions.change_leave(question=question, may_publish=True, by=None, at=timezone.now())

    assert (question.state, question.may_publish) == (State.ANSWERED, True)


def test_leave_changes_before_the_answer_without_a_step():
    question = factories.received()

    question = actions.change_leave(question=question, may_publish=False, by=None, at=timezone.now())

    assert (question.state, question.may_publish) == (State.RECEIVED, False)


def test_same_leave_again_changes_nothing():
    question = factories.received()

    assert actions.change_leave(question=question, may_publish=True, by=None, at=timezone.now()) == question
    assert Question.objects.get().may_publish_at == ASKED_AT


# --- withdrawing and forgetting


def test_withdrawn_question_keeps_no_word_of_its_asker():
    question = factories.assigned()
    actions.add_word(question=question, text="Kovács Béla mondta.", by=None, at=ASKED_AT)

    withdrawn = actions.withdraw_question(question=question, by=None, at=ASKED_AT + timedelta(hours=1))

    assert withdrawn.state == State.WITHDRAWN
    assert (withdrawn.title, withdrawn.text, withdrawn.asker_name, withdrawn.asker_email) == ("", "", "", "")
    assert Message.objects.count() == 0
    assert actions.withdraw_question(question=question, by=None, at=ASKED_AT) == withdrawn


def test_unconfirmed_question_is_withdrawn_without_a_trace():
    assert actions.withdraw_question(question=factories.asked(), by=None, at=ASKED_AT) is None
    assert Question.objects.count() == 0


def test_answered_question_is_not_withdrawn():
    with pytest.raises(AskRefused):
        actions.withdraw_question(question=factories.answered(), by=None, at=timezone.now())


def test_forgotten_asker_gets_no_more_letters(letters):
    question = factories.assigned()

    question = actions.erase_asker(question=question, at=ASKED_AT)

    assert (question.asker_name, question.asker_email, question.erased_at) == ("", "", ASKED_AT)
    assert letters(lambda: actions.move(question, State.WAITING, by=None, at=ASKED_AT)) == []
    assert AuditLine.objects.filter(deed="erase_asker").count() == 1


def test_forgotten_member_is_not_known_by_any_row():
    member = UserFactory()
    question = factories.asked(by=member)
    actions.add_word(question=question, text="Még valami.", by=member, at=ASKED_AT)

    actions.erase_asker(question=question, at=ASKED_AT)
    actions.erase_asker(question=question, at=ASKED_AT)

    question.refresh_from_db()
    assert question.asker is None
    assert not question.moves.filter(by=member).exists()
    assert Message.objects.get(author=Author.ASKER).by is None


def test_step_that_does_not_lead_there_is_refused():
    with pytest.raises(StateRefused):
        actions.move(factories.received(), State.PUBLISHED, by=None, at=ASKED_AT)


def test_step_of_somebody_who_looks_at_an_old_page_is_refused():
    question = factories.received()
    seen = Question.objects.get()
    actions.move(question, State.TRIAGED, by=None, at=ASKED_AT)

    with pytest.raises(StateRefused):
        actions.move(seen, State.REJECTED, by=None, at=ASKED_AT)


def test_letter_to_an_unproven_address_carries_no_link_of_a_strangers(letters):
    [letter] = letters(lambda: factories.asked(title="Nyert! https://csapda.pelda/x vagy www.csapda.pelda"))

    assert "Nyert!" in letter.body
    assert "csapda.pelda" not in letter.body
