"""Figures that are the sum or the median of quantities, and their rows."""

from datetime import timedelta

import pytest

from mentorhalo.indicators import queries
from mentorhalo.indicators.counting import summary
from mentorhalo.indicators.language import QuantityRule
from mentorhalo.indicators.tests.journal import KNOWN, Journal, day

AS_OF = day("2018-12-31")


@pytest.fixture
def journal(db):
    return Journal()


def units(found):
    return [row.unit for row in found.counted]


def reasons(found):
    return {row.unit: [reason.code for reason in row.reasons] for row in found.excluded}


def answered(journal, name, on, hours, **more):
    journal.record("question.received", f"question:{name}", on, county="02")
    return journal.record("question.answered", f"question:{name}", on, quantity=hours, county="02", **more)


def test_time_to_an_answer_is_the_median_of_the_hours(journal):
    answered(journal, "a", "2018-02-01", 10)
    answered(journal, "b", "2018-03-01", 400)
    answered(journal, "c", "2018-04-01", 30)
    journal.record("question.received", "question:d", "2018-05-01")

    opened = queries.explain("answer-time", programme=journal.programme, as_of=AS_OF)

    assert (opened.value, opened.details["of"]) == (30, 3)
    assert units(opened) == ["question:a", "question:b", "question:c"]
    assert reasons(opened)["question:d"] == ["no_entry"]


def test_of_an_even_number_the_lower_middle_is_a_time_that_occurred(journal):
    answered(journal, "a", "2018-02-01", 10)
    answered(journal, "b", "2018-03-01", 20)

    assert queries.figure("answer-time", programme=journal.programme, as_of=AS_OF).value == 10


def test_nobody_has_waited_before_the_first_answer(journal):
    assert queries.figure("answer-time", programme=journal.programme, as_of=AS_OF).value is None


def test_the_median_of_each_day_is_of_the_answers_up_to_it(journal):
    answered(journal, "a", "2018-02-01", 10)
    answered(journal, "b", "2018-03-01", 400)
    answered(journal, "c", "2018-03-02", 500)
    days = [day("2018-01-31"), day("2018-02-28"), day("2018-03-31")]

    line = queries.series("answer-time", journal.programme, days)

    assert [value for _day, value in line] == [None, 10, 400]


def test_a_corrected_time_is_the_new_one_and_the_old_as_known_then(journal):
    source = answered(journal, "a", "2018-02-01", 10)
    later = KNOWN + timedelta(days=30)
    journal.record("question.answered", "question:a", "2018-02-01", quantity=50, source=source, at=later)

    assert queries.figure("answer-time", programme=journal.programme, as_of=AS_OF).value == 50
    then = queries.figure("answer-time", programme=journal.programme, as_of=AS_OF, known_at=KNOWN)
    assert then.value == 10


def inform(journal, name, on, reached, state="counted", county="02"):
    journal.record("information.given", f"act:{name}", on, quantity=reached, state=state, county=county)


def test_times_reached_are_the_sum_of_what_was_counted(journal):
    inform(journal, "a", "2018-02-01", 1200)
    inform(journal, "b", "2018-03-01", 35, county="04")
    inform(journal, "c", "2018-03-01", 5000, state="estimated")

    assert queries.figure("information-acts", programme=journal.programme, as_of=AS_OF).value == 3
    opened = queries.explain("information-reach", programme=journal.programme, as_of=AS_OF)
    assert (opened.value, units(opened)) == (1235, ["act:a", "act:b"])
    by = queries.breakdown("information-reach", "county", programme=journal.programme, as_of=AS_OF)
    assert by == {"02": 1200, "04": 35}
    line = queries.series("information-reach", journal.programme, [day("2018-02-15"), AS_OF])
    assert [value for _day, value in line] == [1200, 1235]


def test_a_county_has_its_own_sum(journal):
    inform(journal, "a", "2018-02-01", 1200)
    inform(journal, "b", "2018-03-01", 35, county="04")

    found = queries.figure("information-reach", programme=journal.programme, as_of=AS_OF, county="04")

    assert found.value == 35


@pytest.mark.parametrize(
    ("quantities", "per", "whole"),
    [([20, 20, 20], 60, 1), ([45, 45], 60, 2), ([29], 60, 0), ([], 60, 0), ([7], 1, 7)],
)
def test_sum_in_larger_units_is_rounded_once(quantities, per, whole):
    assert summary(QuantityRule("sum", "other", per), quantities) == whole
