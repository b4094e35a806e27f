"""What the journal knows of questions, and that it knows nobody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentorhalo.evidence.models import Fact
from mentorhalo.questions import actions
from mentorhalo.questions.choices import State
from mentorhalo.questions.facts import QUESTION_SOURCE, all_questions
from mentorhalo.questions.links import experts, questions

from . import factories
from .factories import ANSWERED_AT, ASKED_AT, PUBLISHED_AT

pytestmark = pytest.mark.django_db


def live():
    return {fact.kind: fact for fact in Fact.objects.known_at(None).filter(source_type=QUESTION_SOURCE)}


def test_unconfirmed_question_is_not_counted():
    factories.asked()

    assert live() == {}


def test_answered_question_says_how_many_hours_it_took():
    question = factories.answered()

    facts = live()

    assert facts["question.received"].state == "closed"
    assert (facts["question.answered"].quantity, facts["question.answered"].state) == (26, "in_time")
    assert facts["question.answered"].who == f"expert:{question.expert_id}"
    assert facts["question.answered"].occurred_on == timezone.localdate(ANSWERED_AT)


def test_answer_after_the_promised_day_is_late():
    factories.answered(answered_at=ASKED_AT + timedelta(days=8))

    assert live()["question.answered"].state == "late"


def test_open_question_is_open():
    factories.assigned()

    facts = live()

    assert set(facts) == {"question.received"}
    assert facts["question.received"].state == "open"


def test_published_is_counted_as_long_as_it_is():
    question = factories.published(topic=factories.topic().pk)
    assert live()["question.published"].attributes == {"topic": "kozossegfejlesztes"}

    actions.change_leave(question=question, may_publish=False, by=None, at=PUBLISHED_AT + timedelta(days=1))

    assert set(live()) == {"question.received", "question.answered"}


def test_facts_name_nobody():
    factories.published(title="Kiss Anna kérdése")

    written = repr(list(Fact.objects.values()))

    for word in ("Kiss", "Anna", factories.ASKER, "Kovács"):
        assert word not in written


def test_facts_derived_anew_are_the_facts_that_stand():
    factories.published()
    factories.received()
    actions.withdraw_question(question=factories.assigned(), by=None, at=ASKED_AT + timedelta(days=1))

    derived = {(draft.kind, draft.subject) for _pk, drafts in all_questions() for draft in drafts}

    facts = Fact.objects.known_at(None).filter(source_type=QUESTION_SOURCE)
    assert derived == {(fact.kind, fact.subject) for fact in facts}


def test_journal_names_a_published_question_by_its_public_title_and_another_by_its_day(rf):
    public, private = factories.published(), factories.received(title="Titkos")

    found = questions(None, [str(public.pk), str(private.pk), "7"])

    assert found[str(public.pk)].label == public.public_title
    assert "Titkos" not in found[str(private.pk)].label
    assert found[str(private.pk)].url is None
    assert public.state == State.PUBLISHED


def test_journal_names_an_expert_who_is_shown():
    shown, hidden = factories.ExpertFactory(), factories.ExpertFactory(is_public=False)

    found = experts(None, [str(shown.pk), str(hidden.pk)])

    assert found[str(shown.pk)].label == shown.name
    assert hidden.name not in found[str(hidden.pk)].label
