"""Places: distances by hand, boundaries with holes and islands, what is outside, gathered, too far to get there."""

import numpy as np
import pytest

from mentorhalo.surveys.quality.context import Context
from mentorhalo.surveys.quality.flags import NotApplicable
from mentorhalo.surveys.quality.geometry import EARTH, metres_between, place_of

from .builders import MORNING, check, subjects, table_of

DEGREE = np.pi * EARTH / 180


def square(east: float, north: float, half: float) -> list[tuple[float, float]]:
    return [
        (east - half, north - half),
        (east + half, north - half),
        (east + half, north + half),
        (east - half, north + half),
        (east - half, north - half),
    ]


# A village with a lake in its middle and an exclave to the east.
VILLAGE = place_of(
    [[square(18.0, 46.0, 0.02), square(18.0, 46.0, 0.005)], [square(18.1, 46.0, 0.01)]],
    latitude=46.0,
    longitude=18.0,
)


def test_distance_on_the_globe() -> None:
    pécs_budapest = metres_between(
        np.array([46.0727]), np.array([18.2323]), np.array([47.4979]), np.array([19.0402])
    )
    around = metres_between(np.array([0.0]), np.array([0.0]), np.array([0.0]), np.array([180.0]))

    assert pécs_budapest[0] == pytest.approx(170_000, rel=0.01)
    assert around[0] == pytest.approx(np.pi * EARTH)


def test_boundaries_have_holes_and_islands() -> None:
    latitude = np.array([46.01, 46.0, 46.0, 46.0, 46.03])
    longitude = np.array([18.01, 18.0, 18.1, 18.05, 18.0])

    metres = VILLAGE.metres_outside(latitude, longitude)

    across = DEGREE * np.cos(np.radians(46.0))
    assert metres == pytest.approx([0.0, 0.005 * across, 0.0, 0.03 * across, 0.01 * DEGREE], rel=1e-6)


def test_without_a_boundary_the_centre_counts() -> None:
    point = place_of([], latitude=46.0, longitude=18.0)

    assert point.metres_outside(np.array([46.1]), np.array([18.0])) == pytest.approx([0.1 * DEGREE])


def test_outside_allows_for_the_error_of_the_measurement() -> None:
    table = table_of(
        5,
        settlement=["x", "x", "x", "y", "x"],
        latitude=[46.01, 46.03, 46.03, 47.0, np.nan],
        longitude=[18.01, 18.0, 18.0, 18.0, 18.0],
        accuracy=[5, 5, 5000, 5, 5],
    )
    context = Context(places={"x": VILLAGE})

    assert subjects(check("outside", table, context)) == ["r1", "r2"]
    assert subjects(check("outside", table, context, most_error=1000)) == ["r1"]
    with pytest.raises(NotApplicable):
        check("outside", table)


def test_gathered_counts_only_ones_own_and_crosses_no_grid_line() -> None:
    step = 40 / DEGREE
    latitude = 46.0 + step * np.array([0, 1, 2, 3, 4, 100, 0, 1])
    table = table_of(8, interviewer=["a"] * 6 + ["b"] * 2, latitude=latitude, longitude=np.full(8, 18.0))

    # Within 100 metres lie two on either side.
    assert subjects(check("gathered", table)) == ["r2"]
    assert subjects(check("gathered", table, interviews=4)) == ["r1", "r2", "r3"]


def test_speed_counts_the_longer_time_and_near_ones_not_at_all() -> None:
    started = MORNING + np.array([0, 60, 120, 180], dtype="timedelta64[m]")
    table = table_of(
        4,
        started=started,
        ended=started + np.timedelta64(30, "m"),
        latitude=46.0 + np.array([0.0, 150, 150, 151]) * 1000 / DEGREE,
        longitude=np.full(4, 18.0),
    )

    (flag,) = check("speed", table)

    assert (flag.subject, flag.others) == ("r1", ("r0",))
    assert flag.value == pytest.approx(150)
    assert subjects(check("speed", table, kilometres_an_hour=0.5, kilometres=0.5)) == ["r1", "r3"]


def test_measurements_that_are_bad_made_up_or_missing() -> None:
    table = table_of(
        4,
        latitude=[46.0, 46.1, 46.2, np.nan],
        longitude=[18.0, 18.0, 18.0, np.nan],
        accuracy=[4, 80, np.nan, np.nan],
        is_mocked=[False, False, True, False],
    )

    assert subjects(check("inaccurate", table)) == ["r1"]
    assert subjects(check("mocked", table)) == ["r2"]
    assert subjects(check("no_position", table)) == ["r3"]
    with pytest.raises(NotApplicable):
        check("no_position", table, share=0.9)
