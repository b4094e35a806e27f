"""What the sample of a wave is made of, and how it was drawn."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from mentorhalo.core.models import AuditLine

from ..models import Quota, Stratum, Wave
from .parts import by_name

DRAWS = ("draw_settlements", "draw_institutions", "draw_reserves", "bring_units", "discard_sample")


@dataclass(frozen=True)
class Sample:
    """Units in play and reserves that were not called in yet."""

    units: int
    reserves: int
    settlements: int


def sample_of(wave: Wave) -> Sample:
    """One query."""
    counted = wave.units.order_by().aggregate(
        units=Count("pk", filter=Q(is_reserve=False)),
        reserves=Count("pk", filter=Q(is_reserve=True)),
        settlements=Count("settlement", distinct=True),
    )
    return Sample(**counted)


def strata_of(wave: Wave) -> list[Stratum]:
    """By name, with units in play and reserves left. One query."""
    return by_name(
        wave.strata.annotate(
            unit_count=Count("units", filter=Q(units__is_reserve=False)),
            reserve_count=Count("units", filter=Q(units__is_reserve=True)),
        ).order_by("code", "pk")
    )


def quotas_of(wave: Wave) -> QuerySet[Quota]:
    return wave.quotas.select_related("settlement__county").order_by(
        "settlement__county__name_sort", "settlement__name_sort", "pk"
    )


def draws_of(wave: Wave) -> QuerySet[AuditLine]:
    """How the sample came to be, the latest first: seeds, parameters, the hash of the frame."""
    return AuditLine.objects.filter(subject=f"wave:{wave.pk}", deed__in=DRAWS)
