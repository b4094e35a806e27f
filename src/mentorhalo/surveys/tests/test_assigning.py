"""Units are given, taken back, handed over; the suggestion spreads them."""

from collections import Counter
from datetime import timedelta

import pytest

from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.surveys.actions.assigning import (
    AssignmentRefused,
    assign_as_suggested,
    assign_settlement,
    assign_units,
    hand_over,
    move_due_day,
    take_back,
)
from mentorhalo.surveys.choices import UnitState, WaveState
from mentorhalo.surveys.models import FieldAssignment, Interviewer
from mentorhalo.surveys.queries.assigning import places_to_assign, suggest
from mentorhalo.surveys.tests.factories import EnrolmentFactory, InterviewerFactory, SampleUnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_world")]


def somebody(world: World, county: str, name: str) -> Interviewer:
    interviewer: Interviewer = InterviewerFactory(name=name, county_id=county)
    EnrolmentFactory(interviewer=interviewer, study=world.study)
    return interviewer


def test_a_free_unit_is_given_until_a_day(world: World) -> None:
    due = world.today + timedelta(days=5)
    given = assign_units(
        wave=world.wave,
        units=[world.free_unit.pk],
        interviewer=world.interviewers[access.MENTOR],
        due_on=due,
        by=world.users[access.OFFICE],
        at=world.now,
    )

    world.free_unit.refresh_from_db()
    assert [(one.unit, one.due_on, one.assigned_by) for one in given] == [
        (world.free_unit, due, world.users[access.OFFICE])
    ]
    assert world.free_unit.state == UnitState.ASSIGNED


def test_all_or_none_are_given(world: World) -> None:
    with pytest.raises(AssignmentRefused) as refusal:
        assign_units(
            wave=world.wave,
            units=[world.free_unit.pk, world.unit.pk],
            interviewer=world.interviewers[access.MENTOR],
            by=None,
            at=world.now,
        )

    assert refusal.value.field == "units"
    assert FieldAssignment.objects.filter(ended_at=None).count() == 2


def test_a_reserve_is_not_given(world: World) -> None:
    with pytest.raises(AssignmentRefused):
        assign_units(
            wave=world.wave,
            units=[world.reserve_unit.pk],
            interviewer=world.interviewers[access.MENTOR],
            by=None,
            at=world.now,
        )


def test_only_the_enrolled_get_units_within_the_waves_days(world: World) -> None:
    stranger = InterviewerFactory()
    free = {"wave": world.wave, "units": [world.free_unit.pk], "by": None, "at": world.now}
    with pytest.raises(AssignmentRefused) as refusal:
        assign_units(interviewer=stranger, **free)
    assert refusal.value.field == "interviewer"

    after = world.wave.ends_on + timedelta(days=1)
    with pytest.raises(AssignmentRefused) as refusal:
        assign_units(interviewer=world.interviewers[access.MENTOR], due_on=after, **free)
    assert refusal.value.field == "due_on"

    type(world.wave).objects.update(state=WaveState.CLOSED)
    with pytest.raises(AssignmentRefused):
        assign_units(interviewer=world.interviewers[access.MENTOR], **free)


def test_a_settlements_first_units_are_given_in_drawn_order(world: World) -> None:
    later = SampleUnitFactory(wave=world.wave, settlement=world.free_unit.settlement, drawn_order=9)
    there = {"wave": world.wave, "settlement": "06442", "by": None, "at": world.now}
    interviewer = world.interviewers[access.MENTOR]

    first = assign_settlement(interviewer=interviewer, count=1, **there)
    rest = assign_settlement(interviewer=interviewer, **there)

    assert [one.unit for one in (*first, *rest)] == [world.free_unit, later]
    with pytest.raises(AssignmentRefused):
        assign_settlement(interviewer=interviewer, **there)


