"""What everybody may read of the good practices: a search by conditions, one of them, those alike. Fixed numbers of queries."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mentorhalo.core import search
from mentorhalo.core.paging import in_pages
from mentorhalo.partners.choices import Sector
from mentorhalo.programmes.models import Topic
from mentorhalo.territory.models import Settlement
from mentorhalo.territory.queries import county_choices

from ..choices import TermKind
from ..models import Practice, PracticeText, Term
from ..models.bands import COLUMNS
from .bands import Ladders, ladders
from .methods import method_choices
from .practice_index import ANY_OF, AT_MOST, LESSON, SUCCESS, Index, Spot, distance_km, index

SEARCH_KIND = "practice"
A_PAGE = 20
MOST_FOUND = 5000
EVERYBODY = frozenset({"public"})
NEAR, LIKE = "near", "like"
KIND_LABELS = {SUCCESS: _("it worked"), LESSON: _("a lesson from a failure")}
ALIKE = 4
# Tenfold as many people weighs as much as so many kilometres.
LIKE_KM = 400.0


@dataclass(frozen=True)
class Search:
    """What a reader asks for. Its address says all of it, so that it can be kept and shared."""

    words: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    place: Settlement | None = None
    by: str = ""  # near | like

    @classmethod
    def of(cls, asked: QueryDict, place: Settlement | None) -> "Search":
        """From an address; a code that nothing has finds nothing."""
        chosen = {
            name: tuple(dict.fromkeys(value[:40] for value in asked.getlist(name)[:20] if value))
            for name in (*ANY_OF, *AT_MOST)
        }
        by = asked.get("by", "")
        return cls(
            words=" ".join(asked.get("q", "").split())[:300],
            chosen={name: values for name, values in chosen.items() if values},
            place=place,
            by=by if by in (NEAR, LIKE) else "",
        )

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.chosen or self.place)


@dataclass(frozen=True)
class Option:
    """One value of a condition, as a reader may choose it."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    options: list[Option]
    is_at_most: bool

    @property
    def is_open(self) -> bool:
        """Something of it is chosen: it does not stand folded."""
        return any(option.is_chosen for option in self.options)


@dataclass(frozen=True)
class Row:
    """One practice in the list."""

    code: str
    href: str
    title: str
    language: str
    summary: str
    institution: str
    settlement: str
    settlement_code: str
    county: str
    field: str
    is_lesson: bool
    conditions: list[str]
    km: float | None = None


@dataclass
class Found:
    """The answer to a search."""

    page: Page[Any]
    rows: list[Row]
    facets: list[Facet]
    total: int
    by_county: dict[str, int]
    by_settlement: dict[str, int]
    corrected: str = ""


def find(asked: Search, number: str | None) -> Found:
    """Eleven queries at most besides those of the words; the same number however many practices there are."""
    there, bands = index(), ladders()
    within, order, corrected = there.all, None, ""
    if asked.words:
        ids, corrected = search.records(asked.words, EVERYBODY, kind=SEARCH_KIND, most=MOST_FOUND)
        order = [UUID(pk) for pk in ids]
        within = there.of(order)
    fitting, counts = there.narrowed(asked.chosen, within, bands)
    spots = _ordered(there, fitting, order, asked.place, asked.by)
    page = Paginator(spots, A_PAGE).get_page(number)
    labels = labels_of(bands)
    by_county: dict[str, int] = {
        code: found
        for code, mask in there.masks.get("county", {}).items()
        if (found := (mask & fitting).bit_count())
    }
    by_settlement: dict[str, int] = {}
    for spot in spots:
        by_settlement[spot.settlement] = by_settlement.get(spot.settlement, 0) + 1
    return Found(
        page=page,
        rows=rows_of([spot.pk for spot in page.object_list], labels, asked.place),
        facets=_facets(asked, counts, labels),
        total=len(spots),
        by_county=by_county,
        by_settlement=by_settlement,
        corrected=corrected,
    )


def found_ids(asked: Search) -> list[UUID]:
    """All that a search finds, in its order: what a booklet of it holds."""
    there = index()
    within, order = there.all, None
    if asked.words:
        order = [
            UUID(pk) for pk in search.records(asked.words, EVERYBODY, kind=SEARCH_KIND, most=MOST_FOUND)[0]
        ]
        within = there.of(order)
    fitting, _unused = there.narrowed(asked.chosen, within, ladders())
    return [spot.pk for spot in _ordered(there, fitting, order, asked.place, asked.by)]


def labels_of(bands: Ladders) -> dict[str, dict[str, str]]:
    """What every code of every condition is called, in order. Four queries."""
    terms = list(Term.objects.all())
    return {
        "field": {
            one.value: str(one.label) for one in (Sector.LIBRARY, Sector.MUSEUM, Sector.COMMUNITY_CULTURE)
        },
        **{kind: {code: band.name for code, band in ladder.items()} for kind, ladder in bands.items()},
        "target": {term.code: term.name for term in terms if term.kind == TermKind.TARGET},
        "partner": {term.code: term.name for term in terms if term.kind == TermKind.PARTNER},
        "topic": {topic.pk: topic.name for topic in Topic.objects.order_by("order", "code")},
        "method": dict(method_choices()),
        "county": dict(county_choices()),
        "kind": {SUCCESS: str(KIND_LABELS[SUCCESS]), LESSON: str(KIND_LABELS[LESSON])},
    }


def rows_of(
    ids: Sequence[UUID], labels: dict[str, dict[str, str]], place: Settlement | None = None
) -> list[Row]:
    """In the order asked for. Two queries."""
    practices = {
        one.pk: one
        for one in Practice.objects.filter(pk__in=ids, public_version__isnull=False).select_related(
            "settlement", "public_version"
        )
    }
    texts = _texts([one.public_version_id for one in practices.values()])
    return [_row(practices[pk], texts, labels, place) for pk in ids if pk in practices]


