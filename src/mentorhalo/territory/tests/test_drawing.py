import json
import re

from mentorhalo.territory import drawing

STEP = re.compile(r"-?\d+")


def test_every_county_is_drawn_within_the_frame() -> None:
    outlines = drawing.county_paths()

    assert [outline.code for outline in outlines] == [f"{number:02d}" for number in range(1, 21)]
    assert outlines[1].name == "Baranya"
    for outline in outlines:
        left, top, width, height = map(int, outline.view_box.split())
        assert left >= -drawing.MARGIN
        assert top >= -drawing.MARGIN
        assert left + width <= drawing.WIDTH + drawing.MARGIN
        assert top + height <= drawing.HEIGHT + drawing.MARGIN


def test_drawing_is_light_enough_for_a_page() -> None:
    assert sum(len(outline.d) for outline in drawing.county_paths()) < 16_000


def test_neighbours_share_their_border() -> None:
    """Thinned alike from both sides: no gap, no overlap."""
    points = {outline.code: set(_points(outline.d)) for outline in drawing.county_paths()}

    assert len(points["02"] & points["17"]) > 20
    hole = points["13"] & points["01"]
    assert hole == points["01"]


def test_settlements_lie_where_the_map_has_them() -> None:
    x, y = drawing.project(47.4979, 19.0402)
    left, top, width, height = map(int, drawing.county_path("01").view_box.split())

    assert left < x < left + width
    assert top < y < top + height
    dots = drawing.settlement_points([("1", "Itt", 47.0, 19.0, 5), ("2", "Sehol", None, None, 5)])
    assert [dot.code for dot in dots] == ["1"]


def test_shipped_boundaries_have_the_registers_codes() -> None:
    shapes = json.loads((drawing.BOUNDARIES_DIR / "settlements.topojson").read_text(encoding="utf-8"))

    assert len(shapes["objects"]["settlements"]["geometries"]) == 3177


def _points(d: str) -> list[tuple[int, int]]:
    points = []
    for ring in d.split("z"):
        numbers = list(map(int, STEP.findall(ring)))
        x = y = 0
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
    return points
