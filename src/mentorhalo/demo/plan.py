"""What the demonstration will write, as plain rows: no database here, only a seeded draw of chances.

The same `today` and `scale` give the same plan. Figures are not stored anywhere: the plan only sees to it that the work it
invents is of the kinds that the counting rules tell apart.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

SEED = "mentorhalo-demo-1"
QUARTERS = 12


def minted(kind: str, number: object) -> UUID:
    """A lasting id: the same thing has the same id in each build."""
    return uuid5(NAMESPACE_URL, f"{SEED}/{kind}/{number}")


def quarter_start(day: date) -> date:
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def add_months(day: date, months: int) -> date:
    """The first day of the month `months` away from the month of `day`."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


@dataclass(frozen=True)
class Period:
    """Three years in whole quarters; today lies in the last one."""

    today: date

    @property
    def starts_on(self) -> date:
        return add_months(quarter_start(self.today), -3 * (QUARTERS - 1))

    @property
    def ends_on(self) -> date:
        return add_months(self.starts_on, 3 * QUARTERS) - timedelta(days=1)


@dataclass(frozen=True)
class Size:
    """How much of everything, for a scale; 1 is the size of the real programme."""

    scale: float

    def __call__(self, count: float) -> int:
        return max(1, round(count * self.scale))

    @property
    def counties(self) -> int:
        return 18 if self.scale >= 1 else max(2, round(18 * self.scale))


@dataclass(slots=True)
class PlannedMentor:
    id: UUID
    name: str
    home: str  # settlement code


@dataclass(slots=True)
class PlannedMandate:
    mentor: PlannedMentor
    county: str
    starts_on: date
    ends_on: date | None
    end_reason: str
    working_time: int


@dataclass(slots=True)
class Seat:
    """A place in a county group, held by one mentor after another."""

    county: str
    mandates: list[PlannedMandate] = field(default_factory=list)

    def holder(self, day: date) -> PlannedMentor | None:
        for mandate in self.mandates:
            if mandate.starts_on <= day and (mandate.ends_on is None or mandate.ends_on >= day):
                return mandate.mentor
        return None


@dataclass(slots=True)
class PlannedOrganisation:
    id: UUID
    name: str
    sector: str
    kind: str
    settlement: str
    duplicate_of: UUID | None = None


@dataclass(slots=True)
class PlannedConsortium:
    id: UUID
    grant_id: str
    title: str
    call: str
    lead: UUID
    members: list[UUID]
    settlements: list[str]
    county: str
    starts_on: date
    ends_on: date
    amount: int


@dataclass(slots=True)
class PlannedCommunity:
    id: UUID
    name: str
    settlement: str
    field: str
    host: UUID | None
    size_band: str
    founded_year: int
    meets_every_days: int
    is_formal: bool
    duplicate_of: UUID | None = None


@dataclass(slots=True)
class PlannedPause:
    id: UUID
    starts_on: date
    ends_on: date | None
    reason: str


@dataclass(slots=True)
class PlannedEngagement:
    id: UUID
    community: PlannedCommunity
    seat: Seat
    story: str
    opened_on: date
    informed_on: date | None
    closed_on: date | None
    closing_reason: str
    contact_every_days: int
    pauses: list[PlannedPause] = field(default_factory=list)


@dataclass(slots=True)
class PlannedActivity:
    id: UUID
    mentor: UUID
    occurred_on: date
    kind: str
    channel: str
    is_two_way: bool
    settlement: str | None
    engagement: PlannedEngagement | None
    consortium: UUID | None
    organisation: UUID | None
    participants: int | None
    minutes: int
    public_sentence: str
    group_note: str
    state: str
    submitted_at: datetime
    decided_at: datetime | None


def spread(random: Random, total: int, shares: dict[str, float]) -> list[str]:
    """`total` labels in the given shares, exactly, shuffled."""
    weight = sum(shares.values())
    labels: list[str] = []
    for label, share in shares.items():
        labels += [label] * round(total * share / weight)
    first = next(iter(shares))
    labels = labels[:total] + [first] * (total - len(labels))
    random.shuffle(labels)
    return labels
