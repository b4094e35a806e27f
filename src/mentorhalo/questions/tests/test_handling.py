"""Sorting, giving, refusing, asking back, notes and hiding: one story per way out."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import Grant
from mentorhalo.accounts.tests.factories import GrantFactory
from mentorhalo.questions import actions
from mentorhalo.questions.actions import HandlingRefused, StateRefused
from mentorhalo.questions.choices import Author, Sensitivity, State
from mentorhalo.questions.models import Message
from mentorhalo.questions.queries.experts import suggested_experts

from . import desk_people, factories
from .desk_people import MONDAY, TUESDAY, WEDNESDAY

pytestmark = pytest.mark.django_db


def test_sorted_question_has_topic_group_and_what_is_delicate():
    _leader, group = desk_people.led_group()

    question = actions.triage_question(
        question=factories.received(at=MONDAY),
        topic=factories.topic().pk,
        group=group.pk,
        sensitivities=["person", "health"],
        by=desk_people.office(),
        at=TUESDAY,
    )

    assert (question.state, question.group, question.topic_id) == (
        State.TRIAGED,
        group.pk,
        factories.topic().pk,
    )
    assert question.sensitivities == ["health", "person"]


def test_sorting_can_give_it_to_an_expert_in_the_same_breath(letters):
    expert = desk_people.expert()

    sent = letters(
        lambda: actions.triage_question(
            question=factories.received(at=MONDAY),
            topic=factories.topic().pk,
            group=None,
            sensitivities=[],
            expert=expert,
            due_on=date(2025, 3, 6),
            by=desk_people.office(),
            at=TUESDAY,
        )
    )

    question = expert.questions.get()
    assert question.state == State.ASSIGNED
    assert timezone.localtime(question.due_at).strftime("%Y-%m-%d %H:%M") == "2025-03-06 16:00"
    assert sorted(letter.to[0] for letter in sent if "confirm" not in letter.subject) >= [expert.user.email]


def test_answered_question_is_not_sorted_any_more():
    question = desk_people.answered(desk_people.expert())

    with pytest.raises(HandlingRefused):
        actions.triage_question(
            question=question, topic="", group=None, sensitivities=[], by=desk_people.office(), at=WEDNESDAY
        )


def test_unknown_sensitivity_is_refused():
    with pytest.raises(HandlingRefused) as refusal:
        actions.triage_question(
            question=factories.received(at=MONDAY),
            topic="",
            group=None,
            sensitivities=["gossip"],
            by=desk_people.office(),
            at=TUESDAY,
        )

    assert refusal.value.field == "sensitivities"


def test_given_question_goes_from_one_expert_to_another_with_what_was_begun(letters):
    first, second = desk_people.expert(), desk_people.expert()
    question = desk_people.given(first)
    actions.save_answer_draft(question=question, text="Először is", by=first.user, at=TUESDAY)

    sent = letters(
        lambda: actions.assign_question(
            question=question, expert=second, by=desk_people.office(), at=WEDNESDAY
        )
    )

    question.refresh_from_db()
    note = question.messages.get(is_internal=True)
    assert (question.expert, question.state, question.answer_draft) == (second, State.ASSIGNED, "")
    assert (note.text, note.by) == ("Először is", first.user)
    assert {letter.to[0] for letter in sent} == {first.user.email, second.user.email}


def test_somebody_who_is_no_expert_any_more_is_not_given_questions():
    expert = desk_people.expert()
    Grant.objects.filter(user=expert.user).delete()
    expert.user.forget_grants()

    with pytest.raises(HandlingRefused) as refusal:
        actions.assign_question(
            question=desk_people.sorted_question(), expert=expert, by=desk_people.office(), at=TUESDAY
        )

    assert refusal.value.field == "expert"


def test_nobody_answers_their_own_question():
    expert = desk_people.expert()
    question = factories.asked(by=expert.user, at=MONDAY)
    actions.move(question, State.TRIAGED, by=None, at=TUESDAY)

    with pytest.raises(HandlingRefused):
        actions.assign_question(question=question, expert=expert, by=desk_people.office(), at=TUESDAY)


def test_day_that_has_passed_is_refused():
    with pytest.raises(HandlingRefused) as refusal:
        actions.assign_question(
            question=desk_people.sorted_question(),
            expert=desk_people.expert(),
            due_on=date(2025, 3, 1),
            by=desk_people.office(),
            at=TUESDAY,
        )

    assert refusal.value.field == "due_on"


def test_promise_can_be_made_tighter_and_never_looser():
    question, expert, clerk = desk_people.sorted_question(), desk_people.expert(), desk_people.office()

    with pytest.raises(HandlingRefused) as refusal:
        actions.assign_question(
            question=question, expert=expert, due_on=date(2025, 3, 12), by=clerk, at=TUESDAY
        )

    assert refusal.value.field == "due_on"
    same = actions.assign_question(
        question=question, expert=expert, due_on=timezone.localdate(question.due_at), by=clerk, at=TUESDAY
    )
    assert same.due_at == question.due_at


def test_expert_gives_a_question_back_with_a_reason():
    expert = desk_people.expert()

    question = actions.hand_back_question(
        question=desk_people.given(expert), reason="Nem az én szakterületem.", by=expert.user, at=WEDNESDAY
    )

    assert (question.state, question.expert) == (State.TRIAGED, None)
    assert question.moves.last().reason == "Nem az én szakterületem."


def test_giving_back_needs_a_reason():
    expert = desk_people.expert()

    with pytest.raises(HandlingRefused):
        actions.hand_back_question(
            question=desk_people.given(expert), reason=" ", by=expert.user, at=WEDNESDAY
        )


def test_refused_question_tells_the_asker_why(letters):
    sent = letters(
        lambda: actions.reject_question(
            question=desk_people.sorted_question(),
            reason="Adóügy: a NAV segít.",
            by=desk_people.office(),
            at=WEDNESDAY,
        )
    )

    assert "Adóügy: a NAV segít." in sent[-1].body
    assert sent[-1].to == [factories.ASKER]


def test_refusal_without_a_reason_is_no_refusal():
    question = desk_people.sorted_question()

    with pytest.raises(HandlingRefused) as refusal:
        actions.reject_question(question=question, reason="  ", by=desk_people.office(), at=WEDNESDAY)

    question.refresh_from_db()
    assert (refusal.value.field, question.state) == ("reason", State.TRIAGED)


def test_given_question_is_not_refused_any_more():
    with pytest.raises(StateRefused):
        actions.reject_question(
            question=desk_people.given(desk_people.expert()),
            reason="késő",
            by=desk_people.office(),
            at=WEDNESDAY,
        )


def test_while_the_asker_is_asked_the_clock_stands_still(letters):
    expert = desk_people.expert()
    question = desk_people.given(expert)
    due_at = question.due_at

    sent = letters(
        lambda: actions.ask_back(
            question=question, text="Hányan vannak?", by=expert.user, at=TUESDAY + timedelta(hours=1)
        )
    )
    question.refresh_from_db()
    assert question.state == State.WAITING
    assert "Hányan vannak?" in sent[0].body

    actions.add_word(question=question, text="Tízen.", by=None, at=TUESDAY + timedelta(hours=49))
    question.refresh_from_db()
    assert (question.state, question.due_at) == (State.ASSIGNED, due_at + timedelta(hours=48))


def test_who_sorts_can_ask_back_before_giving_it_to_an_expert():
    question = desk_people.sorted_question()
    clerk = desk_people.office()

    message = actions.ask_back(question=question, text="Melyik faluban?", by=clerk, at=WEDNESDAY)
    question = actions.go_on_without_answer(question=question, by=clerk, at=WEDNESDAY + timedelta(hours=5))

    assert (message.author, question.state) == (Author.OFFICE, State.TRIAGED)


def test_empty_question_back_is_refused():
    with pytest.raises(HandlingRefused):
        actions.ask_back(
            question=desk_people.given(desk_people.expert()), text=" ", by=desk_people.office(), at=WEDNESDAY
        )


def test_note_among_colleagues_is_not_told_to_the_asker(letters):
    question = desk_people.given(desk_people.expert())

    sent = letters(
        lambda: actions.add_note(
            question=question, text="Ismerem őket.", by=desk_people.office(), at=WEDNESDAY
        )
    )

    assert (sent, question.messages.get().is_internal) == ([], True)


def test_hidden_message_can_be_shown_again():
    question = desk_people.answered(desk_people.expert())
    message = Message.objects.get(question=question, is_answer=True)
    clerk = desk_people.office()

    with pytest.raises(HandlingRefused):
        actions.hide_message(message=message, reason="", by=clerk, at=WEDNESDAY)
    hidden = actions.hide_message(message=message, reason=Sensitivity.PERSON, by=clerk, at=WEDNESDAY)
    assert (hidden.hidden_at, hidden.hidden_reason) == (WEDNESDAY, "person")

    shown = actions.show_message(message=message, by=clerk, at=WEDNESDAY)
    assert (shown.hidden_at, shown.hidden_reason) == (None, "")


def test_suggested_are_the_free_ones_of_the_topic_first_and_the_least_busy():
    busy, away, stranger, _fit = (desk_people.expert(name=name) for name in ("Busy", "Away", "Other", "Fit"))
    desk_people.given(busy, email="egy@pelda.hu")
    away.away_until = date(2025, 4, 1)
    away.save()
    stranger.topics.set([factories.topic("jog", name_hu="Jog", name_en="Law")])
    GrantFactory(role=Role.EXPERT)  # holds the role, has no profile yet

    found = suggested_experts(desk_people.sorted_question(email="ketto@pelda.hu"), date(2025, 3, 4))

    assert [one.expert.name for one in found] == ["Fit", "Busy", "Other", "Away"]
    assert [one.is_free for one in found] == [True, True, True, False]


def test_suggestions_cost_the_same_for_one_expert_and_for_three(django_assert_num_queries):
    question = desk_people.sorted_question()
    desk_people.expert()
    with django_assert_num_queries(2):
        suggested_experts(question, date(2025, 3, 4))
    desk_people.expert()
    desk_people.expert()
    with django_assert_num_queries(2):
        suggested_experts(question, date(2025, 3, 4))
