"""Questionnaires of earlier records: as if they had been sent, read and accepted in their time."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from mentorhalo.core.tests.access import INTERVIEWER, OFFICE, World
from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.queries import reconcile
from mentorhalo.surveys.actions.records import AttemptDraft, RecordDraft, enter_attempts, enter_records
from mentorhalo.surveys.choices import AttemptResult, ResponseState, UnitState
from mentorhalo.surveys.facts import RESPONSE_SOURCE
from mentorhalo.surveys.models import (
    ContactAttempt,
    Decision,
    RespondentKey,
    Response,
    SampleUnit,
    Submission,
)
from mentorhalo.surveys.xforms import read_submission

from ..queries.schemas import form_of

pytestmark = pytest.mark.usefixtures("shared_world")


def draft(world: World, number: int, **changed: Any) -> RecordDraft:
    began = world.now - timedelta(days=3, minutes=number)
    unit = SampleUnit.objects.select_related("wave__study__programme").get(pk=world.unit.pk)
    return RecordDraft(
        id=UUID(int=number),
        version=world.instrument_version,
        wave=unit.wave,
        unit=unit,
        interviewer=world.interviewers[INTERVIEWER],
        answers={"unit": unit.code, "life/visits": 4, "who/name": "Kiss Piroska"},
        started_at=began,
        ended_at=began + timedelta(minutes=20),
        received_at=began + timedelta(hours=1),
        decided_at=began + timedelta(hours=5),
        point=(46.0, 18.2, 8.0),
        **changed,
    )


def test_records_stand_as_if_sent_read_and_accepted_in_their_time(world: World) -> None:
    one = draft(world, 1)

    assert enter_records(drafts=[one], by=world.users[OFFICE]) == 1

    response = Response.objects.get()
    assert (response.answers["unit"], response.answers["life/visits"]) == ("A0001", 4)
    assert RespondentKey.objects.get().answers == {"who/name": "Kiss Piroska"}
    sent = read_submission(bytes(Submission.objects.get().xml), form_of(world.instrument_version))
    assert sent.answers == {**response.answers, "who/name": "Kiss Piroska"}
    assert (Decision.objects.get().at, Decision.objects.get().state) == (one.decided_at, "accepted")
    world.unit.refresh_from_db()
    world.instrument_version.refresh_from_db()
    assert world.unit.state == UnitState.ANSWERED
    assert world.instrument_version.frozen_at == one.received_at
    fact = Fact.objects.get(kind="questionnaire.accepted")
    assert (fact.recorded_at, fact.subject) == (one.decided_at, f"unit:{world.unit.pk}")
    assert [each for each in reconcile().differences if each.source_type == RESPONSE_SOURCE] == []


def test_what_waits_is_in_no_figure(world: World) -> None:
    enter_records(drafts=[draft(world, 1, state=ResponseState.RECEIVED)], by=world.users[OFFICE])

    assert not Decision.objects.exists()
    assert not Fact.objects.filter(kind="questionnaire.accepted").exists()


def test_attempts_of_earlier_records_may_give_a_unit_up(world: World) -> None:
    interviewer = world.interviewers[INTERVIEWER]
    before = world.now - timedelta(days=1)
    drafts = [
        AttemptDraft(world.unit, interviewer, before, AttemptResult.NOT_HOME),
        AttemptDraft(world.mentor_unit, interviewer, before, AttemptResult.REFUSED, is_lost=True),
    ]

    assert enter_attempts(drafts=drafts, at=world.now) == 2

    world.unit.refresh_from_db()
    world.mentor_unit.refresh_from_db()
    assert (world.unit.state, world.mentor_unit.state) == (UnitState.ASSIGNED, UnitState.LOST)
    assert set(ContactAttempt.objects.values_list("recorded_at", flat=True)) == {before}
