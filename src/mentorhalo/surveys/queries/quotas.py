"""Parts of a sample from which as many answers came as are wanted: nobody need be asked there any more."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from ..models import Quota, Response, SampleUnit, Stratum
from .progress import PLACE, STANDING


@dataclass(frozen=True)
class FullPart:
    """A stratum or a settlement with a quota, and how many answers of it stand (what was rejected does not)."""

    name: str
    came: int
    target: int


def full_parts(units: Collection[SampleUnit]) -> dict[UUID, list[FullPart]]:
    """Of each unit its stratum and its settlement, where these are full; four queries however many the units are.

    Counted as in the tables of a wave's progress.
    """
    strata = _full_strata({one.stratum_id for one in units if one.stratum_id})
    settlements = _full_settlements({(one.wave_id, one.settlement_id) for one in units})
    found: dict[UUID, list[FullPart]] = defaultdict(list)
    for one in units:
        parts = (strata.get(one.stratum_id), settlements.get((one.wave_id, one.settlement_id)))
        found[one.pk] = [part for part in parts if part is not None]
    return found


def _full_strata(strata: set[UUID]) -> dict[UUID | None, FullPart]:
    wanted = {one.pk: one for one in Stratum.objects.filter(pk__in=strata, target__gt=0)}
    came = Response.objects.filter(unit__stratum__in=wanted, state__in=STANDING).order_by()
    counted = came.values_list("unit__stratum").annotate(n=Count("pk"))
    return {
        pk: FullPart(wanted[pk].label, n, wanted[pk].target) for pk, n in counted if n >= wanted[pk].target
    }


def _full_settlements(places: set[tuple[UUID, str]]) -> dict[tuple[UUID, str], FullPart]:
    waves, settlements = {wave for wave, _place in places}, {place for _wave, place in places}
    quotas = Quota.objects.filter(wave__in=waves, settlement__in=settlements, target__gt=0)
    wanted = {(one.wave_id, one.settlement_id): one for one in quotas.select_related("settlement")}
    if not wanted:
        return {}
    placed = Response.objects.filter(wave__in=waves, state__in=STANDING).annotate(place=PLACE)
    came = placed.filter(place__in=settlements)
    counted = came.order_by().values_list("wave", "place").annotate(n=Count("pk"))
    return {
        (wave, place): FullPart(wanted[wave, place].settlement.name, n, wanted[wave, place].target)
        for wave, place, n in counted
        if (wave, place) in wanted and n >= wanted[wave, place].target
    }
