"""Each shipped figure on a small journal counted by hand; the value and its rows always agree."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorhalo.indicators import queries
from mentorhalo.indicators.language import RuleRefused
from mentorhalo.indicators.tests.journal import KNOWN, Journal, day
from mentorhalo.territory.tests.factories import CountyFactory, SettlementFactory

AS_OF = day("2018-12-31")


@pytest.fixture
def journal(db):
    return Journal()


def ask(journal, code, as_of=AS_OF, **more):
    """The figure, opened; its value and rows are held together on the way."""
    opened = queries.explain(code, programme=journal.programme, as_of=as_of, **more)
    plain = queries.figure(code, programme=journal.programme, as_of=as_of, **more)
    assert plain.value == opened.value == len(opened.counted)
    assert plain.details.items() <= opened.details.items()
    return opened


def units(found):
    return [row.unit for row in found.counted]


def reasons(found):
    return {row.unit: [reason.code for reason in row.reasons] for row in found.excluded}


# --- I1, I2 --------------------------------------------------------------------------------------


def test_mentors_are_those_with_a_mandate_on_the_day(journal):
    journal.record("mandate.held", "mentor:a", "2018-01-01", until="2018-06-30")
    journal.record("mandate.held", "mentor:b", "2018-01-01")
    journal.record("mandate.held", "mentor:c", "2019-01-01")

    found = ask(journal, "I1")

    assert units(found) == ["mentor:b"]
    assert reasons(found) == {"mentor:a": ["ended"]}


def test_mentors_report_their_number_day_by_day(journal):
    journal.record("mandate.held", "mentor:a", "2017-06-01", until="2018-01-10")
    journal.record("mandate.held", "mentor:a", "2018-01-11", until="2018-01-20")
    journal.record("mandate.held", "mentor:b", "2018-01-06")

    found = ask(journal, "mentors", as_of=day("2018-01-30"))

    assert found.details["headcount"] == {
        "lowest": 1,
        "highest": 2,
        "average": 1.5,  # 5 days of one, 15 of two, 10 of one
        "ever": 2,
        "from": "2018-01-01",
        "to": "2018-01-30",
    }


def test_groups_are_counted_by_county_with_their_sizes(journal):
    journal.record("group.active", "group:x", "2018-01-01", county="02")
    journal.record("group.active", "group:y", "2018-01-01", county="02")
    journal.record("group.active", "group:z", "2018-01-01", until="2018-03-31", county="03")
    for number in range(3):
        journal.record("mandate.held", f"mentor:{number}", "2018-01-01", group="group:x", county="02")
    journal.record("mandate.held", "mentor:4", "2018-12-02", group="group:y", county="02")

    found = ask(journal, "county-groups")

    assert units(found) == ["county:02"]
    assert found.details["groups"] == [
        {"group": "group:x", "county": "02", "size": 3},
        {"group": "group:y", "county": "02", "size": 1},
    ]
    assert found.details["days_below"] == {"group:y": 365, "group:z": 90}


# --- I3 ------------------------------------------------------------------------------------------


def support(journal, name, *days, form="consultation", state="approved", **more):
    for each in days:
        journal.record(
            "activity.consortium", f"consortium:{name}", each, form=form, state=state, channel="phone", **more
        )


def grant(journal, name, state="listed"):
    journal.record("consortium.granted", f"consortium:{name}", "2017-06-01", state=state, form="TOP")


def test_a_consortium_is_supported_by_an_approved_entry_of_support(journal):
    for name in "abcdef":
        grant(journal, name, state="unlisted" if name == "e" else "listed")
    support(journal, "a", "2018-02-01")
    support(journal, "b", "2018-02-01", form="newsletter")
    support(journal, "c", "2018-02-01", state="submitted")
    support(journal, "d", "2019-02-01")
    support(journal, "e", "2018-02-01")

    found = ask(journal, "I3")

    assert units(found) == ["consortium:a"]
    assert reasons(found) == {
        "consortium:b": ["condition.form"],
        "consortium:c": ["waiting"],
        "consortium:d": ["no_entry"],
        "consortium:e": ["restricted"],
        "consortium:f": ["no_entry"],
    }


def test_the_stricter_twin_asks_for_three_entries_on_two_days(journal):
    for name in "abc":
        grant(journal, name)
    support(journal, "a", "2018-02-01", "2018-02-01", "2018-02-02")
    support(journal, "b", "2018-02-01", "2018-02-01", "2018-02-01")
    support(journal, "c", "2018-02-01", "2018-02-02")

    found = ask(journal, "consortia-supported-repeatedly")

    assert units(found) == ["consortium:a"]
    assert reasons(found) == {"consortium:b": ["few_days"], "consortium:c": ["few_facts"]}
    assert ask(journal, "consortia-supported-repeatedly", overrides={"at_least_days": "none"}).value == 2


# --- I4 ------------------------------------------------------------------------------------------


@pytest.fixture
def places(db):
    baranya, pest = CountyFactory(code="02", name="Baranya"), CountyFactory(code="13", name="Pest")
    for code in ("10001", "10002", "10003", "10004"):
        SettlementFactory(code=code, county=baranya)
    SettlementFactory(code="20001", county=pest, size_type="town")


def test_settlements_are_reached_in_three_ways(journal, places):
    grant(journal, "a")
    support(journal, "a", "2018-02-01", place="10001")  # by telephone: not there
    journal.record("consortium.covers", "consortium:a", "2017-06-01", place="10001", county="02")
    journal.record("consortium.covers", "consortium:b", "2017-06-01", place="10002", county="02")
    journal.meet("k", "2018-03-01", place="20001", home="10003", county="02")
    journal.meet("l", "2018-03-02", two_way=False, home="10004", county="02")

    found = ask(journal, "settlements-reached")

    assert units(found) == ["settlement:10001", "settlement:10003", "settlement:20001"]
    assert found.details["parts"] == {"visited": 1, "local-contact": 1, "covered": 1}
    assert reasons(found) == {
        "settlement:10002": ["restricted"],
        "settlement:10004": ["condition.is_two_way"],
    }


def test_settlements_lie_in_their_own_county(journal, places):
    journal.meet("k", "2018-03-01", place="20001", home="10003", county="02")

    assert units(ask(journal, "I4", county="02")) == ["settlement:10003"]
    assert units(ask(journal, "I4", county="13")) == ["settlement:20001"]
    assert units(ask(journal, "I4", settlement_type="town")) == ["settlement:20001"]
    assert queries.breakdown("settlements-reached", "county", programme=journal.programme, as_of=AS_OF) == {
        "02": 1,
        "13": 1,
    }


# --- I5 ------------------------------------------------------------------------------------------


def contact(journal, name, channel, *, two_way=True, form="consultation", sector="library", **more):
    journal.record(
        "activity.organisation",
        f"organisation:{name}",
        "2018-02-01",
        form=form,
        channel=channel,
        is_two_way=two_way,
        state="approved",
        subject_class=sector,
        **more,
    )


def listed(journal, *names, sector="library"):
    for name in names:
        journal.record(
            "organisation.listed", f"organisation:{name}", "2017-01-01", subject_class=sector, programme=""
        )


def test_institutions_need_an_individual_contact(journal):
    listed(journal, "a", "b", "c", "d", "e")
    listed(journal, "m", sector="municipality")
    contact(journal, "a", "in_person", two_way=False)
    contact(journal, "b", "email")
    contact(journal, "c", "email", two_way=False)
    contact(journal, "d", "phone", form="newsletter")
    contact(journal, "m", "in_person", sector="municipality")

    found = ask(journal, "I5")

    assert units(found) == ["organisation:a", "organisation:b"]
    assert reasons(found) == {
        "organisation:c": ["condition.any"],
        "organisation:d": ["condition.form"],
        "organisation:e": ["no_entry"],
    }


def test_merged_institutions_count_once_until_the_merge_is_undone(journal):
    listed(journal, "a", "b")
    contact(journal, "a", "phone")
    contact(journal, "b", "phone")
    merged_at, undone_at = KNOWN + timedelta(days=10), KNOWN + timedelta(days=20)

    link = journal.merge("organisation:a", "organisation:b", at=merged_at)
    merged = ask(journal, "I5")
    journal.unmerge(link, at=undone_at)

    assert units(merged) == ["organisation:b"]
    assert reasons(merged) == {"organisation:a": ["merged"]}
    assert ask(journal, "I5").value == 2
    assert ask(journal, "I5", known_at=merged_at).value == 1
    assert ask(journal, "I5", known_at=KNOWN).value == 2


def test_an_institution_is_verified_by_the_file_of_its_entry(journal):
    listed(journal, "a", "b")
    for name in "ab":
        contact(journal, name, "phone", source=f"entry-{name}")
    journal.record("evidence.attached", "activity:entry-a", "2018-02-01")

    found = ask(journal, "I5")

    assert [row.is_verified for row in found.counted] == [True, False]


# --- I6, I7 --------------------------------------------------------------------------------------


def test_communities_are_informed_with_or_without_acknowledgement(journal):
    journal.engage("a", "2018-01-01", informed="2018-02-01")
    journal.engage("b", "2018-01-01", informed=None)
    journal.record("engagement.informed", "community:c", "2018-03-01", state="acknowledged")

    found = ask(journal, "I6")

    assert units(found) == ["community:a", "community:c"]
    assert [row.is_verified for row in found.counted] == [False, True]
    assert (found.details["verified"], found.details["claimed"]) == (1, 1)
    assert reasons(found) == {"community:b": ["no_entry"]}


def continuous(journal, name, **more):
    journal.engage(name, "2018-01-01", closed="2018-09-30", **more)
    journal.meet(name, "2018-03-01", "2018-05-15", "2018-08-15")


def test_continuous_communities_are_a_part_of_the_informed(journal):
    continuous(journal, "a")
    continuous(journal, "b", informed=None)
    journal.engage("c", "2018-01-01", closed="2018-09-30")
    journal.meet("c", "2018-03-01", "2018-08-15")
    journal.meet("c", "2018-05-15", state="submitted")

    found = ask(journal, "I7")

    assert units(found) == ["community:a"]
    assert reasons(found) == {
        "community:b": ["restricted"],
        "community:c": ["silent_windows", "gap", "waiting"],
    }
    assert queries.reason_words(found.excluded[0].reasons[0]) == "Nem kapott hozzáférést."


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (
            {"min_activities": "1", "window": "none", "two_way_only": "none", "max_gap_days": "none"},
            "abcdefg",
        ),
        ({"min_activities": "3", "window": "none", "two_way_only": "none", "max_gap_days": "none"}, "abcdf"),
        ({"window": "none", "two_way_only": "none", "max_gap_days": "183"}, "abcdfgh"),
        ({"two_way_only": "none", "max_gap_days": "none", "grace_windows": "1"}, "abcdefg"),
        ({"two_way_only": "none", "max_gap_days": "none"}, "abcd"),
        ({"two_way_only": "none", "max_gap_days": "none", "windows": "touched"}, "abd"),
        ({"window": "none", "two_way_only": "none", "max_gap_days": "92"}, "ad"),
        ({"max_gap_days": "none"}, "abc"),
        ({}, "ac"),
    ],
    ids=["any", "three", "gap183", "grace", "quarters", "touched", "gap92", "two-way", "proposed"],
)
def test_nine_readings_of_continuous(journal, settings, expected):
    journal.engage("a", "2018-01-01", closed="2018-09-30")  # as it should be
    journal.meet("a", "2018-03-20", "2018-06-10", "2018-08-30")
    journal.engage("b", "2018-01-01", closed="2018-09-30")  # a silence of 143 days within the quarters
    journal.meet("b", "2018-03-02", "2018-04-01", "2018-08-22")
    journal.engage(
        "c", "2018-02-01", closed="2018-11-15"
    )  # silent in the last quarter, which is only touched
    journal.meet("c", "2018-03-10", "2018-06-20", "2018-09-30")
    journal.engage("d", "2018-01-01", closed="2018-09-30")  # as a, but one-way in a quarter
    journal.meet("d", "2018-03-20", "2018-08-30")
    journal.meet("d", "2018-06-10", two_way=False)
    journal.engage("e", "2018-01-01", closed="2018-09-30")  # 2 activities, a silence of 211 days, Q2 silent
    journal.meet("e", "2018-01-20", "2018-08-19")
    journal.engage("f", "2018-01-01", closed="2018-09-30")  # Q2 silent, 182 days
    journal.meet("f", "2018-03-31", "2018-09-29", "2018-09-30")
    journal.engage("g", "2018-01-01", closed="2018-09-30")  # Q3 silent by a few days, 1 activity
    journal.meet("g", "2018-04-20")
    journal.engage("h", "2018-01-01", closed="2018-05-30")  # nothing but the opening, and short

    found = ask(journal, "I7", overrides=settings)

    assert "".join(unit.removeprefix("community:") for unit in units(found)) == expected


def test_two_merged_communities_have_one_history(journal):
    journal.engage("a", "2018-01-01", closed="2018-05-31")
    journal.meet("a", "2018-03-01", "2018-05-15")
    journal.engage("b", "2018-05-01", closed="2018-09-30")
    journal.meet("b", "2018-08-15")

    before = ask(journal, "I7")
    journal.merge("community:a", "community:b", at=KNOWN + timedelta(days=1))
    after = ask(journal, "I7")

    assert units(before) == []
    assert units(after) == ["community:b"]


# --- days, moments, filters ----------------------------------------------------------------------


def test_what_is_entered_later_changes_no_figure_as_known_before(journal):
    continuous(journal, "a", at=KNOWN)
    later = KNOWN + timedelta(days=100)
    continuous(journal, "b", at=later)

    assert ask(journal, "I6").value == 2
    assert ask(journal, "I6", known_at=later - timedelta(seconds=1)).value == 1


def test_a_new_entry_shows_at_once_in_spite_of_the_cache(journal):
    journal.engage("a", "2018-01-01")
    assert ask(journal, "I6").value == 1

    journal.engage("b", "2018-01-01")

    assert ask(journal, "I6").value == 2


def test_what_is_kept_is_counted_anew_only_where_an_entry_touches_it(journal, django_assert_max_num_queries):
    days = queries.month_ends(journal.programme, AS_OF)
    continuous(journal, "a")
    for code in ("I6", "I7"):
        queries.series(code, journal.programme, days)
    queries.figure("I7", programme=journal.programme, as_of=AS_OF)

    journal.record("mandate.held", "mentor:a", "2018-02-01")  # of no kind these figures read
    with django_assert_max_num_queries(12):
        assert queries.figure("I7", programme=journal.programme, as_of=AS_OF).value == 1
    (late,) = journal.meet("a", "2018-11-05", state="submitted")
    continuous(journal, "b", informed="2018-06-15")
    link = journal.merge("community:a", "community:b")
    merged = queries.series("I6", journal.programme, days)
    journal.unmerge(link, at=KNOWN + timedelta(days=1))
    journal.withdraw("activity.community", late, at=KNOWN + timedelta(days=1))

    assert [value for _day, value in merged] == [1] * 12
    assert [value for _day, value in queries.series("I6", journal.programme, days)] == [1] * 5 + [2] * 7
    kept = queries.series("I7", journal.programme, days)
    cache.clear()
    assert queries.series("I7", journal.programme, days) == kept
    assert queries.figure("I6", programme=journal.programme, as_of=AS_OF).value == 2
    assert queries.figure("I6", programme=journal.programme, as_of=day("2018-06-01")).value == 1


def test_figures_are_cut_by_county_group_and_mentor(journal):
    for name, county, group, mentor in (("a", "02", "x", "m"), ("b", "02", "y", "n"), ("c", "03", "y", "n")):
        columns = {"county": county, "group": f"group:{group}", "who": f"mentor:{mentor}"}
        journal.engage(name, "2018-01-01", closed="2018-09-30", **columns)
        journal.meet(name, "2018-03-01", "2018-05-15", "2018-08-15", **columns)

    for code in ("I6", "I7"):
        assert ask(journal, code, county="02").value == 2
        assert ask(journal, code, group="y").value == 2
        assert ask(journal, code, mentor="mentor:m").value == 1
        own = queries.found_code(code, queries.published())
        assert queries.breakdown(own, "group", programme=journal.programme, as_of=AS_OF) == {
            "group:x": 1,
            "group:y": 2,
        }


def test_the_facts_of_another_programme_do_not_count(journal):
    journal.engage("a", "2018-01-01")
    journal.record("engagement.informed", "community:z", "2018-01-01", programme="masik")
    interview = {"form": "institution", "state": "by_mentor"}
    journal.record("questionnaire.accepted", "thing:a", "2018-01-01", **interview)
    journal.record("questionnaire.accepted", "thing:z", "2018-01-01", **interview, programme="masik")

    assert units(ask(journal, "I6")) == ["community:a"]
    assert units(ask(journal, "I9")) == ["thing:a"]


def test_a_series_is_what_each_day_would_have_said(journal, places):
    grant(journal, "a")
    support(journal, "a", "2018-04-01", "2018-05-01", "2018-05-02")
    journal.record("consortium.covers", "consortium:a", "2017-06-01", place="10001")
    journal.record("mandate.held", "mentor:a", "2018-02-01", until="2018-06-15")
    journal.record("mandate.held", "mentor:b", "2018-03-01")
    continuous(journal, "k")
    journal.engage("l", "2018-05-01")
    journal.meet("l", "2018-07-10", "2018-09-10", place="10002", home="10003")
    days = queries.month_ends(journal.programme, date(2019, 1, 15))

    for code in queries.published():
        one_by_one = [queries.figure(code, programme=journal.programme, as_of=each).value for each in days]
        in_one_pass = [value for _day, value in queries.series(code, journal.programme, days)]
        assert in_one_pass == one_by_one, code


def test_month_ends_run_from_the_programme_to_the_day(journal):
    assert queries.month_ends(journal.programme, date(2018, 3, 15)) == [
        date(2018, 1, 31),
        date(2018, 2, 28),
        date(2018, 3, 15),
    ]


def test_the_page_of_numbers_asks_the_same_few_questions_however_much_there_is(
    journal, django_assert_num_queries
):
    continuous(journal, "a")
    with CaptureQueriesContext(connection) as first:
        found = queries.figures(programme=journal.programme, as_of=AS_OF, verified=True)
    assert len(first) <= 3 * len(found) + (4 if connection.vendor == "postgresql" else 3)
    for name in "bcd":
        continuous(journal, name)
    cache.clear()
    with django_assert_num_queries(len(first)):
        queries.figures(programme=journal.programme, as_of=AS_OF, verified=True)
    # The definitions and the head of the journal, whose last rows PostgreSQL also counts.
    with django_assert_num_queries(6 if connection.vendor == "postgresql" else 5):
        queries.figures(programme=journal.programme, as_of=AS_OF, verified=True)


def test_an_unknown_figure_or_parameter_is_refused(journal):
    with pytest.raises(queries.UnknownFigure):
        queries.figure("I99", programme=journal.programme)
    with pytest.raises(RuleRefused):
        queries.figure("I7", programme=journal.programme, overrides={"gap": "3"})
    with pytest.raises(RuleRefused):
        queries.figure("I7", programme=journal.programme, overrides={"window": "week"})


def test_known_now_is_a_moment(journal):
    before = datetime.now(UTC)

    assert before <= queries.figure("I6", programme=journal.programme).known_at <= datetime.now(UTC)
