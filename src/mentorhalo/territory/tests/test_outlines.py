"""The shape of one settlement: what lies in it lies in its picture."""

import re

from mentorhalo.territory.boundaries import polygons_of
from mentorhalo.territory.outlines import SIDE, settlement_outline

ABDA = "11882"


def test_every_corner_of_the_boundary_lies_in_the_picture():
    outline = settlement_outline(ABDA)
    corners = [corner for polygon in polygons_of([ABDA])[ABDA] for ring in polygon for corner in ring]

    assert outline is not None
    assert max(outline.width, outline.height) == SIDE
    assert all(outline.holds(lat, lon) for lon, lat in corners)
    assert len(re.findall("[ML]", outline.d)) == len(corners)
    assert not outline.holds(46.07, 18.23)  # Pécs


def test_up_is_north_and_right_is_east():
    outline = settlement_outline(ABDA)
    assert outline is not None
    x, y = outline.spot(47.69, 17.54)

    assert outline.spot(47.70, 17.54) < (x, y)
    assert outline.spot(47.69, 17.55)[0] > x


def test_a_settlement_that_the_map_does_not_know_has_none():
    assert settlement_outline("00000") is None
