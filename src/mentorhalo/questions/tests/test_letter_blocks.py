"""A published question in a newsletter: the public version alone, and only while it is public."""

import pytest
from django.utils import timezone, translation

from mentorhalo.core.registry import registry
from mentorhalo.questions import actions
from mentorhalo.questions.letter_blocks import LONGEST

from . import factories

pytestmark = pytest.mark.django_db

BLOCK = registry.letter_blocks["question"]


def test_published_question_is_offered_and_filled_with_its_public_version():
    question = factories.published()
    factories.received(title="Zsiráf?")

    assert BLOCK.offer() == [(str(question.pk), question.public_title)]
    item = BLOCK.fill(str(question.pk))

    assert (item.title, item.href) == (question.public_title, f"/questions/answers/{question.slug}/")
    assert item.text == " ".join(question.public_answer.split())[:LONGEST]


def test_address_is_of_the_language_of_the_letter():
    question = factories.published()

    with translation.override("en"):
        item = BLOCK.fill(str(question.pk))

    assert item.href == f"/en/questions/answers/{question.slug}/"


def test_question_taken_back_is_gone():
    question = factories.published()
    actions.unpublish_question(
        question=question, by=factories.GrantFactory().user, at=timezone.now(), reason="Elavult."
    )

    assert BLOCK.offer() == []
    assert BLOCK.fill(str(question.pk)) is None


@pytest.mark.parametrize("value", ["00000000-0000-4000-8000-000000000000", "no key", ""])
def test_question_nobody_knows_is_gone(value):
    assert BLOCK.fill(value) is None
