"""What a new state of the register says otherwise than the one known: pure comparison, no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from mentorhalo.core.hungarian import fold
from mentorhalo.territory.models import Settlement

NUMBERS = ("population", "area_ha", "dwellings", "postal_code", "lat", "lon", "is_district_seat")
SUCCESSORS_OFFERED = 8


@dataclass(frozen=True)
class RegisterLine:
    """A settlement as the new register has it. None: the file does not say."""

    code: str
    name: str
    status: str
    size_type: str
    county: str
    district: str | None
    population: int | None = None
    area_ha: int | None = None
    dwellings: int | None = None
    postal_code: str | None = None
    lat: float | None = None
    lon: float | None = None
    is_district_seat: bool | None = None


@dataclass(frozen=True)
class Change:
    """One settlement's: `deed` is the weightiest thing that happens, `parts` all of them."""

    deed: str  # add | return | move | rename | rank | numbers
    line: RegisterLine
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cessation:
    settlement: str
    successor: str


@dataclass
class RegisterChanges:
    """All that a new state of the register, valid from `day`, changes."""

    day: date
    changes: list[Change] = field(default_factory=list)
    cessations: list[Cessation] = field(default_factory=list)
    people: dict[str, int] = field(default_factory=dict)  # everybody's, changed or not
    districts: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # code: (name, county), new or renamed


def compare(known: Settlement | None, line: RegisterLine) -> Change | None:
    """What the line changes in the settlement known under its code; None when it says the same."""
    if known is None:
        return Change("add", line)
    if known.ended_on is not None:
        return Change("return", line)
    parts = []
    if (line.county, line.district) != (known.county_id, known.district_id):
        parts.append("move")
    if line.name != known.name:
        parts.append("rename")
    if (line.status, line.size_type) != (known.status, known.size_type):
        parts.append("rank")
    if any(getattr(line, name) not in (None, getattr(known, name)) for name in NUMBERS):
        parts.append("numbers")
    return Change(parts[0], line, tuple(parts)) if parts else None


def likely_successors(
    gone: Settlement, lines: Mapping[str, RegisterLine], places: Iterable[Settlement]
) -> list[str]:
    """Codes of those the settlement may have become part of, the likeliest first: of a kindred name, then the nearest."""

    def distance(other: Settlement) -> tuple[bool, float]:
        kindred = fold(gone.name) in fold(lines[other.code].name) or fold(other.name) in fold(gone.name)
        if None in (gone.lat, gone.lon, other.lat, other.lon):
            return not kindred, 9.0
        return not kindred, (gone.lat - other.lat) ** 2 + ((gone.lon - other.lon) * 0.68) ** 2  # type: ignore[operator]

    there = [place for place in places if place.code in lines and place.county_id == gone.county_id]
    return [place.code for place in sorted(there, key=distance)[:SUCCESSORS_OFFERED]]
