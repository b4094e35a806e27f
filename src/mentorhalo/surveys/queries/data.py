"""The page of a questionnaire's data: what an order would give, what was taken, and who reads by a key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mentorhalo.accounts.models import User

from ..choices import ResponseState, VersionState
from ..exporting.layout import Edition, lay_out
from ..exporting.order import Order
from ..exporting.variables import Layout
from ..models import DataKey, Export, Instrument, InstrumentVersion, Study
from .exports import SMALL_CELL, responses_for, small_cells
from .files import size_of_files

MOST_EXPORTS = 10


def instrument(pk: UUID) -> Instrument:
    return Instrument.objects.select_related("study").get(pk=pk)


def export(pk: UUID) -> Export:
    return Export.objects.select_related("instrument__study").get(pk=pk)


def data_key(pk: UUID) -> DataKey:
    return DataKey.objects.select_related("study", "user").get(pk=pk)


def instruments_of(study: Study) -> QuerySet[Instrument]:
    """Those with a published version, with how many responses were accepted. One query."""
    counted = Count(
        "versions__responses", filter=Q(versions__responses__state=ResponseState.ACCEPTED), distinct=True
    )
    published = InstrumentVersion.objects.exclude(state=VersionState.DRAFT)
    return study.instruments.filter(versions__in=published).distinct().annotate(accepted=counted)


@dataclass(frozen=True)
class Preview:
    """What an order would give."""

    layout: Layout
    responses: int
    columns: int
    small_cells: list[tuple[str, int]]
    files: int = 0
    files_size: int = 0
    smallest_allowed: int = SMALL_CELL


def preview(instrument: Instrument, editions: Sequence[Edition], order: Order) -> Preview:
    """Two queries, with files three."""
    layout = lay_out(editions, order).layout
    responses = responses_for(instrument, order)
    files, size = size_of_files(responses) if order.files else (0, 0)
    return Preview(
        layout,
        responses.count(),
        sum(len(sheet.variables) for sheet in layout.sheets),
        small_cells(instrument, order),
        files,
        size,
    )


def exports_of(instrument: Instrument, user: User) -> list[Export]:
    """What this person asked for last."""
    return list(Export.objects.filter(instrument=instrument, asked_by=user)[:MOST_EXPORTS])


def data_keys_of(study: Study) -> list[DataKey]:
    return list(DataKey.objects.filter(study=study).select_related("user"))


def data_key_by_hash(key_hash: str, day: date) -> DataKey | None:
    """The key that is valid on the day, with its study and the person it was made for."""
    valid = DataKey.objects.open_on(day).select_related("study", "user")
    return valid.filter(key_hash=key_hash, user__is_active=True).first()
