from datetime import date

import pytest

from mentorhalo.programmes.queries import current_programme
from mentorhalo.programmes.tests.factories import ProgrammeFactory

pytestmark = pytest.mark.django_db


def test_running_programme_is_the_current_one() -> None:
    ProgrammeFactory(code="old", starts_on=date(2017, 1, 1), ends_on=date(2020, 1, 1))
    running = ProgrammeFactory(code="running", starts_on=date(2024, 1, 1), ends_on=None)
    ProgrammeFactory(code="coming", starts_on=date(2030, 1, 1), ends_on=None)

    assert current_programme(date(2026, 1, 1)) == running


def test_latest_programme_is_current_between_two() -> None:
    ProgrammeFactory(code="old", starts_on=date(2010, 1, 1), ends_on=date(2012, 1, 1))
    latest = ProgrammeFactory(code="latest", starts_on=date(2017, 1, 1), ends_on=date(2020, 1, 1))
    ProgrammeFactory(code="coming", starts_on=date(2030, 1, 1), ends_on=None)

    assert current_programme(date(2026, 1, 1)) == latest


def test_real_programme_goes_before_a_demonstration() -> None:
    ProgrammeFactory(code="demo", starts_on=date(2025, 1, 1), is_demo=True)
    real = ProgrammeFactory(code="real", starts_on=date(2024, 1, 1))

    assert current_programme(date(2026, 1, 1)) == real


def test_without_programmes_there_is_no_current_one() -> None:
    assert current_programme() is None
