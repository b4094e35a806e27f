"""Attempts are written down once; substitutes come by the written rule."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.surveys.actions.attempts import AttemptRefused, lose_unit, record_attempt
from mentorhalo.surveys.actions.substitutes import SubstituteRefused, substitute_unit
from mentorhalo.surveys.choices import (
    RESULTS_OF_HOUSEHOLDS,
    RESULTS_OF_INSTITUTIONS,
    AttemptResult,
    StudyKind,
    UnitState,
    WaveState,
)
from mentorhalo.surveys.models import ContactAttempt, SampleUnit
from mentorhalo.surveys.queries.progress import WEIGHTS
from mentorhalo.surveys.queries.rule import chain_of, ripeness
from mentorhalo.surveys.queries.units import history_of, results_for
from mentorhalo.surveys.tests.factories import SampleUnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


def attempt(world: World, result: str = "not_home", **changes: Any) -> ContactAttempt:
    said: dict[str, Any] = {
        "unit": world.unit,
        "interviewer": world.interviewers[access.INTERVIEWER],
        "attempted_at": world.now,
        "by": None,
        "at": world.now,
    }
    return record_attempt(result=result, **said | changes)


def test_an_attempt_sent_twice_is_one(world: World) -> None:
    key = uuid4()
    first, second = attempt(world, key=key), attempt(world, key=key)

    assert first == second
    assert ContactAttempt.objects.count() == 1


def test_another_attempts_identifier_is_refused(world: World) -> None:
    key = uuid4()
    attempt(world, key=key)

    with pytest.raises(AttemptRefused):
        attempt(world, key=key, unit=world.mentor_unit, interviewer=world.interviewers[access.MENTOR])


def test_who_never_had_the_unit_cannot_tell_of_it(world: World) -> None:
    with pytest.raises(AttemptRefused):
        attempt(world, unit=world.mentor_unit)


def test_who_had_the_unit_may_still_tell_of_it(world: World) -> None:
    type(world.field_assignment).objects.update(ended_at=world.now, end_reason="átadva")

    assert attempt(world, attempted_at=world.now - timedelta(days=1)).unit == world.unit


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"result": "nonsense"}, "result"),
        ({"attempted_at": timedelta(days=1)}, "attempted_at"),
        ({"result": "appointment"}, "appointment_at"),
        ({"appointment_at": timedelta(days=1)}, "appointment_at"),
        ({"result": "appointment", "appointment_at": -timedelta(days=1)}, "appointment_at"),
    ],
)
def test_an_attempt_that_makes_no_sense_is_refused(world: World, changes: dict[str, Any], field: str) -> None:
    said: Any = {
        name: world.now + value if isinstance(value, timedelta) else value for name, value in changes.items()
    }
    with pytest.raises(AttemptRefused) as refusal:
        attempt(world, **said)

    assert refusal.value.field == field


def test_nothing_is_attempted_before_the_wave_opens(world: World) -> None:
    type(world.wave).objects.update(state=WaveState.PLANNED)

    with pytest.raises(AttemptRefused):
        attempt(world)


def test_no_attempt_was_made_before_the_wave_began(world: World) -> None:
    before = world.now - timedelta(days=11)

    with pytest.raises(AttemptRefused) as refusal:
        attempt(world, attempted_at=before)

    assert refusal.value.field == "attempted_at"
    type(world.wave).objects.update(starts_on=world.today + timedelta(days=1))  # opened before its first day
    assert attempt(world).attempted_at == world.now


def test_no_attempt_was_made_before_the_day_the_unit_was_given(world: World) -> None:
    type(world.field_assignment).objects.update(assigned_at=world.now)

    with pytest.raises(AttemptRefused) as refusal:
        attempt(world, attempted_at=world.now - timedelta(days=1))

    assert refusal.value.field == "attempted_at"
    first_hour = timezone.localtime(world.now).replace(hour=0, minute=5)
    assert attempt(world, attempted_at=first_hour).attempted_at == first_hour


def test_the_history_tells_the_hour_and_what_was_agreed(world: World) -> None:
    tried = timezone.localtime(world.now).replace(hour=0, minute=5)
    agreed = timezone.localtime(world.now).replace(hour=16, minute=40) + timedelta(days=2)
    attempt(world, "appointment", attempted_at=tried, appointment_at=agreed)

    [line] = [one for one in history_of(world.unit) if one.at == tried]

    assert "0:05" in line.title
    assert "16:40" in line.body


def test_a_unit_given_up_is_nobodys(world: World) -> None:
    with pytest.raises(AttemptRefused):
        lose_unit(unit=world.unit, reason=" ", by=None, at=world.now)
    lost = lose_unit(unit=world.unit, reason="Lebontották", by=None, at=world.now)

    assert lost.state == UnitState.LOST
    assert not world.unit.assignments.filter(ended_at=None).exists()
    with pytest.raises(AttemptRefused):
        lose_unit(unit=world.unit, reason="Újra", by=None, at=world.now)


def test_the_rule_counts_attempts_and_days(world: World) -> None:
    noon = datetime(2026, 5, 4, 12, tzinfo=world.now.tzinfo)
    same_day = [("not_home", noon), ("not_home", noon + timedelta(hours=2)), ("not_home", noon)]

    assert (ripeness(world.wave, same_day).attempts, ripeness(world.wave, same_day).days) == (0, 1)
    assert ripeness(world.wave, [*same_day[:2], ("not_home", noon + timedelta(days=1))]).is_ripe
    assert ripeness(world.wave, [("refused", noon)]).is_ripe


@pytest.mark.parametrize(("result", "is_final"), [("ceased", True), ("outside", True), ("closed", False)])
def test_an_institution_that_is_no_more_needs_no_further_attempt(
    world: World, result: str, is_final: bool
) -> None:
    assert ripeness(world.wave, [(result, world.now)]).is_ripe is is_final


@pytest.mark.parametrize(
    ("kind", "is_register", "expected"),
    [
        (StudyKind.INSTITUTION, False, RESULTS_OF_INSTITUTIONS),
        (StudyKind.RESIDENT, True, RESULTS_OF_HOUSEHOLDS),
        (StudyKind.OTHER, True, RESULTS_OF_INSTITUTIONS),
        (StudyKind.OTHER, False, RESULTS_OF_HOUSEHOLDS),
    ],
)
def test_results_fit_what_is_visited(
    world: World, kind: StudyKind, is_register: bool, expected: tuple[AttemptResult, ...]
) -> None:
    unit = world.unit
    unit.wave.study.kind = kind
    unit.organisation_id = uuid4() if is_register else None

    assert results_for(unit) == expected


def test_every_result_is_offered_somewhere_and_means_something() -> None:
    assert {*RESULTS_OF_HOUSEHOLDS, *RESULTS_OF_INSTITUTIONS} == set(AttemptResult) == set(WEIGHTS)


def test_a_substitute_is_refused_with_what_is_missing(world: World) -> None:
    attempt(world)

    with pytest.raises(SubstituteRefused) as refusal:
        substitute_unit(unit=world.unit, reason="Nincs otthon", by=None, at=world.now)

    assert str(refusal.value) == (
        "Még nem helyettesíthető: hiányzik még 2 felkeresés és még 1 másik napon tett felkeresés, "
        "vagy egy végleges eredmény."
    )


def test_the_next_reserve_of_the_settlement_stands_in(world: World) -> None:
    elsewhere = SampleUnitFactory(
        wave=world.wave,
        stratum=world.stratum,
        settlement=world.free_unit.settlement,
        is_reserve=True,
        drawn_order=1,
    )
    attempt(world, "refused")

    reserve = substitute_unit(unit=world.unit, reason="Elutasította", by=None, at=world.now)

    world.unit.refresh_from_db()
    assert (reserve, reserve.substitutes, reserve.is_reserve) == (world.reserve_unit, world.unit, False)
    assert (world.unit.state, reserve.state) == (UnitState.SUBSTITUTED, UnitState.ASSIGNED)
    given = reserve.assignments.get(ended_at=None)
    assert (given.interviewer, given.due_on) == (
        world.interviewers[access.INTERVIEWER],
        world.field_assignment.due_on,
    )
    assert chain_of(reserve) == [world.unit, reserve]

    # No further one lies in the settlement: the next comes from the stratum.
    attempt(world, "vacant", unit=reserve)
    assert substitute_unit(unit=reserve, reason="Lakatlan", by=None, at=world.now) == elsewhere
    attempt(world, "vacant", unit=elsewhere)
    with pytest.raises(SubstituteRefused):
        substitute_unit(unit=elsewhere, reason="Lakatlan", by=None, at=world.now)


@pytest.mark.parametrize("state", [UnitState.ANSWERED, UnitState.SUBSTITUTED])
def test_what_is_settled_needs_no_substitute(world: World, state: str) -> None:
    attempt(world, "refused")
    SampleUnit.objects.filter(pk=world.unit.pk).update(state=state)

    with pytest.raises(SubstituteRefused):
        substitute_unit(unit=world.unit, reason="Mindegy", by=None, at=world.now)


def test_a_reserve_and_a_closed_wave_have_no_substitutes(world: World) -> None:
    with pytest.raises(SubstituteRefused):
        substitute_unit(unit=world.reserve_unit, reason="Mindegy", by=None, at=world.now)
    attempt(world, "refused")
    type(world.wave).objects.update(state=WaveState.CLOSED)
    with pytest.raises(SubstituteRefused):
        substitute_unit(unit=world.unit, reason="Mindegy", by=None, at=world.now)
