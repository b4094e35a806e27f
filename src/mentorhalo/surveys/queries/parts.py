"""Parts of a wave, as its numbers are told: by county, settlement and stratum."""

from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import gettext as _

from mentorhalo.core.hungarian import sort_key
from mentorhalo.territory.models import County, Settlement

from ..models import Wave

COUNTY_DIGITS = 2  # a longer code is a settlement's


NONE = "-"  # instead of a code: what lies in no place, or in no stratum


class Part(Protocol):
    code: str

    @property
    def label(self) -> str: ...


def by_name[Kind: Part](parts: Iterable[Kind]) -> list[Kind]:
    """In the Hungarian order of their names, as they are told."""
    return sorted(parts, key=lambda one: (sort_key(one.label), one.code))


def part_named(wave: Wave, *, place: str = "", stratum: str = "") -> str:
    """What a list is narrowed to, in words; nothing if it is the whole wave. A query for each."""
    names = []
    if place == NONE:
        names.append(_("without a place"))
    elif place:
        known = Settlement if len(place) > COUNTY_DIGITS else County
        names.append(known.objects.filter(pk=place).values_list("name", flat=True).first() or place)
    if stratum == NONE:
        names.append(_("without a stratum"))
    elif stratum:
        found = wave.strata.filter(code=stratum).first()
        names.append(found.label if found else stratum)
    return ", ".join(names)
