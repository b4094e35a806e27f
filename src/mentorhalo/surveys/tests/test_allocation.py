"""Sharing out and drawing: sums are kept, minima hold, and a seed tells everything."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorhalo.surveys.allocation import allocate, draw_by_size, drawn_order, fingerprint

SIZES = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=4), st.integers(1, 10_000), min_size=1, max_size=30
)


def test_shares_are_in_proportion() -> None:
    assert allocate({"a": 600, "b": 300, "c": 100}, 100) == {"a": 60, "b": 30, "c": 10}


def test_the_largest_remainders_win() -> None:
    assert allocate({"a": 1, "b": 1, "c": 1}, 2) == {"a": 1, "b": 1, "c": 0}


def test_small_strata_get_their_minimum_at_the_cost_of_the_large() -> None:
    assert allocate({"a": 980, "b": 20}, 100, minimum=10) == {"a": 90, "b": 10}


def test_nothing_is_wanted_of_what_has_no_size() -> None:
    assert allocate({"a": 0, "b": 5}, 10, minimum=2) == {"a": 0, "b": 10}


def test_no_more_is_taken_than_there_is() -> None:
    assert allocate({"a": 90, "b": 10}, 100, caps={"a": 50, "b": 200}) == {"a": 50, "b": 50}


@given(SIZES, st.integers(0, 5000), st.integers(0, 20))
def test_the_sum_is_kept_unless_minima_exceed_it(sizes: dict[str, int], total: int, minimum: int) -> None:
    shares = allocate(sizes, total, minimum=minimum)

    assert all(share >= minimum for share in shares.values())
    assert sum(shares.values()) == max(total, minimum * len(sizes))


@given(SIZES, st.integers(1, 20), st.sampled_from(["mag", "más", ""]))
def test_as_many_as_asked_are_drawn_once(sizes: dict[str, int], count: int, seed: str) -> None:
    drawn = draw_by_size(seed, sizes, count)

    assert len(drawn) == len(set(drawn)) == min(count, len(sizes))


def test_the_same_seed_draws_the_same() -> None:
    sizes = {str(number): number for number in range(1, 200)}

    assert draw_by_size("mag", sizes, 20) == draw_by_size("mag", dict(reversed(sizes.items())), 20)
    assert draw_by_size("mag", sizes, 20) != draw_by_size("más", sizes, 20)


def test_what_is_larger_than_the_interval_is_certain() -> None:
    sizes = {"large": 1000} | {f"small-{number}": 10 for number in range(20)}

    assert all("large" in draw_by_size(str(seed), sizes, 3) for seed in range(50))


def test_the_larger_is_drawn_more_often() -> None:
    sizes = {"a": 30, "b": 20, "c": 10, "d": 40}
    hits = Counter(draw_by_size(str(seed), sizes, 1)[0] for seed in range(3000))

    assert {key: round(count / 3000, 1) for key, count in hits.items()} == {
        "a": 0.3,
        "b": 0.2,
        "c": 0.1,
        "d": 0.4,
    }


def test_a_draw_can_be_done_by_hand() -> None:
    # printf mag:a | sha256sum gives 14ac…, mag:b 2653…, mag:c 05e2….
    assert drawn_order("mag", ["a", "b", "c"]) == ["c", "a", "b"]


@pytest.mark.parametrize("rows", [[("a", 1), ("b", 2)], [("b", 2), ("a", 1)]])
def test_a_frames_fingerprint_knows_no_order(rows: list[tuple[str, int]]) -> None:
    assert fingerprint(rows) == fingerprint([("a", 1), ("b", 2)])
    assert fingerprint(rows) != fingerprint([("a", 1), ("b", 3)])
