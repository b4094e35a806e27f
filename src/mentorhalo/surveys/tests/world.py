"""What a study adds to the world: a wave open today, its questionnaire, two interviewers, units in both counties."""

from datetime import timedelta

from mentorhalo.accounts.models import User
from mentorhalo.core.tests import access
from mentorhalo.core.tests.access import World
from mentorhalo.surveys.choices import UnitState
from mentorhalo.surveys.models import Interviewer, KeyHolder, SampleUnit
from mentorhalo.surveys.tests.factories import (
    EnrolmentFactory,
    FieldAssignmentFactory,
    InstrumentFactory,
    InstrumentVersionFactory,
    InterviewerFactory,
    SampleUnitFactory,
    StratumFactory,
    StudyFactory,
    UnitKeyFactory,
    WaveFactory,
)
from mentorhalo.territory.models import Settlement
from mentorhalo.territory.tests.factories import SettlementFactory


def build_world(world: World) -> None:
    """Adds `study`, `wave`, `instrument`, `instrument_version`, `interviewers` (role -> Interviewer, of INTERVIEWER and of
    MENTOR), `stratum`, `other_stratum`, and units: `unit` (INTERVIEWER's, in the first county), `mentor_unit` (MENTOR's, there),
    `free_unit` (nobody's, in the other county), `reserve_unit`; `field_assignment` is that of `unit`, `enrolment` one of theirs.
    RESEARCHER holds the keys (`key_holder`).
    """
    world.study = StudyFactory(
        programme=world.the_programme,
        code="residents",
        title_hu="Lakossági kutatás",
        title_en="Study of residents",
        created_by=world.users[access.RESEARCHER],
    )
    world.wave = WaveFactory(study=world.study, number=1)
    world.instrument = InstrumentFactory(study=world.study, form_id="household")
    world.instrument_version = InstrumentVersionFactory(instrument=world.instrument)
    world.interviewers = {
        access.INTERVIEWER: _interviewer(world.users[access.INTERVIEWER], world, code="K1"),
        access.MENTOR: _interviewer(
            world.users[access.MENTOR], world, code="K2", mentor=world.mentors[access.MENTOR]
        ),
    }
    world.key_holder = KeyHolder.objects.create(
        study=world.study,
        user=world.users[access.RESEARCHER],
        starts_on=world.today - timedelta(days=20),
        reason="Mintavétel és ellenőrzés",
    )
    _add_units(world)


def _add_units(world: World) -> None:
    here = world.settlement
    there = Settlement.objects.filter(code="06442").first() or SettlementFactory(
        code="06442", name="Kalocsa", county_id="03", district=None
    )
    world.stratum = StratumFactory(wave=world.wave, code="02-town", name="Baranya, városok")
    world.other_stratum = StratumFactory(wave=world.wave, code="03-town", name="Bács-Kiskun, városok")
    world.unit = _unit(world, here, "A0001", stratum=world.stratum, state=UnitState.ASSIGNED, drawn_order=1)
    world.mentor_unit = _unit(
        world, here, "A0002", stratum=world.stratum, state=UnitState.ASSIGNED, drawn_order=2
    )
    world.reserve_unit = _unit(world, here, "A0003", stratum=world.stratum, is_reserve=True, drawn_order=3)
    world.free_unit = _unit(world, there, "B0001", stratum=world.other_stratum, drawn_order=1)
    world.field_assignment = FieldAssignmentFactory(
        unit=world.unit,
        interviewer=world.interviewers[access.INTERVIEWER],
        due_on=world.today + timedelta(days=7),
    )
    FieldAssignmentFactory(unit=world.mentor_unit, interviewer=world.interviewers[access.MENTOR])


def _interviewer(user: User, world: World, **fields: object) -> Interviewer:
    interviewer: Interviewer = InterviewerFactory(user=user, name=user.name, county_id="02", **fields)
    world.enrolment = EnrolmentFactory(interviewer=interviewer, study=world.study)
    return interviewer


def _unit(world: World, settlement: Settlement, code: str, **fields: object) -> SampleUnit:
    unit: SampleUnit = SampleUnitFactory(wave=world.wave, settlement=settlement, code=code, **fields)
    UnitKeyFactory(unit=unit, address=f"Fő utca {unit.drawn_order}.")
    return unit
