"""What exports read: versions as editions, and responses as cells, one at a time and never as records."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import batched, repeat
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone

from mentorhalo.territory.models import Settlement

from ..choices import VersionState
from ..exporting.design import labels_of_design
from ..exporting.layout import Edition, Plan, lay_out
from ..exporting.media.attached import with_files
from ..exporting.order import EXACT, Order
from ..exporting.pseudonyms import pseudonyms_of
from ..exporting.rows import with_identities, without_misfits
from ..models import Instrument, InstrumentVersion, Interviewer, Response, Stratum, Wave
from ..xforms import COARSE, Form
from .files import stored_files
from .identities import identity_paths

AT_ONCE = 500
SMALL_CELL = 10
FIELDS = (
    "pk",
    "unit__code",
    "unit__stratum_id",
    "settlement_id",
    "wave_id",
    "interviewer_id",
    "way",
    "version_id",
    "revision",
    "state",
    "received_at",
    "started_at",
    "ended_at",
    "active_seconds",
    "latitude",
    "longitude",
    "misfits",
    "answers",
)

type Read = tuple[UUID, list[Any], dict[str, Any]]


def editions_of(instrument: Instrument, chosen: tuple[str, ...] = ()) -> list[Edition]:
    """Its versions from the oldest to the newest, without drafts; of those the chosen ones. Two queries.

    What any version marks as an identity is one in each, whichever are chosen.
    """
    versions = InstrumentVersion.objects.filter(instrument=instrument).exclude(state=VersionState.DRAFT)
    if chosen:
        versions = versions.filter(pk__in=chosen)
    rows = versions.order_by("published_at", "created_at", "pk")
    keys = identity_paths([instrument.pk]).get(instrument.pk, frozenset())
    return [
        Edition(pk, label, Form.from_dict(schema), keys)
        for pk, label, schema in rows.values_list("pk", "version", "schema")
    ]


def responses_for(instrument: Instrument, order: Order) -> QuerySet[Response]:
    """Those an order asks for, in no order."""
    responses = Response.objects.filter(version__instrument=instrument, state__in=order.states)
    if order.versions:
        responses = responses.filter(version__in=[UUID(version) for version in order.versions])
    if order.wave:
        responses = responses.filter(wave=UUID(order.wave))
    return responses


def small_cells(instrument: Instrument, order: Order) -> list[tuple[str, int]]:
    """Settlements with so few responses that somebody might be recognised: name and number. One query."""
    counted = responses_for(instrument, order).exclude(settlement=None).order_by()
    rows = counted.values_list("settlement__name").annotate(many=Count("pk")).filter(many__lt=SMALL_CELL)
    return list(rows.order_by("many", "settlement__name"))


@dataclass(frozen=True, slots=True)
class Lookups:
    """What the keys in a response stand for."""

    strata: Mapping[UUID, tuple[str, int | None]]
    counties: Mapping[str, str]
    middles: Mapping[str, tuple[float | None, float | None]]
    waves: Mapping[UUID, int]
    interviewers: Mapping[UUID, str]
    versions: Mapping[UUID, str]

    @classmethod
    def of(cls, instrument: Instrument) -> "Lookups":
        """Six queries; as large as the country and the sample's strata are, whatever the number of responses."""
        strata = Stratum.objects.filter(wave__study=instrument.study_id)
        places = list(Settlement.objects.values_list("code", "county_id", "lat", "lon"))
        return cls(
            strata={pk: (code, size) for pk, code, size in strata.values_list("pk", "code", "population")},
            counties={code: county for code, county, _lat, _lon in places},
            middles={code: (lat, lon) for code, _county, lat, lon in places},
            waves=dict(Wave.objects.filter(study=instrument.study_id).values_list("pk", "number")),
            interviewers=dict(Interviewer.objects.values_list("pk", "code")),
            versions=dict(instrument.versions.values_list("pk", "version")),
        )


def read_responses(
    instrument: Instrument, order: Order, responses: QuerySet[Response] | None = None
) -> Iterator[Read]:
    """(version, design cells, answers) of each response, version by version, by the day it arrived.

    Memory stays the same however many there are. `responses` instead of those of the order: then in their own order.
    """
    fields = (*FIELDS, "respondent_key__answers") if order.identities else FIELDS
    cells = design_cells(instrument, order)
    if responses is not None:
        return _read(responses.values_list(*fields), cells, order)
    chosen = responses_for(instrument, order)
    return (
        row
        for edition in instrument.versions.order_by("published_at", "created_at", "pk").values_list("pk")
        for row in _read(
            chosen.filter(version=edition[0]).order_by("received_at", "pk").values_list(*fields), cells, order
        )
    )


