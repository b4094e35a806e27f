"""Questions to the territory: what was where on a day, and which settlement somebody means."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import uuid4

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from mentorhalo.core.hungarian import closeness, fold, matches, search_filter
from mentorhalo.territory import drawing, outlines
from mentorhalo.territory.boundaries import Polygons, polygons_of
from mentorhalo.territory.choices import Level
from mentorhalo.territory.models import County, LevelLabel, Settlement, SettlementRecord

TOKEN = "territory.places"
TOKEN_SECONDS = 300
LISTED = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A settlement as it was on a day."""

    code: str
    name: str
    county: str
    district: str
    size_type: str


def places_on(day: date) -> dict[str, Place]:
    """Every settlement that stood on the day, by code. One query the first time, none after."""
    return _atlas().on(day)


def place_on(code: str, day: date) -> Place | None:
    return _atlas().on(day).get(code)


def county_of(code: str, day: date) -> str:
    """The code of the county the settlement belonged to on the day; empty when it did not stand then."""
    return counties_now()(code, day)


def counties_now() -> Callable[[str, date], str]:
    """`county_of` by the register as it is now, for bulk work: it does not look for a newer one at each question."""
    places_on = _atlas().on

    def county_of(code: str, day: date) -> str:
        place = places_on(day).get(code)
        return place.county if place else ""

    return county_of


def forget_places() -> None:
    """Let every process read the register anew (at once here, within minutes elsewhere)."""
    cache.delete(TOKEN)


class _Atlas:
    """All records of all settlements, and the places of each span of days in which nothing changed."""

    def __init__(self, records: Iterable[tuple[str, date, date | None, str, str, str | None, str]]) -> None:
        self.records = list(records)
        turns = {valid_from for _code, valid_from, *_rest in self.records}
        turns |= {
            date.fromordinal(until.toordinal() + 1) for _code, _from, until, *_rest in self.records if until
        }
        self.turns = sorted(turns)
        self.spans: dict[int, dict[str, Place]] = {}

    def on(self, day: date) -> dict[str, Place]:
        span = bisect_right(self.turns, day)
        if span not in self.spans:
            self.spans[span] = {
                code: Place(code, name, county, district or "", size_type)
                for code, valid_from, until, name, county, district, size_type in self.records
                if valid_from <= day and (until is None or until >= day)
            }
        return self.spans[span]


def _atlas() -> _Atlas:
    token = cache.get(TOKEN)
    if token is None:
        token = uuid4().hex
        cache.set(TOKEN, token, TOKEN_SECONDS)
    return _read_atlas(token)


@lru_cache(maxsize=1)
def _read_atlas(token: str) -> _Atlas:
    return _Atlas(
        SettlementRecord.objects.order_by("settlement_id", "valid_from").values_list(
            "settlement_id", "valid_from", "valid_until", "name", "county_id", "district_id", "size_type"
        )
    )


def find_settlements(text: str, limit: int = 20) -> list[Settlement]:
    """Settlements of today whose name holds what was typed, the very name first. One query.

    Typed without accents, komlo finds Komló and Kömlő; typed with them, each finds itself alone. A KSH code or a
    postal code finds its settlement too.
    """
    typed = text.strip()[:80]
    standing = Settlement.objects.filter(ended_on=None).select_related("county", "district")
    if typed.isdigit():
        return list(standing.filter(**{"postal_code" if len(typed) == 4 else "code": typed})[:limit])
    if not fold(typed):
        return []
    found = [one for one in standing.filter(search_filter(typed)) if matches(typed, one.name)]
    found.sort(key=lambda one: (closeness(typed, one.name), one.name_sort, one.code))
    return found[:limit]


def settlements_named(text: str, county: str | None = None) -> list[Settlement]:
    """The settlements a typed name may mean: the very name alone if there is one, else those equal but for accents."""
    same = Settlement.objects.filter(ended_on=None, name_search=fold(text)).select_related("county")
    if county:
        same = same.filter(county=county)
    meant = [one for one in same if matches(text, one.name)]
    exact = [one for one in meant if closeness(text, one.name) == 0]
    return exact or meant


def settlement(code: str) -> Settlement:
    """Raises `DoesNotExist`. One query."""
    return Settlement.objects.select_related("county", "district", "successor").get(code=code)


def settlement_coded(code: str) -> Settlement | None:
    return Settlement.objects.filter(code=code).select_related("county").first()


def settlement_named(text: str, county: str | None = None) -> Settlement | None:
    """The one settlement a KSH code or a typed name means; None when there is none or more than one. One query."""
    typed = text.strip()
    if len(typed) == 5 and typed.isdigit():
        return settlement_coded(typed)
    meant = settlements_named(typed, county)
    return meant[0] if len(meant) == 1 else None


