"""Letters to those who have something due, one each and not too often; what waits on the homes."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.surveys.actions.reminders import remind_interviewers, tell_of_what_is_stuck
from mentorhalo.surveys.choices import ResponseState
from mentorhalo.surveys.models import FieldAssignment, QualityFlag, QualityRule
from mentorhalo.surveys.queries.duties import what_waits
from mentorhalo.surveys.tests.factories import FieldAssignmentFactory, ResponseFactory, SampleUnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]

type Capture = Callable[..., AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def letters_leave(django_capture_on_commit_callbacks: Capture) -> Iterator[None]:
    with django_capture_on_commit_callbacks(execute=True):
        yield


def due(world: World, days: int) -> None:
    FieldAssignment.objects.filter(pk=world.field_assignment.pk).update(
        due_on=world.today + timedelta(days=days)
    )


def test_one_letter_names_places_and_no_people(
    world: World, django_capture_on_commit_callbacks: Capture
) -> None:
    due(world, 2)
    FieldAssignmentFactory(
        unit=SampleUnitFactory(wave=world.wave, settlement=world.settlement),
        interviewer=world.interviewers[access.INTERVIEWER],
        due_on=world.today - timedelta(days=1),
    )
    with django_capture_on_commit_callbacks(execute=True):
        written = remind_interviewers(at=world.now)

    letter = mail.outbox[-1]
    assert (written, letter.to) == (1, [world.users[access.INTERVIEWER].email])
    assert letter.subject == "2 cím vár felkeresésre"
    assert "Komló: 2" in letter.body
    assert "Fő utca" not in letter.body
    assert "Minta Mária" not in letter.body


def test_nobody_is_written_to_every_day(world: World) -> None:
    due(world, 0)

    assert remind_interviewers(at=world.now) == 1
    assert remind_interviewers(at=world.now + timedelta(days=2)) == 0
    assert remind_interviewers(at=world.now + timedelta(days=4)) == 1


def test_the_button_writes_sooner_but_not_twice(world: World) -> None:
    due(world, 0)
    remind_interviewers(at=world.now)

    tomorrow = world.now + timedelta(days=1)
    assert remind_interviewers(wave=world.wave, at=tomorrow) == 1
    assert remind_interviewers(wave=world.wave, at=tomorrow + timedelta(hours=1)) == 0


def test_what_is_due_later_is_no_reminder(world: World) -> None:
    due(world, 10)

    assert remind_interviewers(at=world.now) == 0


def test_leaders_are_told_what_is_stuck_in_their_county(
    world: World, django_capture_on_commit_callbacks: Capture
) -> None:
    due(world, -8)
    with django_capture_on_commit_callbacks(execute=True):
        tell_of_what_is_stuck(at=world.now)

    told = {letter.to[0]: letter.body for letter in mail.outbox}
    people = {
        world.users[role].email
        for role in (access.RESEARCHER, access.OFFICE, access.GROUP_LEADER, access.OTHER_LEADER)
    }
    assert people <= set(told)
    assert world.users[access.AUDITOR].email not in told
    own, other = (told[world.users[role].email] for role in (access.GROUP_LEADER, access.OTHER_LEADER))
    assert "1 cím több mint egy hete lejárt" in own
    assert "kiosztatlan" not in own
    assert "1 cím még kiosztatlan" in other


def test_homes_say_what_waits(world: World) -> None:
    due(world, -8)

    def words(role: str) -> list[str]:
        return [one.words for one in what_waits(world.users[role], world.now)]

    assert words(access.INTERVIEWER) == ["1 cím vár felkeresésre. 1 lejárt."]
    assert words(access.GROUP_LEADER) == ["Lakossági kutatás: 1 cím több mint egy hete lejárt."]
    assert words(access.OTHER_LEADER) == ["Lakossági kutatás: 1 cím még kiosztatlan."]
    assert len(words(access.RESEARCHER)) == 2
    assert words(access.AUDITOR) == []
    assert words(access.STRANGER) == []


def test_homes_say_what_is_to_be_looked_at(world: World) -> None:
    for _number in range(2):
        came = ResponseFactory(
            version=world.instrument_version,
            wave=world.wave,
            settlement=world.settlement,
            state=ResponseState.RECEIVED,
        )
    rule = QualityRule.objects.get_or_create(study=world.study, code="short")[0]
    QualityFlag.objects.create(response=came, wave=world.wave, rule=rule, found_at=world.now)

    def words(role: str) -> list[str]:
        found = what_waits(world.users[role], world.now)
        return [one.words for one in found if one.href == reverse("surveys:responses", args=[world.wave.pk])]

    [said] = words(access.RESEARCHER)
    assert said.endswith("2 kérdőív vár átnézésre. Ebből 1 jelzést kapott.")
    assert words(access.INTERVIEWER) == words(access.AUDITOR) == []
