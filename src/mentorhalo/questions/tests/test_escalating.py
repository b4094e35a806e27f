"""What the clock does: remind, and call for help. Each letter once, however often the job runs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentorhalo.core.work.jobs import JOBS
from mentorhalo.questions import actions, tasks
from mentorhalo.questions.choices import State

from . import desk_people
from .desk_people import TUESDAY

pytestmark = pytest.mark.django_db


def moment_of(question, share):
    """That share of the time between Tuesday, when the expert got it, and the deadline."""
    return TUESDAY + (question.due_at - TUESDAY) * share


def test_expert_is_reminded_once_when_two_thirds_are_over(letters):
    expert = desk_people.expert()
    question = desk_people.given(expert)

    assert letters(lambda: actions.remind_experts(at=moment_of(question, 0.6))) == []
    assert [letter.to for letter in letters(lambda: actions.remind_experts(at=moment_of(question, 0.7)))] == [
        [expert.user.email]
    ]
    assert letters(lambda: actions.remind_experts(at=moment_of(question, 0.8))) == []


def test_expert_who_asked_back_is_not_reminded(letters):
    expert = desk_people.expert()
    question = desk_people.given(expert)
    actions.ask_back(question=question, text="Hol?", by=expert.user, at=TUESDAY)

    assert letters(lambda: actions.remind_experts(at=moment_of(question, 0.9))) == []


def test_late_question_is_told_to_its_leader_and_the_office_once(letters):
    leader, group = desk_people.led_group()
    other_leader, _other = desk_people.led_group()
    clerk = desk_people.office()
    expert, fit = desk_people.expert(), desk_people.expert(name="Szabad Szilvia")
    question = desk_people.given(expert)
    question.group = group.pk
    question.save()
    late = question.due_at + timedelta(minutes=1)

    sent = letters(lambda: actions.escalate_overdue(at=late))
    question.refresh_from_db()

    told = {letter.to[0]: letter.body for letter in sent}
    assert question.escalated_at == late
    assert {leader.email, clerk.email, expert.user.email} <= set(told)
    assert other_leader.email not in told
    assert fit.name in told[clerk.email]
    assert letters(lambda: actions.escalate_overdue(at=late + timedelta(hours=1))) == []


def test_question_nobody_sorted_is_late_too(letters):
    clerk = desk_people.office()
    question = desk_people.sorted_question(by=clerk)

    sent = letters(lambda: actions.escalate_overdue(at=question.due_at + timedelta(hours=1)))

    assert [letter.to for letter in sent] == [[clerk.email]]


def test_many_late_questions_are_one_letter_for_each_person(letters):
    clerk = desk_people.office()
    for number in range(3):
        question = desk_people.sorted_question(
            by=clerk, email=f"kerdezo{number}@pelda.hu", title=f"Kérdés {number}"
        )

    sent = letters(lambda: actions.escalate_overdue(at=question.due_at + timedelta(hours=1)))

    assert [letter.to for letter in sent] == [[clerk.email]]
    assert all(f"Kérdés {number}" in sent[0].body for number in range(3))


def test_answered_question_is_late_no_more(letters):
    question = desk_people.answered(desk_people.expert())

    assert letters(lambda: actions.escalate_overdue(at=question.due_at + timedelta(days=9))) == []


def test_new_expert_has_the_clock_watched_anew():
    first, second = desk_people.expert(), desk_people.expert()
    question = desk_people.given(first)
    actions.remind_experts(at=moment_of(question, 0.7))
    actions.assign_question(
        question=question, expert=second, by=desk_people.office(), at=moment_of(question, 0.7)
    )

    question.refresh_from_db()
    assert (question.reminded_at, question.escalated_at) == (None, None)


def test_job_runs_by_the_clock_and_twice_without_harm():
    question = desk_people.given(desk_people.expert())

    tasks.watch_deadlines.call()
    tasks.watch_deadlines.call()

    question.refresh_from_db()
    assert question.escalated_at is not None
    assert question.state == State.ASSIGNED
    assert question.escalated_at <= timezone.now()
    assert JOBS[tasks.watch_deadlines.module_path].every == timedelta(minutes=15)
