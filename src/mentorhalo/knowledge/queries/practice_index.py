"""The listed practices as a reader narrows them: which fit, and how many would under each other condition.

Read from plain columns in four queries, once for each edition of the public pages, and kept by this process as one bit for each practice
under each value: a condition is an "and" of whole numbers, a count the number of their bits. Five thousand practices take some
thirty milliseconds to read and a few tens of microseconds to narrow, however many conditions are chosen.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import asin, cos, radians, sin, sqrt
from uuid import UUID

from django.db import connection
from django.db.models import Max

from ..models import Practice, PracticeVersion
from .bands import Ladders

# Of these a reader may choose several, and what fits any of them fits.
ANY_OF = ("field", "county", "size", "topic", "target", "partner", "method", "kind")
# Of these a reader says how much there is: what needs no more fits. Each goes by a ladder of bands.
AT_MOST = ("staff", "money", "time")
LESSON, SUCCESS = "lesson", "success"
EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a practice is, as nearness asks it."""

    pk: UUID
    settlement: str
    lat: float
    lon: float
    people: int


@dataclass
class Index:
    """Every listed practice, the latest first, and for each value of each condition the bits of those that have it."""

    edition: datetime | None
    spots: list[Spot] = field(default_factory=list)
    masks: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    places: dict[UUID, int] = field(default_factory=dict)  # which bit is whose

    @property
    def all(self) -> int:
        return (1 << len(self.spots)) - 1

    def mask(self, name: str, chosen: Sequence[str], there: Ladders) -> int:
        """Those that fit a choice; everything where nothing is chosen."""
        if not chosen:
            return self.all
        values = self.masks.get(name, {})
        if name in AT_MOST:
            ladder = list(there[name])
            reached = max((ladder.index(value) for value in chosen if value in there[name]), default=-1)
            return _union(values.get(value, 0) for value in ladder[: reached + 1])
        return _union(values.get(value, 0) for value in chosen)

    def narrowed(
        self, chosen: Mapping[str, Sequence[str]], within: int, there: Ladders
    ) -> tuple[int, dict[str, dict[str, int]]]:
        """Those among `within` that fit all, and under each value how many would with all else as chosen."""
        masks = {name: self.mask(name, values, there) for name, values in chosen.items() if values}
        fitting = within
        for mask in masks.values():
            fitting &= mask
        counts: dict[str, dict[str, int]] = {}
        for name in (*ANY_OF, *AT_MOST):
            others = within
            for other, mask in masks.items():
                if other != name:
                    others &= mask
            counts[name] = self._counts(name, others, there)
        return fitting, counts

    def of(self, ids: Sequence[UUID]) -> int:
        """The bits of these practices; of what is not listed none."""
        return _union(1 << self.places[pk] for pk in ids if pk in self.places)

    def members(self, bits: int) -> Iterator[Spot]:
        """In the order of the list, the latest first."""
        while bits:
            lowest = bits & -bits
            yield self.spots[lowest.bit_length() - 1]
            bits ^= lowest

    def _counts(self, name: str, among: int, there: Ladders) -> dict[str, int]:
        values = self.masks.get(name, {})
        if name not in AT_MOST:
            return {value: found for value, mask in values.items() if (found := (mask & among).bit_count())}
        counts, gathered = {}, 0
        for value in there[name]:
            gathered |= values.get(value, 0)
            if found := (gathered & among).bit_count():
                counts[value] = found
        return counts


_kept: Index | None = None


def index() -> Index:
    """The index of the present edition: one query where this process has it, five where it must be read.

    Inside a transaction nothing is kept: who reads what they have written finds it.
    """
    global _kept
    edition = edition_now()
    if _kept is not None and _kept.edition == edition and not connection.in_atomic_block:
        return _kept
    read = _read(edition)
    if not connection.in_atomic_block:
        _kept = read
    return read


def edition_now() -> datetime | None:
    """When anything public last changed, also by disappearing. One query by index."""
    return Practice.objects.aggregate(last=Max("public_changed_at"))["last"]


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """As the crow flies."""
    a = (
        sin(radians(other_lat - lat) / 2) ** 2
        + cos(radians(lat)) * cos(radians(other_lat)) * sin(radians(other_lon - lon) / 2) ** 2
    )
    return 2 * EARTH_KM * asin(sqrt(a))


def _read(edition: datetime | None) -> Index:
    found = Index(edition)
    rows = (
        Practice.objects.listed()
        .order_by("-published_on", "-number")
        .values_list(
            "pk",
            "public_version",
            "field",
            "county",
            "is_lesson",
            "public_version__settlement_size",
            "public_version__staff_band",
            "public_version__money_band",
            "public_version__time_band",
            "settlement",
            "settlement__lat",
            "settlement__lon",
            "settlement__population",
        )
    )
    of_version: dict[UUID, int] = {}
    bits: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, row in enumerate(rows):
        pk, version, kind, county, is_lesson, size, staff, money, time, settlement, lat, lon, people = row
        found.spots.append(Spot(pk, settlement, lat or 0.0, lon or 0.0, people or 0))
        found.places[pk], of_version[version] = place, place
        told = {"field": kind, "county": county, "size": size, "staff": staff, "money": money, "time": time}
        for name, value in told.items():
            if value:
                bits[name][value].append(place)
        bits["kind"][LESSON if is_lesson else SUCCESS].append(place)
    for name, version, value in _many(of_version):
        bits[name][value].append(of_version[version])
    for name, by_value in bits.items():
        found.masks[name] = {value: _bits(places, len(found.spots)) for value, places in by_value.items()}
    return found


def _many(of_version: Mapping[UUID, int]) -> Iterator[tuple[str, UUID, str]]:
    """(condition, version, value) of what a practice has several of. Three queries."""
    public = PracticeVersion.objects.filter(public_of__archived_on=None, public_of__isnull=False)
    for version, kind, code in public.filter(terms__isnull=False).values_list(
        "pk", "terms__kind", "terms__code"
    ):
        if version in of_version:
            yield kind, version, code
    for version, topic in public.filter(topics__isnull=False).values_list("pk", "topics"):
        if version in of_version:
            yield "topic", version, topic
    for version, method in public.filter(methods__isnull=False).values_list("pk", "methods"):
        if version in of_version:
            yield "method", version, str(method)


def _bits(places: Sequence[int], size: int) -> int:
    held = bytearray(size // 8 + 1)
    for place in places:
        held[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(held, "little")


def _union(masks: Iterator[int]) -> int:
    gathered = 0
    for mask in masks:
        gathered |= mask
    return gathered
