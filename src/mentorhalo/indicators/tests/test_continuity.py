"""The nine readings of "continuous", each against a log small enough to be counted by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhalo.indicators.continuity import Envelope, Parameters, failings, unite
from mentorhalo.indicators.tests.reference import holds_by_hand


def ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


AS_OF = ordinal("2019-03-31")


def envelope(opened, *contacts, closed=None, pauses=(), name="engagement:a"):
    return Envelope(
        name=name,
        opened=ordinal(opened),
        until=ordinal(closed) if closed else None,
        contacts=[ordinal(each) for each in contacts],
        pauses=[(ordinal(first), ordinal(last) if last else None) for first, last in pauses],
    )


def codes(one, rule, as_of=AS_OF):
    (spell,) = unite([one], as_of)
    return [each.code for each in failings(spell, rule)]


def holds(one, rule, as_of=AS_OF):
    return codes(one, rule, as_of) == []


ANY = Parameters(min_activities=1, window=None, two_way_only=None, max_gap_days=None)
THREE = Parameters(min_activities=3, window=None, two_way_only=None, max_gap_days=None)
GAP_183 = Parameters(window=None, two_way_only=None, max_gap_days=183)
GAP_92 = Parameters(window=None, two_way_only=None, max_gap_days=92)
GRACE = Parameters(two_way_only=None, max_gap_days=None, grace_windows=1)
QUARTERS = Parameters(two_way_only=None, max_gap_days=None)
TOUCHED = Parameters(two_way_only=None, max_gap_days=None, windows="touched")
PROPOSED = Parameters()


def test_any_activity_asks_for_one_beside_the_opening():
    assert holds(envelope("2018-01-10", "2018-01-11"), ANY)
    assert codes(envelope("2018-01-10"), ANY) == ["few_activities"]


def test_an_activity_outside_the_engagement_is_none():
    assert codes(envelope("2018-01-10", "2018-01-09", "2018-02-02", closed="2018-02-01"), ANY) == [
        "few_activities"
    ]
    assert holds(envelope("2018-01-10", "2018-02-01", closed="2018-02-01"), ANY)


def test_three_activities_may_fall_on_one_day():
    assert holds(envelope("2018-01-10", "2018-02-01", "2018-02-01", "2018-02-01"), THREE)
    assert codes(envelope("2018-01-10", "2018-02-01", "2018-02-01"), THREE) == ["few_activities"]


def test_a_gap_counts_from_the_opening():
    assert holds(envelope("2018-01-01", "2018-07-03", closed="2018-07-03"), GAP_183)  # exactly 183 days
    assert codes(envelope("2018-01-01", "2018-07-04", closed="2018-07-04"), GAP_183) == ["gap"]


def test_a_gap_counts_up_to_the_closing_or_the_day():
    assert holds(envelope("2018-01-01", closed="2018-07-03"), GAP_183)
    assert codes(envelope("2018-01-01", closed="2018-07-04"), GAP_183) == ["gap"]
    assert holds(envelope("2018-12-29"), GAP_92)  # 92 days up to the day
    assert codes(envelope("2018-12-28"), GAP_92) == ["gap"]


def test_a_gap_says_its_days():
    (spell,) = unite([envelope("2018-03-01", "2018-03-02", "2018-07-23", closed="2018-08-01")], AS_OF)

    (missing,) = failings(spell, Parameters(window=None))

    assert missing.values == {
        "days": 143,
        "from": "2018-03-02",
        "to": "2018-07-23",
        "limit": 120,
        "is_open": False,
    }


def test_every_full_quarter_needs_a_contact():
    assert holds(envelope("2018-02-01", "2018-05-01", "2018-09-30", closed="2018-11-01"), QUARTERS)
    assert codes(envelope("2018-02-01", "2018-05-01", closed="2018-11-01"), QUARTERS) == ["silent_windows"]


def test_the_opening_is_the_contact_of_its_quarter():
    assert holds(envelope("2018-01-01", "2018-05-01", closed="2018-06-30"), QUARTERS)


def test_a_quarter_that_the_day_cuts_is_not_full():
    one = envelope("2018-01-01", "2018-05-01", "2018-08-01")

    assert holds(one, QUARTERS, ordinal("2018-12-30"))
    assert codes(one, QUARTERS, ordinal("2018-12-31")) == ["silent_windows"]


def test_less_than_two_full_quarters_are_too_few():
    assert codes(envelope("2018-02-01", "2018-05-01", closed="2018-09-29"), QUARTERS) == ["few_windows"]


def test_one_quarter_may_be_silent_by_grace():
    one = envelope("2018-01-01", "2018-09-30", closed="2018-12-31")

    assert codes(one, QUARTERS) == ["silent_windows"]
    assert codes(one, GRACE) == ["silent_windows"]  # the second and the fourth
    assert holds(envelope("2018-01-01", "2018-09-30", "2018-10-01", closed="2018-12-31"), GRACE)


def test_touched_quarters_ask_for_their_contact_too():
    one = envelope("2018-02-01", "2018-05-01", "2018-09-30", closed="2018-11-01")

    assert codes(one, TOUCHED) == ["silent_windows"]  # the last, up to the closing
    assert holds(
        envelope("2018-02-01", "2018-05-01", "2018-09-30", "2018-10-15", closed="2018-11-01"), TOUCHED
    )


def test_months_may_be_the_windows():
    monthly = Parameters(window="month", max_gap_days=None)

    assert holds(envelope("2018-01-01", "2018-02-28", closed="2018-02-28"), monthly)
    assert codes(envelope("2018-01-01", "2018-03-01", closed="2018-03-31"), monthly) == ["silent_windows"]


def test_the_proposed_rule_asks_for_quarters_and_no_long_gap():
    hidden_silence = envelope("2018-01-01", "2018-04-01", "2018-07-01", "2018-12-31", closed="2018-12-31")

    assert holds(hidden_silence, QUARTERS)
    assert codes(hidden_silence, PROPOSED) == ["gap"]
    assert holds(
        envelope("2018-01-01", "2018-04-20", "2018-08-10", "2018-11-20", closed="2018-12-31"), PROPOSED
    )


def test_a_pause_is_left_out_of_gaps_and_quarters():
    one = envelope(
        "2018-01-01", "2018-06-30", "2018-10-01", "2018-12-01",
        closed="2019-03-31", pauses=[("2018-07-01", "2018-09-30")],
    )  # fmt: skip

    assert codes(one, Parameters(max_gap_days=None)) == ["silent_windows"]  # the first of 2019 alone
    assert codes(one, Parameters(window=None, max_gap_days=100)) == [
        "gap",
        "gap",
    ]  # before it, and at the end
    assert codes(one, Parameters(window=None, max_gap_days=180)) == []


def test_days_within_a_pause_do_not_count_into_the_gap():
    one = envelope("2018-01-01", "2018-04-11", closed="2018-04-11", pauses=[("2018-01-02", "2018-04-10")])

    assert holds(one, Parameters(window=None, max_gap_days=1))
    assert codes(one, Parameters(window=None, max_gap_days=0)) == ["gap"]


def test_only_the_first_pauses_are_excused():
    one = envelope(
        "2018-01-01", "2018-03-01", "2018-05-01", "2018-07-01", closed="2018-07-01",
        pauses=[("2018-01-05", "2018-02-20"), ("2018-03-05", "2018-04-20"), ("2018-05-05", "2018-06-20")],
    )  # fmt: skip
    strict = Parameters(window=None, max_gap_days=30)

    assert codes(one, strict) == ["gap"]
    assert holds(one, Parameters(window=None, max_gap_days=30, max_pauses=None))
    assert codes(one, Parameters(window=None, max_gap_days=30, max_pauses=0)) == ["gap", "gap", "gap"]


def test_an_open_pause_lasts_up_to_the_day():
    assert holds(
        envelope("2018-01-01", pauses=[("2018-01-10", None)]), Parameters(window=None, max_gap_days=10)
    )


def test_overlapping_engagements_are_one_spell():
    first = envelope("2018-01-01", "2018-02-01", closed="2018-04-10")
    second = envelope("2018-04-10", "2018-07-01", closed="2018-09-30", name="engagement:b")

    (spell,) = unite([second, first], AS_OF)

    assert spell.names == ("engagement:a", "engagement:b")
    assert failings(spell, PROPOSED) == []


def test_engagements_apart_are_two_spells():
    first = envelope("2018-01-01", closed="2018-04-09")
    second = envelope("2018-04-10", closed="2018-09-30", name="engagement:b")

    assert len(unite([first, second], AS_OF)) == 2


def test_the_shortest_time_counts_both_ends():
    assert holds(
        envelope("2018-01-01", closed="2018-01-31"), Parameters(window=None, max_gap_days=None, min_days=31)
    )
    assert codes(
        envelope("2018-01-01", closed="2018-01-30"), Parameters(window=None, max_gap_days=None, min_days=31)
    ) == ["too_short"]


# --- against another hand ------------------------------------------------------------------------

START = date(2018, 1, 1)
days = st.integers(min_value=0, max_value=500).map(lambda n: START + timedelta(days=n))
stretches = st.tuples(days, st.one_of(st.none(), st.integers(min_value=0, max_value=200)))


@st.composite
def engagements(draw):
    opened = draw(days)
    length = draw(st.one_of(st.none(), st.integers(min_value=0, max_value=450)))
    return (
        opened,
        None if length is None else opened + timedelta(days=length),
        draw(st.lists(days, max_size=14)),
        [
            (first, None if length is None else first + timedelta(days=length))
            for first, length in draw(st.lists(stretches, max_size=3))
        ],
    )


rules = st.builds(
    Parameters,
    min_activities=st.sampled_from([None, 0, 1, 3]),
    window=st.sampled_from([None, "quarter", "month"]),
    windows=st.sampled_from([None, "full", "touched"]),
    min_windows=st.sampled_from([None, 0, 1, 2, 4]),
    grace_windows=st.sampled_from([None, 0, 1, 2]),
    two_way_only=st.sampled_from([True]),
    max_gap_days=st.sampled_from([None, 0, 30, 92, 120, 183]),
    min_days=st.sampled_from([None, 1, 90, 200]),
    max_pauses=st.sampled_from([None, 0, 1, 2]),
)


@given(parties=st.lists(engagements(), min_size=1, max_size=3), rule=rules, as_of=days)
def test_the_rule_agrees_with_a_slow_one_that_walks_day_by_day(parties, rule, as_of):
    envelopes = [
        Envelope(
            name=f"engagement:{index}",
            opened=opened.toordinal(),
            until=closed.toordinal() if closed else None,
            contacts=[each.toordinal() for each in contacts],
            pauses=[(first.toordinal(), last.toordinal() if last else None) for first, last in pauses],
        )
        for index, (opened, closed, contacts, pauses) in enumerate(parties)
    ]

    quick = any(not failings(spell, rule) for spell in unite(envelopes, as_of.toordinal()))

    assert quick == holds_by_hand(parties, rule, as_of)


@pytest.mark.parametrize("window", ["quarter", "month"])
def test_no_window_at_all_passes_where_none_is_asked_for(window):
    assert holds(envelope("2018-01-10", closed="2018-01-20"), Parameters(window=window, min_windows=None))
