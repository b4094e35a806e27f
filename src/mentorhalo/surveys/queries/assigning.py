"""Who could visit what: units that wait, interviewers with room, and a plan that spreads the load."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from mentorhalo.territory.models import Settlement

from ..choices import UnitState
from ..models import Enrolment, FieldAssignment, Interviewer, SampleUnit, Wave

FEW = 2  # with fewer units a settlement stays with one interviewer


def free_units(wave: Wave, counties: frozenset[str] | None = None) -> QuerySet[SampleUnit]:
    """Units in play that nobody has, in drawn order within their settlement."""
    rows = SampleUnit.objects.in_play().filter(wave=wave, state=UnitState.OPEN)
    if counties is not None:
        rows = rows.filter(settlement__county__in=counties)
    return rows.order_by("settlement", "drawn_order", "pk")


@dataclass(frozen=True)
class Place:
    """A settlement with units that nobody has, and who works there already."""

    settlement: Settlement
    free: int
    held: int
    interviewers: list[str]


def places_to_assign(wave: Wave, counties: frozenset[str] | None = None) -> list[Place]:
    """Settlements where something waits to be given, by county and name. Four queries."""
    free = dict(free_units(wave, counties).order_by().values_list("settlement").annotate(n=Count("pk")))
    holding = FieldAssignment.objects.filter(unit__wave=wave, ended_at=None, unit__settlement__in=free)
    held: dict[str, int] = defaultdict(int)
    names: dict[str, list[str]] = defaultdict(list)
    rows = holding.order_by("interviewer__name_sort").values_list("unit__settlement", "interviewer__name")
    for code, name, count in rows.annotate(n=Count("pk")):
        held[code] += count
        names[code].append(name)
    places = Settlement.objects.filter(pk__in=free).select_related("county")
    return [
        Place(one, free[one.pk], held[one.pk], names[one.pk])
        for one in places.order_by("county__name_sort", "name_sort", "code")
    ]


def candidates(
    wave: Wave, day: date, counties: frozenset[str] | None = None
) -> list[tuple[Interviewer, int]]:
    """Who is enrolled in the study on the day (before the wave: on its first) and how many units they hold. One query."""
    enrolled = Enrolment.objects.on(max(day, wave.starts_on)).filter(study=wave.study_id)
    found = Interviewer.objects.filter(pk__in=enrolled.values("interviewer"))
    if counties is not None:
        found = found.filter(Q(county__in=counties) | Q(county=None))
    open_now = Q(assignments__ended_at=None, assignments__isnull=False)
    counted = found.annotate(held=Count("assignments", filter=open_now)).order_by("name_sort", "pk")
    return [(one, one.held) for one in counted]


@dataclass(frozen=True)
class Portion:
    """So many units of a settlement for one interviewer."""

    settlement: Settlement
    interviewer: Interviewer
    count: int


@dataclass(frozen=True)
class Suggestion:
    """A plan for everything nobody has. `digest` tells whether a plan made again is the same."""

    portions: list[Portion]
    loads: list[tuple[Interviewer, int, int]]  # who, holds now, would hold
    left: int  # units for which there is nobody

    @property
    def digest(self) -> str:
        lines = [f"{one.settlement.pk} {one.interviewer.pk} {one.count}" for one in self.portions]
        return sha256("\n".join(lines).encode()).hexdigest()


def suggest(wave: Wave, day: date, counties: frozenset[str] | None = None) -> Suggestion:
    """Each settlement's free units to those who work in its county, the least loaded first. Five queries.

    At least two share a settlement where there are two to share it, so that nobody's manner alone makes a place's answers.
    Large settlements come first, and whoever has begun in a settlement goes on there before others are sent.
    """
    places = places_to_assign(wave, counties)
    people = candidates(wave, day, counties)
    load = {one.pk: held for one, held in people}
    before = dict(load)
    by_id = {one.pk: one for one, _held in people}
    there = _working(wave, [one.settlement.pk for one in places])
    portions: list[Portion] = []
    left = 0
    for place in sorted(places, key=lambda one: (-one.free, one.settlement.pk)):
        able = [one for one, _held in people if one.county_id in (None, place.settlement.county_id)]
        if not able:
            left += place.free
            continue
        shares = _shares(place, able, load, there[place.settlement.pk])
        portions += [Portion(place.settlement, by_id[pk], count) for pk, count in shares.items()]
    portions.sort(
        key=lambda one: (one.settlement.county.name_sort, one.settlement.name_sort, one.settlement.pk)
    )
    loads = [(one, before[one.pk], load[one.pk]) for one, _held in people]
    return Suggestion(portions, loads, left)


def _working(wave: Wave, codes: list[str]) -> dict[str, set[UUID]]:
    found: dict[str, set[UUID]] = defaultdict(set)
    rows = FieldAssignment.objects.filter(unit__wave=wave, ended_at=None, unit__settlement__in=codes)
    for code, pk in rows.order_by().values_list("unit__settlement", "interviewer").distinct():
        found[code].add(pk)
    return found


def _shares(
    place: Place, able: list[Interviewer], load: dict[UUID, int], there: set[UUID]
) -> dict[UUID, int]:
    """How many units each of the chosen gets; `load` grows by it."""
    ranked = sorted(able, key=lambda one: (one.pk not in there, load[one.pk], one.name_sort, str(one.pk)))
    wanted = 1 if place.free + place.held < FEW else 2
    chosen = [one.pk for one in ranked if one.pk in there]
    chosen += [one.pk for one in ranked if one.pk not in there][: max(wanted - len(chosen), 0)]
    chosen = chosen[: max(place.free, 1)]
    shares: dict[UUID, int] = dict.fromkeys(chosen, 0)
    for number in range(place.free):
        # Each of the chosen gets one before the least loaded gets more.
        pk = (
            chosen[number]
            if number < len(chosen)
            else min(chosen, key=lambda one: (load[one], chosen.index(one)))
        )
        shares[pk] += 1
        load[pk] += 1
    return shares
