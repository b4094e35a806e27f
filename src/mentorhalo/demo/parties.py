"""Places, institutions, consortia and communities of the demonstration."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from uuid import UUID

from .plan import Period, PlannedCommunity, PlannedConsortium, PlannedOrganisation, Seat, Size, minted, spread
from .words import COMMUNITY_NAMES, HOUSES, LIBRARIES, MUSEUMS, adjective

CALLS = {"TOP-5.3.1-16": 0.86, "TOP-6.9.2-16": 0.14}
SETTLEMENTS = 1003
INSTITUTIONS_CONTACTED = 2540
INSTITUTIONS_MISSED = 160
SUPPORTED = 276
UNSUPPORTED = 4
COMMUNITIES = 1045
TWIN_INSTITUTIONS = 25
TWIN_COMMUNITIES = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A settlement as the plan needs it."""

    code: str
    name: str
    county: str
    is_town: bool
    population: int
    lat: float
    lon: float


@dataclass(slots=True)
class World:
    """All parties; `seat_of` says which seat looks after a settlement."""

    places: dict[str, Place]
    seat_of: dict[str, Seat]
    organisations: list[PlannedOrganisation]
    institutions: list[PlannedOrganisation]
    missed: list[PlannedOrganisation]
    consortia: list[PlannedConsortium]
    consortium_at: dict[str, PlannedConsortium]
    communities: list[PlannedCommunity]


def plan_world(
    random: Random, period: Period, size: Size, places: Iterable[Place], seats: list[Seat]
) -> World:
    chosen = _choose_places(random, size, places)
    by_code = {place.code: place for place in chosen}
    organisations, municipalities = _plan_municipalities(chosen)
    cultural = _plan_institutions(random, size, chosen)
    twins = _plan_twins(random, size, cultural)
    missed = cultural[size(INSTITUTIONS_CONTACTED) :]
    consortia = _plan_consortia(random, period, size, chosen, municipalities, cultural)
    communities = _plan_communities(random, size, chosen, cultural)
    return World(
        places=by_code,
        seat_of=_share_out(chosen, seats),
        organisations=[*organisations, *cultural, *twins],
        institutions=[*cultural[: size(INSTITUTIONS_CONTACTED)], *twins],
        missed=missed,
        consortia=consortia,
        consortium_at={code: consortium for consortium in consortia for code in consortium.settlements},
        communities=communities,
    )


def _choose_places(random: Random, size: Size, places: Iterable[Place]) -> list[Place]:
    """Towns first, then villages by chance, so that each county has its share."""
    by_county: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        by_county[place.county].append(place)
    total = sum(len(found) for found in by_county.values())
    wanted = min(size(SETTLEMENTS), total)
    chosen: list[Place] = []
    for found in by_county.values():
        random.shuffle(found)
        found.sort(key=lambda place: not place.is_town)
        chosen += found[: max(3, round(wanted * len(found) / total))]
    return chosen


