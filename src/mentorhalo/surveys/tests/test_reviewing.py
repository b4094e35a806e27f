"""Decisions on responses, what the journal says of them, edits, and the end of the keys."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from mentorhalo.core.models import AuditLine
from mentorhalo.core.tests.access import INTERVIEWER, MENTOR, OFFICE, RESEARCHER, World
from mentorhalo.evidence.models import Fact
from mentorhalo.evidence.reconciliation import reconcile
from mentorhalo.surveys.actions.keys import erase_due_keys, erase_keys
from mentorhalo.surveys.actions.reading import read_waiting
from mentorhalo.surveys.actions.receiving import Sending, receive
from mentorhalo.surveys.actions.reviewing import (
    DecisionRefused,
    accept_responses,
    edit_response,
    reject_response,
    return_response,
)
from mentorhalo.surveys.choices import ResponseState, UnitState
from mentorhalo.surveys.facts import RESPONSE_SOURCE
from mentorhalo.surveys.models import (
    Decision,
    FieldAssignment,
    RespondentKey,
    Response,
    Submission,
    UnitKey,
)

from .sendings import a_sending, household_xml

pytestmark = pytest.mark.usefixtures("shared_world")


def take(sending: Sending, world: World) -> Response:
    thread = receive(sending=sending, at=world.now).submission.thread
    read_waiting(at=world.now)
    return Response.objects.get(pk=thread)


def accept(response: Response, world: World) -> None:
    accept_responses(responses=[response.pk], by=world.users[RESEARCHER], at=world.now)


def live_facts() -> list[Fact]:
    return list(Fact.objects.known_at(None).filter(kind="questionnaire.accepted"))


def test_accepted_questionnaire_of_a_mentor_stands_in_the_journal(world: World) -> None:
    response = take(a_sending(world.interviewers[MENTOR], unit="A0002"), world)

    accept(response, world)

    (fact,) = live_facts()
    assert (fact.subject, fact.who) == (f"unit:{world.mentor_unit.pk}", f"mentor:{world.mentors[MENTOR].pk}")
    assert (fact.context, fact.form, fact.state) == (f"wave:{world.wave.pk}", "resident", "by_mentor")
    assert (fact.place, fact.group) == (world.settlement.code, f"group:{world.group}")
    assert Decision.objects.get().state == ResponseState.ACCEPTED
    assert [one for one in reconcile().differences if one.source_type == RESPONSE_SOURCE] == []


def test_returned_questionnaire_counts_no_more(world: World) -> None:
    response = take(a_sending(world.interviewers[INTERVIEWER]), world)
    accept(response, world)

    return_response(response=response, reason="Üres a 3. kérdés", by=world.users[OFFICE], at=world.now)

    assert live_facts() == []
    assert [one.state for one in Decision.objects.all()] == [ResponseState.ACCEPTED, ResponseState.RETURNED]


def test_edit_of_an_accepted_one_waits_again_and_both_versions_stay(world: World) -> None:
    response = take(a_sending(world.interviewers[MENTOR], instance="uuid:1", visits="1"), world)
    accept(response, world)
    changed = household_xml(instance="uuid:2", deprecated="uuid:1", visits="2")

    edit_response(response=response, xml=changed, reason="Elírás", by=world.users[RESEARCHER], at=world.now)
    read_waiting(at=world.now)

    response.refresh_from_db()
    assert (response.state, response.answers["life/visits"]) == (ResponseState.RECEIVED, 2)
    assert live_facts() == []
    assert [one.reason for one in Submission.objects.order_by("pk")] == ["", "Elírás"]


def test_edit_needs_its_reason_also_from_whom_it_was_returned_to(world: World) -> None:
    response = take(a_sending(world.interviewers[MENTOR], instance="uuid:1"), world)
    changed = household_xml(instance="uuid:2", deprecated="uuid:1", visits="2")

    return_response(response=response, reason="Üres", by=world.users[OFFICE], at=world.now)
    response.refresh_from_db()

    for reason in (" ", "x" * 301):
        for role in (RESEARCHER, MENTOR):
            with pytest.raises(DecisionRefused):
                edit_response(
                    response=response, xml=changed, reason=reason, by=world.users[role], at=world.now
                )
    assert edit_response(
        response=response, xml=changed, reason="Pótoltam", by=world.users[MENTOR], at=world.now
    ).is_new


def test_an_edit_by_another_program_comes_without_a_reason(world: World) -> None:
    take(a_sending(world.interviewers[MENTOR], instance="uuid:1"), world)

    edited = take(a_sending(world.interviewers[MENTOR], instance="uuid:2", deprecated="uuid:1"), world)

    assert edited.revision == 2


def test_nobody_decides_on_own_work(world: World) -> None:
    response = take(a_sending(world.interviewers[MENTOR]), world)

    with pytest.raises(DecisionRefused):
        accept_responses(responses=[response.pk], by=world.users[MENTOR], at=world.now)
    with pytest.raises(DecisionRefused):
        reject_response(response=response, reason="Nem jó", by=world.users[MENTOR], at=world.now)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_decision_needs_a_reason_of_bearable_length(world: World, reason: str) -> None:
    response = take(a_sending(), world)

    with pytest.raises(DecisionRefused):
        return_response(response=response, reason=reason, by=world.users[OFFICE], at=world.now)


def test_rejected_stays_rejected(world: World) -> None:
    response = take(a_sending(), world)
    reject_response(response=response, reason="Kitalált", by=world.users[OFFICE], at=world.now)

    with pytest.raises(DecisionRefused):
        return_response(response=response, reason="Mégis", by=world.users[OFFICE], at=world.now)
    assert accept_responses(responses=[response.pk], by=world.users[OFFICE], at=world.now) == 0


def test_unit_of_a_rejected_one_is_to_be_visited_again(world: World) -> None:
    response = take(a_sending(world.interviewers[MENTOR], unit="A0002"), world)
    another = take(a_sending(world.interviewers[MENTOR], unit="A0002"), world)
    by = world.users[OFFICE]

    reject_response(response=response, reason="Kitalált", by=by, at=world.now)
    world.mentor_unit.refresh_from_db()
    assert world.mentor_unit.state == UnitState.ANSWERED

    reject_response(response=another, reason="Ez is", by=by, at=world.now)
    Submission.objects.update(read_at=None)
    read_waiting(at=world.now)  # read anew, it is as rejected as before
    world.mentor_unit.refresh_from_db()
    assert world.mentor_unit.state == UnitState.OPEN


def test_unit_of_a_rejected_one_stays_with_who_has_it_in_hand(world: World) -> None:
    response = take(a_sending(world.interviewers[MENTOR], unit="A0002"), world)
    FieldAssignment.objects.filter(unit=world.mentor_unit).update(ended_at=None)

    reject_response(response=response, reason="Kitalált", by=world.users[OFFICE], at=world.now)

    world.mentor_unit.refresh_from_db()
    assert world.mentor_unit.state == UnitState.ASSIGNED


def test_misfit_answer_and_missing_wave_are_not_accepted(world: World) -> None:
    misfit = take(a_sending(visits="often"), world)
    long_ago = (timezone.localtime(world.now) - timedelta(days=400)).isoformat()
    homeless = take(a_sending(started=long_ago), world)

    for response in (misfit, homeless):
        with pytest.raises(DecisionRefused):
            accept(response, world)
    assert live_facts() == []


def test_keys_are_destroyed_on_their_day_in_answers_and_in_what_was_sent(world: World) -> None:
    sending = a_sending(world.interviewers[MENTOR], name="Kiss Piroska", visits="7")
    response = take(sending, world)
    day = timezone.make_aware(datetime.combine(world.study.keys_end_on, time(3)))

    assert erase_due_keys(at=day - timedelta(days=1)) == 0
    assert erase_due_keys(at=day) == 1 + UnitKey.objects.count()

    submission = Submission.objects.get()
    assert b"Piroska" not in bytes(submission.xml)
    assert b"<visits>7</visits>" in bytes(submission.xml)
    assert (RespondentKey.objects.get().answers, submission.blanked_at) == ({}, day)
    assert set(UnitKey.objects.values_list("address", flat=True)) == {""}
    # Sent once more by a phone that knows nothing of it: the same hash, nothing comes back.
    assert receive(sending=replace(sending), at=day).is_new is False
    assert b"Piroska" not in bytes(Submission.objects.get().xml)
    assert response.answers["life/visits"] == 7


def test_what_could_not_be_read_loses_its_identities_as_well(world: World) -> None:
    kept = take(a_sending(instance="uuid:first", name="Nagy Anna"), world)
    for broken in (
        a_sending(instance="uuid:second", deprecated="uuid:first", name="Nagy Anna"),
        a_sending(name="Kiss Piroska", visits="7"),
    ):
        receive(sending=broken, at=world.now)
    unread = Submission.objects.exclude(instance_id="uuid:first")
    unread.update(read_at=world.now, trouble="not read")
    unread.filter(thread=kept.pk).update(xml=b"<data><who><name>Nagy Anna</name>")  # no end
    day = timezone.make_aware(datetime.combine(world.study.keys_end_on, time(3)))

    erase_due_keys(at=day - timedelta(days=1))
    assert not Submission.objects.exclude(blanked_at=None).exists()
    erase_due_keys(at=day)

    sent = [bytes(one.xml) for one in Submission.objects.order_by("pk")]
    assert [(b"Anna" in xml, b"Piroska" in xml, bool(xml)) for xml in sent] == [
        (False, False, True), (False, False, False), (False, False, True),
    ]  # fmt: skip
    assert set(Submission.objects.values_list("blanked_at", flat=True)) == {day}


def test_keys_of_one_study_may_end_before_their_day(world: World) -> None:
    take(a_sending(), world)

    erase_keys(study=world.study, by=world.users[RESEARCHER], at=world.now)

    assert RespondentKey.objects.get().answers == {}
    assert AuditLine.objects.filter(deed="erase_keys", by_id=world.users[RESEARCHER].pk).exists()
