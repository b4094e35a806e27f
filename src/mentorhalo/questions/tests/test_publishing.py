"""Publishing, taking back, confirming each year, expiring; and the vote."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import holder
from mentorhalo.questions import actions
from mentorhalo.questions.actions import PublishRefused, StateRefused, VoteRefused
from mentorhalo.questions.actions.publishing import GRACE, HOLDS_FOR
from mentorhalo.questions.choices import State, Verdict
from mentorhalo.questions.models import Question, Vote

from . import factories
from .factories import PUBLISHED_AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return holder(Role.OFFICE)


def publish(question, office):
    return actions.publish_question(question=question, by=office, at=PUBLISHED_AT)


# --- publishing


def test_accepted_version_is_published_under_words_of_its_title(office):
    question = publish(factories.in_review(), office)

    assert (question.state, question.slug) == (State.PUBLISHED, "hogyan-alapitsunk-egyesuletet")
    assert question.confirm_on == timezone.localdate(PUBLISHED_AT) + HOLDS_FOR


def test_same_title_gets_another_address(office):
    first, second = publish(factories.in_review(), office), publish(factories.in_review(), office)

    assert second.slug == f"{first.slug}-2"


def test_title_of_marks_alone_still_gets_an_address(office):
    question = factories.in_review(title="???")

    assert publish(question, office).slug == "kerdes"


def test_without_leave_nothing_is_published(office):
    question = factories.in_review(may_publish=False)

    with pytest.raises(PublishRefused):
        publish(question, office)


@pytest.mark.parametrize("verdict", [None, Verdict.RETURN, Verdict.KEEP_PRIVATE])
def test_without_the_second_readers_yes_nothing_is_published(verdict, office):
    with pytest.raises(PublishRefused):
        publish(factories.in_review(verdict=verdict), office)


def test_yes_holds_for_the_very_words_that_were_read(office):
    question = factories.in_review()
    question.public_answer += " És Kovács Béla."
    question.save()

    with pytest.raises(PublishRefused):
        publish(question, office)


def test_empty_version_is_not_published(office):
    question = factories.in_review()
    question.public_answer = ""
    question.save()

    with pytest.raises(PublishRefused):
        publish(question, office)


def test_question_is_published_once(office):
    question = publish(factories.in_review(), office)

    with pytest.raises(StateRefused):
        publish(question, office)


def test_published_again_keeps_its_address(office):
    question = publish(factories.in_review(), office)
    question = actions.unpublish_question(question=question, by=office, at=PUBLISHED_AT, reason="téves")
    for state in (State.ANSWERED, State.IN_REVIEW):
        question = actions.move(question, state, by=office, at=PUBLISHED_AT)

    assert publish(question, office).slug == "hogyan-alapitsunk-egyesuletet"


def test_kept_private_is_the_end_of_it(office):
    question = factories.in_review(verdict=None)

    question = actions.keep_private(question=question, by=office, at=PUBLISHED_AT)

    assert question.state == State.PRIVATE
    assert question.reviews.get().verdict == Verdict.KEEP_PRIVATE


def test_taking_back_needs_a_reason(office):
    question = factories.published()

    with pytest.raises(PublishRefused):
        actions.unpublish_question(question=question, by=office, at=PUBLISHED_AT, reason=" ")


# --- a year later


def year_later(days=0):
    return PUBLISHED_AT + HOLDS_FOR + timedelta(days=days)


def test_expert_is_asked_once_whether_the_answer_holds(django_capture_on_commit_callbacks, mailoutbox):
    question = factories.published()
    mailoutbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        assert actions.ask_to_confirm(at=year_later(-1)) == 0
        assert actions.ask_to_confirm(at=year_later()) == 1
        assert actions.ask_to_confirm(at=year_later(1)) == 0

    assert [letter.to for letter in mailoutbox] == [[question.expert.user.email]]


def test_unconfirmed_answer_leaves_the_lists_after_the_grace():
    factories.published()

    assert actions.expire_answers(at=year_later() + GRACE - timedelta(days=1)) == 0
    assert actions.expire_answers(at=year_later() + GRACE) == 1
    assert Question.objects.published().count() == 1
    assert Question.objects.listed().count() == 0


def test_confirmed_answer_is_back_for_a_year(office):
    question = factories.published()
    actions.expire_answers(at=year_later() + GRACE)

    actions.confirm_answer(question=question, by=office, at=year_later(70))

    [found] = Question.objects.listed()
    assert found.confirmed_on == timezone.localdate(year_later(70))
    assert actions.expire_answers(at=year_later(71)) == 0


def test_only_a_published_answer_is_confirmed(office):
    with pytest.raises(PublishRefused):
        actions.confirm_answer(question=factories.answered(), by=office, at=PUBLISHED_AT)


# --- was it useful


def test_reader_has_one_vote_and_may_change_it():
    question = factories.published()

    for is_useful in (True, False):
        actions.cast_vote(
            question=question, voter="browser:1", is_useful=is_useful, change=" ", at=PUBLISHED_AT
        )

    assert Vote.objects.get().is_useful is False


def test_asker_judges_a_private_answer_and_others_do_not():
    question = factories.answered()

    vote = actions.cast_vote(
        question=question, voter="asker", is_useful=True, change="Megalakultunk.", at=PUBLISHED_AT
    )

    assert vote.change == "Megalakultunk."
    with pytest.raises(VoteRefused):
        actions.cast_vote(question=question, voter="browser:1", is_useful=True, change="", at=PUBLISHED_AT)


def test_nobody_judges_before_there_is_an_answer():
    with pytest.raises(VoteRefused):
        actions.cast_vote(
            question=factories.received(), voter="asker", is_useful=True, change="", at=PUBLISHED_AT
        )