def _share_out(places: list[Place], seats: list[Seat]) -> dict[str, Seat]:
    """From west to east, each seat of a county gets an equal stretch of its places."""
    seats_of: dict[str, list[Seat]] = defaultdict(list)
    for seat in seats:
        seats_of[seat.county].append(seat)
    found: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        found[place.county].append(place)
    seat_of: dict[str, Seat] = {}
    for county, local in found.items():
        local = sorted(local, key=lambda place: (place.lon, place.code))
        for position, place in enumerate(local):
            seat_of[place.code] = seats_of[county][position * len(seats_of[county]) // len(local)]
    return seat_of


def _plan_municipalities(places: list[Place]) -> tuple[list[PlannedOrganisation], dict[str, UUID]]:
    rows = []
    for place in places:
        name = f"{place.name} {'Város' if place.is_town else 'Község'} Önkormányzata"
        rows.append(
            PlannedOrganisation(minted("municipality", place.code), name, "municipality", "local", place.code)
        )
    return rows, {row.settlement: row.id for row in rows}


def _plan_institutions(random: Random, size: Size, places: list[Place]) -> list[PlannedOrganisation]:
    """Cultural institutions, each place's library and house first, in an order that mixes counties."""
    wanted = size(INSTITUTIONS_CONTACTED) + size(INSTITUTIONS_MISSED)
    basic: list[tuple[str, str, str, str]] = []
    extra: list[tuple[str, str, str, str]] = []
    for place in places:
        seat = adjective(place.name)
        library = "tow" if place.is_town else random.choice(("vil", "ksz"))
        house = (
            random.choice(("centre", "house"))
            if place.is_town
            else random.choice(("house", "space", "multi"))
        )
        basic.append((f"{seat} {LIBRARIES[library]}", "library", library, place.code))
        basic.append((f"{seat} {HOUSES[house]}", "community", house, place.code))
        museum = "ter" if place.is_town else random.choice(("exh", "col"))
        extra.append((f"{seat} {MUSEUMS[museum]}", "museum", museum, place.code))
        extra.append((f"{seat} {HOUSES['integrated']}", "community", "integrated", place.code))
    random.shuffle(extra)
    number = 1
    while len(basic) + len(extra) < wanted:
        number += 1
        extra += [
            (f"{adjective(place.name)} {number}. számú {HOUSES['space']}", "community", "space", place.code)
            for place in places
        ]
    rows = (basic + extra)[:wanted]
    random.shuffle(rows)
    return [
        PlannedOrganisation(minted("institution", f"{code}/{name}"), name, sector, kind, code)
        for name, sector, kind, code in rows
    ]


def _plan_twins(random: Random, size: Size, cultural: list[PlannedOrganisation]) -> list[PlannedOrganisation]:
    """The same institution entered twice under another spelling; merged later."""
    twins = []
    for original in random.sample(cultural[: size(INSTITUTIONS_CONTACTED)], size(TWIN_INSTITUTIONS)):
        name = original.name.replace("Művelődési Ház", "Műv. Ház").replace("Községi Könyvtár", "Könyvtár")
        if name == original.name:
            name = f"{original.name} (telephely)"
        twins.append(
            PlannedOrganisation(
                minted("twin", original.id),
                name,
                original.sector,
                original.kind,
                original.settlement,
                original.id,
            )
        )
    return twins


def _plan_consortia(
    random: Random,
    period: Period,
    size: Size,
    places: list[Place],
    municipalities: dict[str, UUID],
    cultural: list[PlannedOrganisation],
) -> list[PlannedConsortium]:
    """Neighbouring places join forces; about a seventh of the places stays outside."""
    count = size(SUPPORTED) + size(UNSUPPORTED)
    house_at = {row.settlement: row.id for row in cultural if row.sector == "community"}
    free: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        free[place.county].append(place)
    for local in free.values():
        local.sort(key=lambda place: (not place.is_town, place.code))
    most = {county: len(local) for county, local in free.items()}
    calls = spread(random, count, CALLS)
    consortia: list[PlannedConsortium] = []
    while len(consortia) < count:
        county = max(free, key=lambda code: (len(free[code]) / most[code], code))
        local = free[county] or sorted((p for p in places if p.county == county), key=lambda p: p.code)
        lead = local[0]
        take = 1 + min(random.choice((1, 2, 2, 3, 3)), max(0, len(local) - 1))
        near = sorted(local, key=lambda place: (place.lat - lead.lat) ** 2 + (place.lon - lead.lon) ** 2)[
            :take
        ]
        free[county] = [place for place in free[county] if place not in near]
        number = len(consortia) + 1
        starts_on = period.starts_on + timedelta(days=random.randint(0, 420))
        call = calls[number - 1]
        consortia.append(
            PlannedConsortium(
                id=minted("consortium", number),
                grant_id=f"{call}-{county}-{number:05d}",
                title=f"Közösségek ereje {lead.name} térségében",
                call=call,
                lead=municipalities[lead.code],
                members=[house_at.get(place.code, municipalities[place.code]) for place in near[1:]],
                settlements=[place.code for place in near],
                county=county,
                starts_on=starts_on,
                ends_on=min(starts_on + timedelta(days=random.choice((730, 913, 1095))), period.ends_on),
                amount=random.randrange(30, 250) * 1_000_000,
            )
        )
    return consortia


def _plan_communities(
    random: Random, size: Size, places: list[Place], cultural: list[PlannedOrganisation]
) -> list[PlannedCommunity]:
    hosts: dict[str, list[UUID]] = defaultdict(list)
    for row in cultural:
        hosts[row.settlement].append(row.id)
    weights = [2 + place.is_town * 3 for place in places]
    count = size(COMMUNITIES)
    # Round by round, so that no place gets a second choir before its first reading circle.
    seats = random.choices(places, weights, k=count)
    taken: set[tuple[str, str]] = set()
    rows: list[PlannedCommunity] = []
    for number, place in enumerate(seats):
        field, name = _community_name(random, place, taken, number)
        local = hosts.get(place.code)
        rows.append(
            PlannedCommunity(
                id=minted("community", number),
                name=name,
                settlement=place.code,
                field=field,
                host=random.choice(local) if local and random.random() < 0.7 else None,
                size_band=random.choice(("10", "25", "25", "25", "50", "50", "100")),
                founded_year=random.randint(1965, 2023),
                meets_every_days=random.choice((7, 7, 14, 14, 30)),
                is_formal=random.random() < 0.3,
            )
        )
    for original in random.sample(rows, size(TWIN_COMMUNITIES)):
        rows.append(
            PlannedCommunity(
                id=minted("community-twin", original.id),
                name=f"{original.name} Egyesület",
                settlement=original.settlement,
                field=original.field,
                host=original.host,
                size_band=original.size_band,
                founded_year=original.founded_year,
                meets_every_days=original.meets_every_days,
                is_formal=True,
                duplicate_of=original.id,
            )
        )
    return rows


def _community_name(
    random: Random, place: Place, taken: set[tuple[str, str]], number: int
) -> tuple[str, str]:
    for _try in range(30):
        field = random.choice(list(COMMUNITY_NAMES))
        noun = random.choice(COMMUNITY_NAMES[field])
        if (place.code, noun) not in taken:
            taken.add((place.code, noun))
            return field, f"{adjective(place.name)} {noun}"
    return "other", f"{adjective(place.name)} {number}. Baráti Kör"