def reader_for(instrument: Instrument, order: Order) -> Callable[[QuerySet[Response]], Iterator[Read]]:
    """Reads any of the instrument's responses in their own order, without identities; what it looks up, it looks up once."""
    cells = design_cells(instrument, order)
    return lambda responses: _read(responses.values_list(*FIELDS), cells, order)


def plan_for(instrument: Instrument, order: Order) -> Plan | None:
    """The layout of all its published versions, kept by this process. None where there is none. One query at most times."""
    versions = InstrumentVersion.objects.filter(instrument=instrument).exclude(state=VersionState.DRAFT)
    rows = versions.order_by("published_at", "created_at", "pk")
    known = tuple(
        (pk, content, tuple(keys))
        for pk, content, keys in rows.values_list("pk", "content_sha256", "identity_keys")
    )
    return _plan_for(instrument.pk, known, order) if known else None


@lru_cache(maxsize=16)
def _plan_for(instrument: UUID, _known: tuple[Any, ...], order: Order) -> Plan:
    return lay_out(editions_of(Instrument(pk=instrument)), order)


def _read(rows: Any, cells: Callable[..., list[Any]], order: Order) -> Iterator[Read]:
    found = rows.iterator(chunk_size=AT_ONCE)
    for row, stored in _beside_files(found) if order.files else zip(found, repeat(None), strict=False):
        misfits, answers = row[16], row[17]
        if misfits:
            answers = without_misfits(answers, misfits)
        if len(row) > 18 and row[18]:
            answers = with_identities(answers, row[18])
        if stored:
            answers = with_files(answers, stored)
        yield row[7], cells(*row[:17]), answers


def _beside_files(rows: Iterator[Any]) -> Iterator[tuple[Any, dict[str, str] | None]]:
    for part in batched(rows, AT_ONCE):
        stored = stored_files([row[0] for row in part])
        for row in part:
            yield row, stored.get(row[0])


def design_cells(instrument: Instrument, order: Order) -> Callable[..., list[Any]]:
    """Makes the cells of `exporting.design` from a row of `FIELDS`."""
    look = Lookups.of(instrument)
    pseudonym = pseudonyms_of(instrument.study_id)
    zone = timezone.get_current_timezone()
    is_exact = order.identities
    keeps_moments = order.times == EXACT or order.identities
    nothing = (None, None)
    words = labels_of_design(order)

    def when(at: datetime | None) -> str | None:
        if at is None:
            return None
        local = at.astimezone(zone)
        return local.isoformat(timespec="seconds") if keeps_moments else local.date().isoformat()

    def cells(
        pk: UUID,
        unit: str | None,
        stratum: UUID | None,
        settlement: str | None,
        wave: UUID | None,
        interviewer: UUID | None,
        way: str,
        version: UUID,
        revision: int,
        state: str,
        received_at: datetime,
        started_at: datetime | None,
        ended_at: datetime | None,
        active: int | None,
        latitude: float | None,
        longitude: float | None,
        misfits: list[Mapping[str, str]],
    ) -> list[Any]:
        if not is_exact and latitude is not None and longitude is not None:
            latitude, longitude = _coarse(look.middles.get(settlement or "", nothing), latitude, longitude)
        duration = (ended_at - started_at).total_seconds() / 60 if started_at and ended_at else None
        return [
            pseudonym(pk),
            unit,
            *(look.strata.get(stratum, nothing) if stratum else nothing),
            settlement,
            look.counties.get(settlement or ""),
            look.waves.get(wave) if wave else None,
            look.interviewers.get(interviewer) if interviewer else None,
            words.get(way, way),
            look.versions.get(version),
            revision,
            words.get(state, state),
            when(received_at),
            when(started_at),
            when(ended_at),
            None if duration is None else round(duration, 1),
            None if active is None else round(active / 60, 1),
            latitude,
            longitude,
            " ".join(sorted({one["path"] for one in misfits})) if misfits else None,
        ]

    return cells


def _coarse(
    middle: tuple[float | None, float | None], latitude: float, longitude: float
) -> tuple[float, float]:
    """The middle of the settlement; where it is not known, the point to a kilometre."""
    if middle[0] is not None and middle[1] is not None:
        return middle[0], middle[1]
    return round(latitude, COARSE), round(longitude, COARSE)
