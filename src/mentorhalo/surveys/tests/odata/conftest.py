import pytest

from mentorhalo.core.tests.access import RESEARCHER, World
from mentorhalo.surveys.models import Instrument
from mentorhalo.surveys.tests.exporting.builders import ANSWERS, a_response, a_version
from mentorhalo.surveys.tests.factories import InstrumentFactory
from mentorhalo.surveys.tests.serving.programs import Program, program_of

AGES = (12, 21, 34, 41, 58, 63, 77)


@pytest.fixture
def instrument(world: World) -> Instrument:
    """Seven responses; the eldest did not say how content they are, and have no children."""
    made: Instrument = InstrumentFactory(study=world.study, form_id="life")
    version = a_version(made)
    for age in AGES:
        answers = {**ANSWERS, "who/age": age}
        if age > 60:
            del answers["content"], answers["child"]
        a_response(version, answers, wave=world.wave if age > 30 else None, settlement=world.settlement)
    return made


@pytest.fixture
def program(world: World) -> Program:
    return program_of(world.study, world.users[RESEARCHER], is_basic=True)
