"""How far fieldwork is, told from units, attempts and responses."""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.surveys.choices import ResponseState, UnitState
from mentorhalo.surveys.models import SampleUnit
from mentorhalo.surveys.queries import progress
from mentorhalo.surveys.queries.progress import Rates, progress_of
from mentorhalo.surveys.queries.samples import strata_of
from mentorhalo.surveys.tests.factories import (
    ContactAttemptFactory,
    InstrumentVersionFactory,
    QuotaFactory,
    ResponseFactory,
    SampleUnitFactory,
    StratumFactory,
    WaveFactory,
)

pytestmark = pytest.mark.django_db


def test_rates_are_those_of_aapor() -> None:
    rates = Rates(complete=50, partial=5, refusal=20, non_contact=10, other=5, unknown=10, ineligible=40)

    assert (rates.rr1, rates.rr2, rates.ref1, rates.con1) == (0.5, 0.55, 0.2, 0.8)
    assert Rates(ineligible=3).rr1 is None


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ([], progress.UNKNOWN),
        (["not_home", "not_home"], progress.NON_CONTACT),
        (["not_home", "vacant"], progress.INELIGIBLE),
        (["refused", "not_home"], progress.REFUSAL),
        (["appointment", "not_home"], progress.OTHER),
        (["refused", "partial"], progress.PARTIAL),
        (["closed", "nobody_entitled", "moved"], progress.NON_CONTACT),
        (["closed", "outside"], progress.INELIGIBLE),
        (["asked_back", "ceased"], progress.OTHER),
    ],
)
def test_the_weightiest_result_tells_what_became_of_a_unit(
    world: World, results: list[str], expected: int
) -> None:
    for result in results:
        ContactAttemptFactory(unit=world.free_unit, result=result)

    annotated = SampleUnit.objects.annotate(found=progress.disposition()).get(pk=world.free_unit.pk)
    assert annotated.found == expected


def test_a_questionnaire_outweighs_every_attempt(world: World) -> None:
    ContactAttemptFactory(unit=world.unit, result="refused")
    ResponseFactory(wave=world.wave, unit=world.unit, version=world.instrument_version)

    annotated = SampleUnit.objects.annotate(found=progress.disposition()).get(pk=world.unit.pk)
    assert annotated.found == progress.COMPLETE


def test_progress_adds_up(world: World) -> None:
    QuotaFactory(wave=world.wave, settlement=world.settlement, target=4)
    QuotaFactory(wave=world.wave, settlement=world.free_unit.settlement, target=6)
    common = {"wave": world.wave, "version": world.instrument_version}
    worker = world.interviewers[access.INTERVIEWER]
    ResponseFactory(
        **common,
        unit=world.unit,
        settlement=world.settlement,
        interviewer=worker,
        state=ResponseState.ACCEPTED,
    )
    ResponseFactory(**common, settlement=world.settlement)  # by a public link
    ResponseFactory(**common, unit=world.free_unit, state=ResponseState.REJECTED)
    ContactAttemptFactory(unit=world.mentor_unit, interviewer=worker, result="refused")

    found = progress_of(world.wave, world.today)

    assert (found.whole.target, found.whole.accepted, found.whole.came, found.whole.units) == (20, 1, 2, 3)
    assert [(one.code, one.target, one.accepted) for one in found.strata] == [
        ("03-town", 10, 0),
        ("02-town", 10, 1),
        ("-", 0, 0),  # what came by the public link
    ]
    assert [(one.name, one.target, one.came, one.unassigned) for one in found.settlements] == [
        ("Kalocsa", 6, 0, 1),
        ("Komló", 4, 2, 0),
    ]
    assert [(one.code, one.target) for one in found.counties] == [("03", 10), ("02", 10)]
    assert found.whole.dispositions == Counter(
        {progress.COMPLETE: 1, progress.REFUSAL: 1, progress.UNKNOWN: 1}
    )
    row = next(one for one in found.workers if one.interviewer == worker)
    assert (row.in_hand, row.attempts, row.accepted, row.refusal_share) == (1, 1, 1, 1.0)


def test_every_table_adds_up_to_the_whole(world: World) -> None:
    common = {"wave": world.wave, "version": world.instrument_version, "state": ResponseState.ACCEPTED}
    ResponseFactory(**common, unit=world.unit, settlement=world.settlement)
    ResponseFactory(**common, settlement=world.settlement)  # of no stratum
    ResponseFactory(**common, settlement=None)  # of no place either

    found = progress_of(world.wave, world.today)

    assert found.placeless is not None
    rests = [found.placeless]
    assert found.whole.accepted == 3
    for rows in (found.strata, [*found.settlements, *rests], [*found.counties, *rests]):
        assert sum(one.accepted for one in rows) == 3
    assert [(one.is_rest, one.accepted) for one in (found.strata[-1], *rests)] == [(True, 2), (True, 1)]


