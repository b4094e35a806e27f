from mentorhalo.territory.queries import settlement_boundaries


def area(ring: list[tuple[float, float]]) -> float:
    """In square degrees, by Gauss's formula."""
    return (
        abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2
    )


def test_boundaries_are_polygons_around_the_place() -> None:
    found = settlement_boundaries(["19415", "00000"])

    ((ring, *holes),) = found["19415"]
    assert set(found) == {"19415"}
    assert holes == []
    # Pécs: 162.8 square kilometres; a square degree at 46 degrees has about 8,590.
    assert 155 < area(ring) * 8590 < 170
    east, north = [x for x, _ in ring], [y for _, y in ring]
    assert min(east) < 18.2323 < max(east)
    assert min(north) < 46.0727 < max(north)
