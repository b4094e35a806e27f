"""Profiles of experts."""

from datetime import date, timedelta

import pytest

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.questions import actions
from mentorhalo.questions.actions import ExpertDraft, ExpertRefused
from mentorhalo.questions.choices import State
from mentorhalo.questions.models import Expert, Question
from mentorhalo.questions.queries import public
from mentorhalo.questions.queries.experts import experts_with_load

from . import desk_people, factories
from .desk_people import WEDNESDAY

pytestmark = pytest.mark.django_db


def draft(**fields):
    return ExpertDraft(**{"name": "Ács Éva", "topics": [factories.topic().pk], **fields})


def test_opened_profile_brings_the_role():
    user = UserFactory()

    expert = actions.open_expert(user=user, draft=draft(), by=desk_people.office(), at=WEDNESDAY)

    assert user.holds(Role.EXPERT, on=date(2025, 3, 5))
    assert [topic.pk for topic in expert.topics.all()] == [factories.topic().pk]


def test_one_profile_for_one_account():
    user = UserFactory()
    actions.open_expert(user=user, draft=draft(), by=desk_people.office(), at=WEDNESDAY)

    with pytest.raises(ExpertRefused) as refusal:
        actions.open_expert(user=user, draft=draft(), by=desk_people.office(), at=WEDNESDAY)

    assert (refusal.value.field, Expert.objects.count()) == ("user", 1)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"name": " "}, "name"), ({"topics": []}, "topics"), ({"is_public": True}, "title_hu")],
)
def test_profile_that_says_too_little_is_refused(fields, field):
    with pytest.raises(ExpertRefused) as refusal:
        actions.open_expert(user=UserFactory(), draft=draft(**fields), by=desk_people.office(), at=WEDNESDAY)

    assert (refusal.value.field, Expert.objects.count()) == (field, 0)


def test_expert_revises_the_own_profile():
    expert = desk_people.expert()

    revised = actions.revise_expert(
        expert=expert,
        draft=draft(
            name="Új Név",
            title_hu="jogász",
            is_public=True,
            away_until=date(2025, 4, 1),
            county_codes=["19", "02"],
        ),
        by=expert.user,
        at=WEDNESDAY,
    )

    assert (revised.name, revised.county_codes, revised.away_until) == (
        "Új Név",
        ["02", "19"],
        date(2025, 4, 1),
    )


def test_closed_profile_ends_the_role_and_leaves_the_public():
    user = UserFactory()
    clerk = desk_people.office()
    expert = actions.open_expert(
        user=user, draft=draft(is_public=True, title_hu="jogász"), by=clerk, at=WEDNESDAY
    )

    actions.close_expert(expert=expert, by=clerk, at=WEDNESDAY)

    user.refresh_from_db()
    assert not user.holds(Role.EXPERT, on=date(2025, 3, 6))
    assert (expert.is_public, expert.is_available) == (False, False)


def test_name_taken_back_makes_the_public_list_anew():
    expert = desk_people.expert()
    question = desk_people.answered(expert)
    Question.objects.filter(pk=question.pk).update(
        state=State.PUBLISHED, may_publish=True, published_at=WEDNESDAY, public_changed_at=WEDNESDAY
    )
    before = public.edition()

    actions.revise_expert(expert=expert, draft=draft(), by=expert.user, at=WEDNESDAY + timedelta(hours=1))

    assert public.edition() != before


def test_expert_with_open_questions_is_not_closed():
    expert = desk_people.expert()
    desk_people.given(expert)

    with pytest.raises(ExpertRefused):
        actions.close_expert(expert=expert, by=desk_people.office(), at=WEDNESDAY)


def test_load_is_counted_with_the_same_number_of_queries(django_assert_num_queries):
    expert = desk_people.expert()
    desk_people.given(expert)
    desk_people.answered(expert, email="masik@pelda.hu")
    with django_assert_num_queries(3):
        (row,) = experts_with_load(date(2025, 3, 5))
    assert (row.open, row.answers) == (1, 1)
    desk_people.expert()
    desk_people.expert()
    with django_assert_num_queries(3):
        experts_with_load(date(2025, 3, 5))