def test_a_county_wants_what_its_strata_want_or_else_its_settlements(world: World) -> None:
    wave = WaveFactory(study=world.study, number=8)
    here, there = world.settlement, world.free_unit.settlement
    libraries = StratumFactory(wave=wave, target=5)
    for settlement in (here, here):
        SampleUnitFactory(wave=wave, settlement=settlement, stratum=libraries)

    assert [(one.code, one.target) for one in progress_of(wave, world.today).counties] == [("02", 5)]

    # Over the border nobody can say how many of the stratum are wanted where.
    SampleUnitFactory(wave=wave, settlement=there, stratum=libraries)
    QuotaFactory(wave=wave, settlement=there, target=2)
    found = progress_of(wave, world.today)
    assert ([(one.code, one.target) for one in found.counties], found.whole.target) == (
        [("03", 2), ("02", 0)],
        5,
    )


def test_strata_stand_in_the_order_of_their_names(world: World) -> None:
    wave = WaveFactory(study=world.study, number=7)
    for code, name in (("1", "Zala"), ("2", "Baranya"), ("3", "Bács-Kiskun")):
        StratumFactory(wave=wave, code=code, name=name)

    ordered = ["Bács-Kiskun", "Baranya", "Zala"]
    assert [one.name for one in progress_of(wave, world.today).strata] == ordered
    assert [one.name for one in strata_of(wave)] == ordered


def test_a_leader_is_told_of_the_own_county(world: World) -> None:
    ResponseFactory(wave=world.wave, version=world.instrument_version, settlement=world.free_unit.settlement)

    found = progress_of(world.wave, world.today, counties=frozenset({"02"}))

    assert [one.code for one in found.counties] == ["02"]
    assert [one.code for one in found.strata] == ["02-town"]
    assert found.whole.came == 0


def test_a_stratum_over_the_border_has_no_target_in_one_of_its_counties(world: World) -> None:
    wave = WaveFactory(study=world.study, number=9)
    here, there = world.settlement, world.free_unit.settlement
    assert (here.county_id, there.county_id) == ("02", "03")
    over, within = (StratumFactory(wave=wave, code=code, target=10) for code in ("a", "b"))
    unit = SampleUnitFactory(wave=wave, settlement=here, stratum=over)
    SampleUnitFactory(wave=wave, settlement=there, stratum=over)
    SampleUnitFactory(wave=wave, settlement=here, stratum=within)
    version = InstrumentVersionFactory(instrument__study=wave.study)
    ResponseFactory(wave=wave, version=version, unit=unit, settlement=here, state=ResponseState.ACCEPTED)
    QuotaFactory(wave=wave, settlement=here, target=4)
    QuotaFactory(wave=wave, settlement=there, target=9)

    seen = progress_of(wave, world.today, counties=frozenset({"02"}))
    both = progress_of(wave, world.today, counties=frozenset({"02", "03"}))

    assert [(one.reaches_over, one.target, one.accepted, one.share) for one in seen.strata] == [
        (True, 0, 1, None),
        (False, 10, 0, 0.0),
    ]
    # As of a county that nobody divided the target for: the quotas of its settlements stand.
    assert (seen.whole.target, seen.whole.accepted) == (4, 1)
    assert seen.reaches_over
    for found in (both, progress_of(wave, world.today)):
        assert not found.reaches_over
        assert [(one.reaches_over, one.target) for one in found.strata] == [(False, 10), (False, 10)]
        assert found.whole.target == 20


def test_no_day_is_left_out_and_the_pace_tells_the_end(world: World) -> None:
    now = timezone.now()
    for days in (9, 9, 0, 0):
        ResponseFactory(
            wave=world.wave, version=world.instrument_version, received_at=now - timedelta(days=days)
        )

    found = progress_of(world.wave, world.today)

    assert [count for _on, count in found.days][:10] == [2, *[0] * 8, 2]
    # Sixteen are missing, and four came in ten days.
    assert found.projected_on == world.today + timedelta(days=40)


def test_no_end_is_told_while_nothing_comes(world: World) -> None:
    assert progress_of(world.wave, world.today).projected_on is None


@pytest.mark.parametrize("is_led", [False, True], ids=["all", "led"])
@pytest.mark.parametrize("count", [1, 3])
def test_progress_costs_the_same_however_large_the_sample(
    count: int,
    is_led: bool,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    wave = WaveFactory()
    for _ in range(count):
        stratum = StratumFactory(wave=wave)
        unit = SampleUnitFactory(wave=wave, stratum=stratum, state=UnitState.ASSIGNED)
        QuotaFactory(wave=wave, settlement=unit.settlement)
        ContactAttemptFactory(unit=unit)
        ResponseFactory(wave=wave, unit=unit, version__instrument__study=wave.study)

    counties = frozenset(wave.units.values_list("settlement__county", flat=True)) if is_led else None
    with django_assert_num_queries(11):
        progress_of(wave, timezone.localdate(), counties=counties)
