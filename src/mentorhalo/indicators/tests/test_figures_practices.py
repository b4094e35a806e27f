"""I11, I11b and I11c on a small journal counted by hand."""

import pytest

from mentorhalo.indicators.tests.journal import Journal
from mentorhalo.indicators.tests.test_figures import ask, reasons, units


@pytest.fixture
def journal(db):
    return Journal()


def test_practices_count_once_with_their_variants_by_field_and_by_mentors_alone(journal):
    for number, (subject, field, state, day_on) in enumerate(
        [
            ("practice:a", "library", "by_mentor", "2018-01-10"),
            ("practice:a", "library", "by_mentor", "2018-02-10"),  # a variant of it
            ("practice:b", "museum", "by_mentor", "2018-03-10"),
            ("practice:c", "museum", "by_other", "2018-03-10"),
            ("practice:d", "community", "by_mentor", "2019-01-10"),
        ]
    ):
        facts = {"form": field, "subject_class": field, "state": state, "source": f"practice:{number}"}
        journal.record("practice.accepted", subject, day_on, **facts)

    found = ask(journal, "I11")

    assert units(found) == ["practice:a", "practice:b"]
    assert found.details["parts"] == {"library": 1, "museum": 1, "community": 0}


def test_practices_taken_over_are_accepted_ones_adopted_somewhere(journal):
    facts = {"form": "library", "subject_class": "library"}
    journal.record("practice.accepted", "practice:a", "2018-01-10", state="by_mentor", **facts)
    for subject in ("practice:a", "practice:a", "practice:b"):
        journal.record("practice.adopted", subject, "2018-05-01", **facts)

    found = ask(journal, "I11c")

    assert units(found) == ["practice:a"]
    assert list(reasons(found)) == ["practice:b"]
