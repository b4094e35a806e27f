"""Interviewers are enrolled, get a role while that lasts, and a device with secrets nobody keeps."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import Grant, User
from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.surveys.actions.interviewers import (
    InterviewerRefused,
    NewPerson,
    end_enrolment,
    enrol_interviewer,
    renew_device,
    shut_device,
)
from mentorhalo.surveys.devices import ha1_of, token_hash_of
from mentorhalo.surveys.models import Interviewer
from mentorhalo.surveys.queries.interviewers import in_hand_of, interviewers, mentors_to_enrol
from mentorhalo.surveys.tests.factories import FieldAssignmentFactory, StudyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]

type Capture = Callable[..., AbstractContextManager[Any]]


def test_somebody_new_gets_an_account_a_letter_and_the_role(
    world: World, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        enrolment = enrol_interviewer(
            study=world.study,
            who=NewPerson(name="Új  Kérdező", email="uj@example.org"),
            starts_on=world.today,
            ends_on=world.today + timedelta(days=9),
            by=world.users[access.OFFICE],
            at=world.now,
        )

    user = User.objects.get(email="uj@example.org")
    assert (enrolment.interviewer.user, enrolment.interviewer.name) == (user, "Új Kérdező")
    assert user.holds(Role.INTERVIEWER, on=world.today + timedelta(days=9))
    assert not user.holds(Role.INTERVIEWER, on=world.today + timedelta(days=10))
    assert [letter.to for letter in mail.outbox] == [["uj@example.org"]]


def test_a_mentor_needs_no_further_role(world: World) -> None:
    mentor = world.mentors[access.OTHER_MENTOR]
    enrolment = enrol_interviewer(study=world.study, who=mentor, starts_on=world.today, by=None, at=world.now)

    assert (enrolment.interviewer.mentor, enrolment.interviewer.county_id) == (mentor, "03")
    assert not Grant.objects.filter(source__startswith="surveys.enrolment").exists()


def test_a_mentor_without_a_mandate_is_refused(world: World) -> None:
    with pytest.raises(InterviewerRefused) as refusal:
        enrol_interviewer(
            study=world.study,
            who=world.mentors[access.FORMER],
            starts_on=world.today,
            by=None,
            at=world.now,
        )

    assert refusal.value.field == "mentor"


def test_a_mentors_address_is_not_somebody_new(world: World) -> None:
    with pytest.raises(InterviewerRefused) as refusal:
        enrol_interviewer(
            study=world.study,
            who=NewPerson(name="Valaki", email=world.users[access.OTHER_MENTOR].email),
            starts_on=world.today,
            by=None,
            at=world.now,
        )

    assert refusal.value.field == "email"


def test_nobody_is_enrolled_twice_at_a_time(world: World) -> None:
    with pytest.raises(InterviewerRefused):
        enrol_interviewer(
            study=world.study,
            who=world.interviewers[access.INTERVIEWER],
            starts_on=world.today,
            by=None,
            at=world.now,
        )


def test_codes_go_on_from_the_largest(world: World) -> None:
    made = [
        enrol_interviewer(
            study=world.study, who=NewPerson(name=name), starts_on=world.today, by=None, at=world.now
        ).interviewer.code
        for name in ("Egy", "Kettő")
    ]

    assert made == ["K0003", "K0004"]


def test_the_role_ends_with_the_enrolment(world: World) -> None:
    enrolment = enrol_interviewer(
        study=world.study,
        who=NewPerson(name="Valaki", email="valaki@example.org"),
        starts_on=world.today - timedelta(days=5),
        by=None,
        at=world.now,
    )
    end_enrolment(enrolment=enrolment, ends_on=world.today - timedelta(days=1), by=None, at=world.now)

    assert not User.objects.get(email="valaki@example.org").holds(Role.INTERVIEWER)
    with pytest.raises(InterviewerRefused):
        end_enrolment(enrolment=enrolment, ends_on=world.today, by=None, at=world.now)


def test_of_a_devices_secrets_only_hashes_are_kept(world: World) -> None:
    interviewer = world.interviewers[access.INTERVIEWER]
    first = renew_device(interviewer=interviewer, by=None, at=world.now)
    second = renew_device(interviewer=interviewer, by=None, at=world.now)

    interviewer.refresh_from_db()
    assert first.passphrase != second.passphrase
    assert interviewer.device_ha1 == ha1_of(interviewer.code, second.passphrase)
    assert interviewer.token_hash == token_hash_of(second.token)


def test_a_lost_device_is_shut_out(world: World) -> None:
    interviewer = world.interviewers[access.INTERVIEWER]
    renew_device(interviewer=interviewer, by=None, at=world.now)
    shut_device(interviewer=interviewer, by=None, at=world.now)

    interviewer.refresh_from_db()
    assert (interviewer.device_ha1, interviewer.token_hash) == ("", "")


def test_a_leader_sees_interviewers_of_the_county_with_what_they_hold(world: World) -> None:
    there = enrol_interviewer(
        study=world.study,
        who=world.mentors[access.OTHER_MENTOR],
        starts_on=world.today,
        by=None,
        at=world.now,
    ).interviewer
    FieldAssignmentFactory(unit=world.free_unit, interviewer=there, due_on=world.today - timedelta(days=1))

    found = interviewers(counties=frozenset({"03"}), day=world.today)

    assert [(one.name, vars(one)["in_hand"], vars(one)["overdue"]) for one in found] == [(there.name, 1, 1)]
    assert [(one.count, one.overdue) for one in in_hand_of(there, world.today)] == [(1, 1)]


def test_mentors_enrolled_already_are_not_offered(world: World) -> None:
    offered = set(mentors_to_enrol(world.study, world.today).values_list("pk", flat=True))
    assert offered == {
        world.mentors[role].pk for role in (access.OTHER_MENTOR, access.GROUP_LEADER, access.OTHER_LEADER)
    }
    other = StudyFactory(programme=world.the_programme)
    assert world.mentors[access.MENTOR] in mentors_to_enrol(other, world.today)
    assert Interviewer.objects.count() == 2
