"""What was sent becomes answers: typed, tied to unit, wave and group, with identities apart."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mentorhalo.core.tests.access import INTERVIEWER, MENTOR, World
from mentorhalo.surveys.actions.reading import read_waiting, split_identities
from mentorhalo.surveys.actions.receiving import Sending, receive
from mentorhalo.surveys.choices import ResponseState, UnitState
from mentorhalo.surveys.models import RespondentKey, Response, Submission

from .sendings import a_photo, a_sending


def take(sending: Sending, world: World) -> Response:
    thread = receive(sending=sending, at=world.now).submission.thread
    while read_waiting(at=world.now):
        pass
    return Response.objects.get(pk=thread)


def test_answers_are_typed_and_identities_lie_apart(world: World) -> None:
    response = take(a_sending(world.interviewers[INTERVIEWER], unit="A0001"), world)

    assert response.answers == {
        "unit": "A0001",
        "life/visits": 12,
        "life/belongs": "yes",
        "life/kinds": ["choir", "dance"],
    }
    key = RespondentKey.objects.get()
    assert (key.response, key.answers) == (
        response,
        {"who/name": "Kiss Piroska", "who/phone": "+36 30 123 4567"},
    )
    assert key.delete_on == world.study.keys_end_on


def test_response_knows_its_unit_wave_place_and_group(world: World) -> None:
    response = take(a_sending(world.interviewers[MENTOR], unit="A0002"), world)

    assert (response.unit, response.wave) == (world.mentor_unit, world.wave)
    assert response.settlement == world.mentor_unit.settlement
    assert response.group == world.county_group
    world.mentor_unit.refresh_from_db()
    assert world.mentor_unit.state == UnitState.ANSWERED
    assert not world.mentor_unit.assignments.filter(ended_at=None).exists()


def test_place_named_by_an_answer_and_wave_by_the_day(world: World) -> None:
    code = world.settlement.code

    response = take(a_sending(settlement=code.lstrip("0")), world)

    assert (response.settlement_id, response.wave, response.unit) == (code, world.wave, None)


def test_unknown_unit_and_place_are_no_fault(world: World) -> None:
    response = take(a_sending(unit="nowhere", settlement="99999"), world)

    assert (response.unit, response.settlement, response.wave) == (None, None, world.wave)


def test_day_outside_every_wave_belongs_to_none(world: World) -> None:
    long_ago = (timezone.localtime(world.now) - timedelta(days=400)).isoformat()

    assert take(a_sending(started=long_ago), world).wave is None


def test_file_that_came_later_is_missed_no_more(world: World) -> None:
    sending = a_sending(photo="hall.jpg")
    first = take(sending, world)

    second = take(replace(sending, files=(a_photo(),)), world)

    assert (first.missing_files, second.missing_files) == (["hall.jpg"], [])
    assert second.revision == 1


def test_edit_takes_the_place_of_what_was_said_before(world: World) -> None:
    first = take(a_sending(world.interviewers[MENTOR], instance="uuid:1", visits="1"), world)
    Response.objects.update(state=ResponseState.ACCEPTED)

    second = take(a_sending(instance="uuid:2", deprecated="uuid:1", visits="2"), world)

    assert second.pk == first.pk
    assert (second.answers["life/visits"], second.revision) == (2, 2)
    assert second.state == ResponseState.RECEIVED
    assert second.interviewer == world.interviewers[MENTOR]
    assert Submission.objects.count() == 2


def test_edit_that_comes_before_its_original_was_read_speaks_for_both(world: World) -> None:
    receive(sending=a_sending(instance="uuid:1", visits="1"), at=world.now)

    response = take(a_sending(instance="uuid:2", deprecated="uuid:1", visits="2"), world)

    assert (response.answers["life/visits"], response.revision) == (2, 2)
    assert not Submission.objects.unread().exists()


def test_answer_of_the_wrong_kind_is_kept_and_named(world: World) -> None:
    response = take(a_sending(visits="often"), world)

    assert response.answers["life/visits"] == "often"
    assert [one["path"] for one in response.misfits] == ["life/visits"]


def test_as_many_queries_for_twenty_as_for_two(world: World) -> None:
    counts = []
    for many in (1, 2, 20):  # what every process reads once is read with the first
        for _turn in range(many):
            receive(sending=a_sending(world.interviewers[INTERVIEWER], unit="A0001"), at=world.now)
        Submission.objects.update(read_at=None)
        with CaptureQueriesContext(connection) as queries:
            read_waiting(at=world.now)
        counts.append(len(queries))

    assert counts[1] == counts[2]


@pytest.mark.parametrize(
    ("answers", "keys", "kept", "apart"),
    [
        ({"name": "A", "age": 3}, ["name"], {"age": 3}, {"name": "A"}),
        ({"age": 3}, ["name"], {"age": 3}, {}),
        (
            {"member": [{"name": "A", "age": 3}, {"age": 4}]},
            ["member/name"],
            {"member": [{"age": 3}, {"age": 4}]},
            {"member": [{"name": "A"}, {}]},
        ),
        (
            {"member": [{"name": "A", "phone": "1", "child": [{"name": "B", "age": 1}]}]},
            ["member/name", "member/phone", "member/child/name"],
            {"member": [{"child": [{"age": 1}]}]},
            {"member": [{"name": "A", "phone": "1", "child": [{"name": "B"}]}]},
        ),
    ],
)
def test_identities_are_split_off(
    answers: dict[str, object], keys: list[str], kept: dict[str, object], apart: dict[str, object]
) -> None:
    assert split_identities(answers, keys) == (kept, apart)