def practice_at(code: str) -> Practice:
    """With all its page shows. Raises `DoesNotExist`. Five queries."""
    digits = code.upper().removeprefix("JGY-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise Practice.DoesNotExist
    rows = Practice.objects.select_related(
        "settlement__county", "organisation", "contributor", "public_version", "variant_of", "duplicate_of"
    )
    return rows.prefetch_related(
        "public_version__texts",
        "public_version__topics",
        "public_version__terms",
        "public_version__methods",
    ).get(number=int(digits))


def alike(practice: Practice) -> list[UUID]:
    """Listed ones of other places with the same field that share the most words of the lists; the nearer in size first. One query or three."""
    there = index()
    place = there.places.get(practice.pk)
    if place is None:
        return []
    own, bit = there.spots[place], 1 << place
    shared: dict[int, int] = {}
    for name in ("field", "topic", "target", "size", "staff", "money"):
        for mask in there.masks.get(name, {}).values():
            if mask & bit:
                others = mask & ~bit
                while others:
                    lowest = others & -others
                    shared[lowest.bit_length() - 1] = shared.get(lowest.bit_length() - 1, 0) + 1
                    others ^= lowest
    ranked = sorted(shared, key=lambda one: (-shared[one], _unlike(own, there.spots[one]), one))
    return [there.spots[one].pk for one in ranked[:ALIKE]]


def family_of(practice: Practice) -> list[Practice]:
    """The other public tellings of the same practice. One query."""
    head = practice.variant_of_id or practice.pk
    rows = Practice.objects.public().filter(Q(pk=head) | Q(variant_of=head)).exclude(pk=practice.pk)
    return list(rows.order_by("number"))


def practices_to_find(ids: Collection[str] | None) -> Iterator[Practice]:
    """For the index: those of the list among these, or all of it. Two queries for each five hundred."""
    rows = Practice.objects.listed().select_related("settlement", "public_version")
    rows = rows.prefetch_related("public_version__texts")
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return in_pages(rows)


def text_for_reader(texts: Collection[PracticeText], original: str, wanted: str = "") -> PracticeText | None:
    """The words in the wanted language, in the reader's, else the original ones."""
    by_language = {text.language: text for text in texts}
    reader = (get_language() or "hu")[:2]
    for language in (wanted, reader, original):
        if language in by_language:
            return by_language[language]
    return None


def _ordered(
    there: Index, fitting: int, order: list[UUID] | None, place: Settlement | None, by: str
) -> list[Spot]:
    """By nearness or likeness where a place is given; else by how well the words fit, else the latest first."""
    if place is not None and place.lat is not None and place.lon is not None:
        own = Spot(UUID(int=0), place.pk, place.lat, place.lon, place.population or 0)
        nearness = _unlike if by == LIKE else _km
        return sorted(there.members(fitting), key=lambda spot: (nearness(own, spot), spot.pk))
    if order is not None:
        found = set(there.members(fitting))
        by_pk = {spot.pk: spot for spot in found}
        return [by_pk[pk] for pk in order if pk in by_pk]
    return list(there.members(fitting))


def _km(one: Spot, other: Spot) -> float:
    return distance_km(one.lat, one.lon, other.lat, other.lon)


def _unlike(one: Spot, other: Spot) -> float:
    """How different two places are: in the number of people first, then in distance."""
    ratio = abs(log(max(one.people, 1)) - log(max(other.people, 1))) / log(10)
    return ratio * LIKE_KM + _km(one, other)


def _facets(
    asked: Search, counts: dict[str, dict[str, int]], labels: dict[str, dict[str, str]]
) -> list[Facet]:
    facets = []
    for name in (
        "size",
        "staff",
        "money",
        "time",
        "field",
        "target",
        "partner",
        "method",
        "topic",
        "county",
        "kind",
    ):
        chosen = asked.chosen.get(name, ())
        options = [
            Option(value, label, counts[name].get(value, 0), value in chosen)
            for value, label in labels[name].items()
            if counts[name].get(value) or value in chosen
        ]
        facets.append(Facet(name, options, name in AT_MOST))
    return facets


def _row(
    practice: Practice,
    texts: dict[UUID, list[PracticeText]],
    labels: dict[str, dict[str, str]],
    place: Settlement | None,
) -> Row:
    version = practice.public_version
    assert version is not None  # asked for
    text = text_for_reader(texts.get(version.pk, []), version.language)
    at = practice.settlement
    km = None
    if place is not None and None not in (place.lat, place.lon, at.lat, at.lon):
        km = distance_km(place.lat or 0, place.lon or 0, at.lat or 0, at.lon or 0)
    return Row(
        code=practice.code,
        href=reverse("knowledge:practice", args=[practice.code]),
        title=text.title if text else practice.code,
        language=text.language if text else version.language,
        summary=text.summary if text else "",
        institution=practice.institution_name,
        settlement=at.name,
        settlement_code=at.pk,
        county=labels["county"].get(practice.county, ""),
        field=labels["field"].get(practice.field, ""),
        is_lesson=practice.is_lesson,
        conditions=[
            labels[kind].get(getattr(version, column), "")
            for kind, column in COLUMNS.items()
            if getattr(version, column)
        ],
        km=km,
    )


def _texts(versions: Sequence[UUID | None]) -> dict[UUID, list[PracticeText]]:
    found: dict[UUID, list[PracticeText]] = {}
    rows = PracticeText.objects.filter(version__in=versions).only("version", "language", "title", "summary")
    for text in rows:
        found.setdefault(text.version_id, []).append(text)
    return found