def settlement_chosen(value: str, words: str) -> Settlement | None:
    """What a suggestion box sent: the chosen settlement while the words still name it, else the one the words mean.

    Raises `ValidationError` with their names when the words mean several. At most two queries.
    """
    chosen = settlement_coded(value) if value else None
    if chosen is not None and closeness(words, chosen.name) <= 1 and matches(words, chosen.name):
        return chosen
    typed = words.strip()
    if len(typed) == 5 and typed.isdigit():
        return settlement_coded(typed)
    meant = settlements_named(typed)
    if len(meant) > 1:
        raise ValidationError(
            _("“%(words)s” may mean %(names)s. Write it with its accents, or choose one of the suggestions.")
            % {"words": words, "names": ", ".join(f"{one.name} ({one.county.name})" for one in meant)}
        )
    return meant[0] if meant else None


def county_label(county: County | str, day: date) -> str:
    """A county's name with what its level was called on the day: Baranya megye, Baranya vármegye. One query."""
    one = county if isinstance(county, County) else County.objects.get(code=county)
    return county_labels([one], day)[one.code]


def county_labels(counties: Iterable[County], day: date) -> dict[str, str]:
    """The same for many: one query."""
    label = level_label(Level.COUNTY, day)
    return {one.code: f"{one.name} {label}" if label and not one.is_capital else one.name for one in counties}


def level_label(level: str, day: date) -> str:
    """What a level was called on the day, in the reader's language. One query."""
    row = LevelLabel.objects.filter(level=level, valid_from__lte=day).order_by("-valid_from").first()
    return row.words if row else ""


def all_counties() -> list[County]:
    return list(County.objects.order_by("name_sort", "code"))


def county_choices() -> list[tuple[str, str]]:
    """What a form of another room offers: code and name. One query."""
    return [(county.code, county.name) for county in all_counties()]


def listed(text: str, county: str = "") -> list[Settlement] | QuerySet[Settlement]:
    """What the list of settlements shows: all by name, or those found; of one county where one is given."""
    if text.strip():
        found = find_settlements(text, limit=LISTED)
        return [one for one in found if not county or one.county_id == county]
    rows = Settlement.objects.filter(ended_on=None).select_related("county", "district")
    return (rows.filter(county=county) if county else rows).order_by("name_sort", "code")


@dataclass(frozen=True)
class PastState:
    """What a settlement was over a span of days; the county with the label of the span's last day, or of today's."""

    valid_from: date
    valid_until: date | None
    name: str
    status: str
    county: str
    district: str

    def held_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or self.valid_until >= day)


def history(settlement: Settlement) -> list[PastState]:
    """The settlement's states, the latest first, cut where what its level is called changed. Two queries."""
    labels = list(LevelLabel.objects.filter(level=Level.COUNTY).order_by("valid_from"))
    records = settlement.records.select_related("county", "district").order_by("-valid_from")
    return [state for record in records for state in _states(record, labels)]


def _states(record: SettlementRecord, labels: list[LevelLabel]) -> list[PastState]:
    if record.county.is_capital:
        labels = []
    turns = [
        label.valid_from
        for label in labels
        if label.valid_from > record.valid_from
        and (record.valid_until is None or label.valid_from <= record.valid_until)
    ]
    starts = [record.valid_from, *turns]
    ends = [*(date.fromordinal(turn.toordinal() - 1) for turn in turns), record.valid_until]
    states = []
    for start, end in zip(starts, ends, strict=True):
        label = next((label for label in reversed(labels) if label.valid_from <= start), None)
        county = f"{record.county.name} {label.words}" if label else record.county.name
        states.append(
            PastState(
                valid_from=start,
                valid_until=end,
                name=record.name,
                status=record.get_status_display(),
                county=county,
                district=record.district.name if record.district else "",
            )
        )
    return states[::-1]


def county_outlines() -> tuple[str, list[drawing.Outline]]:
    """One drawing of the country: the box of its picture, and every county's shape in it."""
    return drawing.VIEW_BOX, drawing.county_paths()


def settlement_boundaries(codes: Iterable[str]) -> dict[str, Polygons]:
    """Polygons of these settlements, as in GeoJSON; what the map does not know is left out. Reads a file, not the database."""
    return polygons_of(codes)


def settlement_outline(code: str) -> outlines.SettlementOutline | None:
    """The settlement's shape as SVG, and where a place lies in it; None where the map does not know it. Reads a file, once for each."""
    return outlines.settlement_outline(code)
