"""A figure in a newsletter: chosen by its name, filled on the day the letter is made."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from mentorhalo.core.registry import registry
from mentorhalo.indicators.models import Indicator
from mentorhalo.indicators.tests.journal import Journal
from mentorhalo.programmes.tests.factories import ProgrammeFactory

pytestmark = pytest.mark.django_db

INFORMED = "communities-informed"
BLOCK = registry.letter_blocks["figure"]


@pytest.fixture
def journal() -> Journal:
    journal = Journal(ProgrammeFactory(starts_on=date(2018, 1, 1), ends_on=None))
    journal.engage("a", "2018-01-01", county="02")
    journal.engage("b", "2018-01-01", county="03")
    return journal


def test_public_figure_is_offered_and_filled_with_its_value_of_today(journal: Journal) -> None:
    indicator = Indicator.objects.get(code=INFORMED)

    assert (INFORMED, indicator.name_hu) in BLOCK.offer()
    item = BLOCK.fill(INFORMED)

    assert item is not None
    assert (item.title, item.href) == (indicator.name_hu, f"/figures/{INFORMED}/")
    assert item.figure.startswith("2")


def test_figure_speaks_the_language_of_the_letter(journal: Journal) -> None:
    indicator = Indicator.objects.get(code=INFORMED)

    with translation.override("en"):
        item = BLOCK.fill(INFORMED)
        assert (INFORMED, indicator.name_en) in BLOCK.offer()

    assert item is not None
    assert (item.title, item.href) == (indicator.name_en, f"/en/figures/{INFORMED}/")


def test_figure_no_longer_public_is_gone(journal: Journal) -> None:
    Indicator.objects.filter(code=INFORMED).update(is_public=False)

    assert INFORMED not in dict(BLOCK.offer())
    assert BLOCK.fill(INFORMED) is None


@pytest.mark.parametrize("value", ["no-such-figure", "", "\x00"])
def test_figure_nobody_knows_is_gone(journal: Journal, value: Any) -> None:
    assert BLOCK.fill(value) is None


def test_without_a_programme_there_is_nothing_to_count() -> None:
    assert BLOCK.fill(INFORMED) is None
