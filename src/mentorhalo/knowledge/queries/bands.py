"""The bands of the ladders as readers see them, and what a version says by them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.text import capfirst

from ..choices import BandKind
from ..models import Band, PracticeVersion
from ..models.bands import COLUMNS

# Kind, then code: the bands of each ladder from the lowest to the highest, those that are offered no more among them.
type Ladders = Mapping[str, Mapping[str, Band]]


@dataclass(frozen=True)
class BandRow:
    """A band as the office sees it; `uses` is how many versions are told by it."""

    band: Band
    uses: int


def ladders() -> Ladders:
    """One query."""
    found: dict[str, dict[str, Band]] = {kind: {} for kind in BandKind.values}
    for band in Band.objects.all():
        found[band.kind][band.code] = band
    return found


def band_name(there: Ladders, kind: str, code: str) -> str:
    """In the reader's language; empty where nothing is said."""
    band = there[kind].get(code)
    return band.name if band is not None else code


def conditions_of(version: PracticeVersion, there: Ladders) -> list[tuple[str, str]]:
    """(what it is about, what it takes) of each ladder, in the reader's language."""
    return [
        (
            capfirst(str(PracticeVersion._meta.get_field(column).verbose_name)),  # type: ignore[union-attr]
            band_name(there, kind, getattr(version, column)),
        )
        for kind, column in COLUMNS.items()
    ]


def property_values(version: PracticeVersion, there: Ladders) -> list[dict[str, Any]]:
    """For machines, in the words of schema.org: code and names of its band in each ladder."""
    return [
        {
            "@type": "PropertyValue",
            "propertyID": column,
            "value": band.code,
            "name": [
                {"@value": band.name_hu, "@language": "hu"},
                {"@value": band.name_en, "@language": "en"},
            ],
        }
        for kind, column in COLUMNS.items()
        if (band := there[kind].get(getattr(version, column))) is not None
    ]


def is_fixed(band: Band) -> bool:
    """Whether what it says was agreed to, or accepted, with some version: it says that for ever. One query."""
    told = PracticeVersion.objects.filter(**{COLUMNS[band.kind]: band.code})
    return told.filter(~Q(fingerprint="") | Q(consents__given_at__isnull=False)).exists()


def band(kind: str, code: str) -> Band:
    """Raises `DoesNotExist`."""
    return Band.objects.get(kind=kind, code=code)


def uses_of(kind: str) -> dict[str, int]:
    """How many versions are told by each band of a ladder. One query."""
    column = COLUMNS[kind]
    rows = PracticeVersion.objects.exclude(**{column: ""}).order_by()
    return dict(rows.values_list(column).annotate(found=Count("pk")))


def band_lists() -> list[tuple[BandKind, list[BandRow]]]:
    """Each ladder from the lowest band on. Five queries."""
    there = ladders()
    return [
        (kind, [BandRow(one, uses.get(one.code, 0)) for one in there[kind].values()])
        for kind in BandKind
        for uses in [uses_of(kind)]
    ]