def test_the_suggestion_spreads_within_the_county(world: World) -> None:
    a, b, c = (somebody(world, "03", name) for name in ("Anna", "Béla", "Cili"))
    for number in range(2, 8):
        SampleUnitFactory(wave=world.wave, settlement=world.free_unit.settlement, drawn_order=number)

    plan = suggest(world.wave, world.today)

    # Seven units in one place: two people share it, and nobody from the other county is sent.
    counts = {one.interviewer.name: one.count for one in plan.portions}
    assert counts == {"Anna": 4, "Béla": 3}
    assert plan.left == 0
    assert (a.county_id, b.county_id, c.county_id) == ("03", "03", "03")

    done = assign_as_suggested(wave=world.wave, digest=plan.digest, counties=None, by=None, at=world.now)
    assert done == 7
    held = FieldAssignment.objects.filter(ended_at=None, interviewer__county="03")
    assert Counter(held.values_list("interviewer__name", flat=True)) == {"Anna": 4, "Béla": 3}
    # Early and late addresses are dealt to both.
    assert list(
        held.filter(interviewer=b).order_by("unit__drawn_order").values_list("unit__drawn_order", flat=True)
    ) == [2, 4, 6]
    assert places_to_assign(world.wave) == []


def test_nobody_in_the_county_leaves_units_over(world: World) -> None:
    plan = suggest(world.wave, world.today)

    assert (plan.portions, plan.left) == ([], 1)


def test_a_suggestion_that_is_old_is_not_followed(world: World) -> None:
    somebody(world, "03", "Anna")
    plan = suggest(world.wave, world.today)
    SampleUnitFactory(wave=world.wave, settlement=world.free_unit.settlement)

    with pytest.raises(AssignmentRefused):
        assign_as_suggested(wave=world.wave, digest=plan.digest, counties=None, by=None, at=world.now)


def test_a_leader_gets_a_suggestion_for_the_own_county(world: World) -> None:
    somebody(world, "03", "Anna")

    assert suggest(world.wave, world.today, frozenset({"02"})).portions == []
    assert len(suggest(world.wave, world.today, frozenset({"03"})).portions) == 1


def test_what_is_taken_back_is_nobodys(world: World) -> None:
    with pytest.raises(AssignmentRefused):
        take_back(assignments=[world.field_assignment], reason="", by=None, at=world.now)
    took = [
        take_back(assignments=[world.field_assignment], reason="Beteg", by=None, at=world.now)
        for _twice in range(2)
    ]

    world.unit.refresh_from_db()
    assert (took, world.unit.state) == ([1, 0], UnitState.OPEN)


def test_a_leavers_units_go_on_with_their_due_days(world: World) -> None:
    leaver, heir = world.interviewers[access.INTERVIEWER], world.interviewers[access.MENTOR]
    count = hand_over(leaver=leaver, wave=world.wave, to=heir, reason="Elment", by=None, at=world.now)

    now = world.unit.assignments.get(ended_at=None)
    assert (count, now.interviewer, now.due_on) == (1, heir, world.field_assignment.due_on)
    assert world.unit.assignments.get(ended_at__isnull=False).end_reason == "Elment"


def test_a_leavers_units_are_spread_to_the_least_loaded(world: World) -> None:
    fresh = somebody(world, "02", "Zoli")
    leaver = world.interviewers[access.INTERVIEWER]
    hand_over(leaver=leaver, wave=world.wave, to=None, reason="Elment", by=None, at=world.now)

    assert world.unit.assignments.get(ended_at=None).interviewer == fresh


def test_a_handover_needs_an_heir(world: World) -> None:
    leaver = world.interviewers[access.INTERVIEWER]
    with pytest.raises(AssignmentRefused):
        hand_over(leaver=leaver, wave=world.wave, to=leaver, reason="Elment", by=None, at=world.now)
    Interviewer.objects.exclude(pk=leaver.pk).update(county="03")
    with pytest.raises(AssignmentRefused) as refusal:
        hand_over(leaver=leaver, wave=world.wave, to=None, reason="Elment", by=None, at=world.now)
    assert refusal.value.field == "to"


def test_a_new_deadline_is_reminded_of_anew(world: World) -> None:
    FieldAssignment.objects.update(reminded_at=world.now)
    moved = move_due_day(
        assignment=world.field_assignment, due_on=world.today + timedelta(days=9), by=None, at=world.now
    )

    assert (moved.due_on, moved.reminded_at) == (world.today + timedelta(days=9), None)
