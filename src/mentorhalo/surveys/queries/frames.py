"""What a sample is drawn from: settlements by county and type, institutions of chosen fields; and the plan of a draw."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from math import ceil
from uuid import UUID

from mentorhalo.partners.choices import PartyStatus
from mentorhalo.partners.models import Organisation
from mentorhalo.territory.models import Settlement

from ..allocation import allocate, draw_by_size, drawn_order, fingerprint
from ..strata import drawn_code, drawn_name, stratum_label


@dataclass(frozen=True, kw_only=True)
class SettlementDraw:
    """How residents are sampled: in strata of county and settlement type, by settlements drawn with chance as their size."""

    counties: Collection[str]
    responses: int  # wanted in all
    minimum: int = 0  # in each stratum
    cluster: int = 15  # responses in one settlement, about
    reserve_percent: int = 50
    seed: str


@dataclass(frozen=True, kw_only=True)
class InstitutionDraw:
    """How institutions are sampled: in strata of county and field; without `responses` all of them are asked."""

    counties: Collection[str]
    sectors: Collection[str]
    responses: int | None = None
    minimum: int = 0
    reserve_percent: int = 50
    seed: str


@dataclass(frozen=True)
class UnitDraft:
    code: str
    settlement: str
    drawn_order: int
    is_reserve: bool
    organisation: UUID | None = None


@dataclass
class StratumDraft:
    code: str
    name: str
    population: int
    target: int
    quotas: dict[str, int] = field(default_factory=dict)
    organisations: list[tuple[UUID, str]] = field(default_factory=list)  # (key, settlement) in drawn order
    reserves: int = 0  # percent

    @property
    def label(self) -> str:
        return stratum_label(self.code, self.name)

    def units(self) -> Iterator[UnitDraft]:
        """One at a time: a sample of 30,000 is never in memory at once."""
        if self.organisations:
            yield from self._institutions()
        else:
            yield from self._addresses()

    @property
    def unit_count(self) -> int:
        return sum(self._in_settlement(quota) for quota in self.quotas.values()) or len(self.organisations)

    @property
    def settlements(self) -> set[str]:
        """Where something of it would be asked."""
        return set(self.quotas) or {settlement for _key, settlement in self.organisations}

    def _in_settlement(self, quota: int) -> int:
        return quota + ceil(quota * self.reserves / 100)

    def _addresses(self) -> Iterator[UnitDraft]:
        for place, (settlement, quota) in enumerate(sorted(self.quotas.items())):
            for number in range(1, self._in_settlement(quota) + 1):
                yield UnitDraft(
                    code=f"{settlement}-{number:04d}",
                    settlement=settlement,
                    # Reserves of all settlements follow each other in turn.
                    drawn_order=number * 1000 + place,
                    is_reserve=number > quota,
                )

    def _institutions(self) -> Iterator[UnitDraft]:
        for number, (key, settlement) in enumerate(self.organisations, start=1):
            yield UnitDraft(
                code=f"{self.code}-{number:04d}",
                settlement=settlement,
                drawn_order=number,
                is_reserve=number > self.target,
                organisation=key,
            )


@dataclass(frozen=True)
class SamplePlan:
    """What a draw gives, before anything is written. The same seed and frame give the same plan."""

    strata: list[StratumDraft]
    frame_size: int
    frame_sha256: str

    @property
    def target(self) -> int:
        return sum(one.target for one in self.strata)

    @property
    def settlement_count(self) -> int:
        return len({code for one in self.strata for code in one.settlements})

    @property
    def unit_count(self) -> int:
        return sum(one.unit_count for one in self.strata)


def drawn_stratum(settlement: Settlement, kind: str) -> tuple[str, str]:
    """Code and name of the part into which a draw puts a settlement of this type, or an institution of this field there."""
    return drawn_code(settlement.county_id, kind), drawn_name(settlement.county.name, kind)


def plan_settlements(draw: SettlementDraw) -> SamplePlan:
    """One query: the settlements that stand today, with their population by the census."""
    rows = list(
        Settlement.objects.filter(county__in=list(draw.counties), ended_on=None, population__gt=0)
        .order_by("code")
        .values_list("code", "county", "county__name", "size_type", "population")
    )
    parts: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    names: dict[str, str] = {}
    for code, county, name, size_type, population in rows:
        parts[county, size_type][code] = population or 0
        names[county] = name
    sizes = {drawn_code(county, kind): sum(places.values()) for (county, kind), places in parts.items()}
    targets = allocate(sizes, draw.responses, minimum=draw.minimum)
    strata = []
    for (county, kind), places in sorted(parts.items()):
        code = drawn_code(county, kind)
        strata.append(
            StratumDraft(
                code=code,
                name=drawn_name(names[county], kind),
                population=sizes[code],
                target=targets[code],
                quotas=_quotas(draw, places, targets[code]),
                reserves=draw.reserve_percent,
            )
        )
    frame = [(code, population) for code, _county, _name, _kind, population in rows]
    return SamplePlan(strata, len(rows), fingerprint(frame))


def _quotas(draw: SettlementDraw, places: dict[str, int], target: int) -> dict[str, int]:
    """Responses wanted in each drawn settlement: alike where it was drawn by its size, more where it was in for certain."""
    if not target:
        return {}
    count = max(round(target / draw.cluster), 1)
    drawn = draw_by_size(draw.seed, places, count)
    interval = sum(places.values()) / count
    weights = {code: max(places[code], ceil(interval)) for code in drawn}
    return {code: quota for code, quota in allocate(weights, target).items() if quota}


def plan_institutions(draw: InstitutionDraw) -> SamplePlan:
    """One query: institutions at work, each once; sites count as the institution they belong to."""
    rows = list(
        Organisation.objects.not_merged()
        .filter(
            kind__sector__in=list(draw.sectors),
            settlement__county__in=list(draw.counties),
            status=PartyStatus.ACTIVE,
            part_of=None,
        )
        .order_by("pk")
        .values_list("pk", "settlement", "settlement__county", "settlement__county__name", "kind__sector")
    )
    parts: dict[tuple[str, str], dict[str, tuple[UUID, str]]] = defaultdict(dict)
    names: dict[str, str] = {}
    for key, settlement, county, name, sector in rows:
        parts[county, sector][str(key)] = (key, settlement)
        names[county] = name
    sizes = {drawn_code(county, sector): len(found) for (county, sector), found in parts.items()}
    wanted = sum(sizes.values()) if draw.responses is None else draw.responses
    targets = allocate(sizes, min(wanted, sum(sizes.values())), minimum=draw.minimum, caps=sizes)
    strata = []
    for (county, sector), found in sorted(parts.items()):
        code = drawn_code(county, sector)
        order = drawn_order(draw.seed, found)
        taken = targets[code] + ceil(targets[code] * draw.reserve_percent / 100)
        strata.append(
            StratumDraft(
                code=code,
                name=drawn_name(names[county], sector),
                population=len(found),
                target=targets[code],
                organisations=[found[one] for one in order[:taken]],
            )
        )
    return SamplePlan(strata, len(rows), fingerprint((key, settlement) for key, settlement, *_rest in rows))
