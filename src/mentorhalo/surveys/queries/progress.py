"""How far a wave's fieldwork is: computed each time, by database aggregates, with a fixed number of queries.

What became of a unit is told from all its attempts, the weightier result winning, as AAPOR's Standard Definitions ask: an
interview before a refusal, a refusal before any other contact, a contact before nobody at home.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.territory.models import Settlement

from ..choices import AttemptResult, ResponseState, UnitState
from ..models import ContactAttempt, FieldAssignment, Interviewer, Response, SampleUnit, Wave
from ..strata import stratum_label
from .parts import NONE, by_name

STANDING = (ResponseState.RECEIVED, ResponseState.RETURNED, ResponseState.ACCEPTED)
# Where a response belongs: without a settlement of its own to that of its unit.
PLACE = Coalesce("settlement", "unit__settlement", output_field=CharField())

# Groups of AAPOR's final dispositions, by weight: the heaviest of a unit's results is its disposition.
UNKNOWN, NON_CONTACT, INELIGIBLE, OTHER, REFUSAL, PARTIAL, COMPLETE = range(7)
WEIGHTS = {
    AttemptResult.NOT_HOME: NON_CONTACT,
    AttemptResult.CLOSED: NON_CONTACT,
    AttemptResult.NOBODY_ENTITLED: NON_CONTACT,  # nobody was reached who could answer for the institution
    AttemptResult.MOVED: NON_CONTACT,  # it may well be one that is asked, in another place
    AttemptResult.NOT_ELIGIBLE: INELIGIBLE,
    AttemptResult.VACANT: INELIGIBLE,
    AttemptResult.NO_SUCH_ADDRESS: INELIGIBLE,
    AttemptResult.CEASED: INELIGIBLE,
    AttemptResult.OUTSIDE: INELIGIBLE,
    AttemptResult.APPOINTMENT: OTHER,
    AttemptResult.ASKED_BACK: OTHER,
    AttemptResult.UNABLE: OTHER,
    AttemptResult.LANGUAGE: OTHER,
    AttemptResult.OTHER: OTHER,
    AttemptResult.COMPLETED: OTHER,  # said, but its questionnaire is not here
    AttemptResult.REFUSED: REFUSAL,
    AttemptResult.PARTIAL: PARTIAL,
}
PACE_DAYS = 14  # the pace of the last two weeks tells when it will be done


@dataclass(frozen=True)
class Rates:
    """Units by disposition, and AAPOR's rates of them."""

    complete: int = 0
    partial: int = 0
    refusal: int = 0
    non_contact: int = 0
    other: int = 0
    unknown: int = 0
    ineligible: int = 0

    @classmethod
    def of(cls, dispositions: Counter[int]) -> "Rates":
        return cls(
            complete=dispositions[COMPLETE],
            partial=dispositions[PARTIAL],
            refusal=dispositions[REFUSAL],
            non_contact=dispositions[NON_CONTACT],
            other=dispositions[OTHER],
            unknown=dispositions[UNKNOWN],
            ineligible=dispositions[INELIGIBLE],
        )

    @property
    def base(self) -> int:
        """All units that are, or may be, eligible."""
        return self.complete + self.partial + self.refusal + self.non_contact + self.other + self.unknown

    def _share(self, part: int) -> float | None:
        return part / self.base if self.base else None

    @property
    def rr1(self) -> float | None:
        return self._share(self.complete)

    @property
    def rr2(self) -> float | None:
        return self._share(self.complete + self.partial)

    @property
    def ref1(self) -> float | None:
        return self._share(self.refusal)

    @property
    def con1(self) -> float | None:
        return self._share(self.complete + self.partial + self.refusal + self.other)


@dataclass
class Tally:
    """What is wanted and what came, of one part of the sample."""

    code: str
    name: str
    target: int = 0
    units: int = 0
    unassigned: int = 0
    accepted: int = 0
    received: int = 0
    returned: int = 0
    county: str = ""
    county_name: str = ""
    reaches_over: bool = False  # into counties not told of: how many are wanted in these, nobody said
    dispositions: Counter[int] = field(default_factory=Counter)

    @property
    def label(self) -> str:
        return self.name

    @property
    def is_rest(self) -> bool:
        """What belongs to none of the others."""
        return self.code == NONE

    @property
    def came(self) -> int:
        return self.accepted + self.received + self.returned

    @property
    def missing(self) -> int:
        return max(self.target - self.accepted, 0)

    @property
    def share(self) -> float | None:
        """Accepted of those wanted."""
        return self.accepted / self.target if self.target else None

    @property
    def rates(self) -> Rates:
        return Rates.of(self.dispositions)

    def take(self, other: "Tally") -> None:
        for name in ("target", "units", "unassigned", "accepted", "received", "returned"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.dispositions += other.dispositions


@dataclass
class Worker:
    """What one interviewer did in the wave."""

    interviewer: Interviewer
    in_hand: int = 0
    overdue: int = 0
    attempts: int = 0
    refusals: int = 0
    accepted: int = 0
    received: int = 0
    returned: int = 0
    rejected: int = 0
    last_on: date | None = None

    @property
    def came(self) -> int:
        return self.accepted + self.received + self.returned

    @property
    def refusal_share(self) -> float | None:
        return self.refusals / self.attempts if self.attempts else None


@dataclass(frozen=True)
class Progress:
    whole: Tally
    strata: list[Tally]
    settlements: list[Tally]
    counties: list[Tally]
    placeless: Tally | None  # what is in none of the settlements and counties
    workers: list[Worker]
    days: list[tuple[date, int]]  # questionnaires received on each day, none left out
    projected_on: date | None  # when the target would be reached at the pace of the last two weeks

    @property
    def reaches_over(self) -> bool:
        """Some stratum has its target together with other counties."""
        return any(one.reaches_over for one in self.strata)


def progress_of(wave: Wave, day: date, *, counties: frozenset[str] | None = None) -> Progress:
    """All of it, of some counties where those are given. Eleven queries, however large the sample."""
    cells = _cells(wave, counties)
    responses = _responses(wave, counties)
    strata = _strata(wave, cells, responses, counties)
    settlements = _settlements(wave, cells, responses, counties)
    whole = Tally("", "")
    for one in settlements:
        whole.take(one)
    placeless = Tally(NONE, _("without a place"))
    for row in responses:
        if row["settlement"] is None:
            _count_response(placeless, row)
    whole.take(placeless)
    if not any(one.reaches_over for one in strata):
        whole.target = sum(one.target for one in strata) or whole.target
    days = _days(wave, day, counties)
    return Progress(
        whole=whole,
        strata=strata,
        settlements=settlements,
        counties=_counties(settlements, _wanted_by_county(wave)),
        placeless=placeless if placeless.came else None,
        workers=_workers(wave, day, counties),
        days=days,
        projected_on=_projected(whole, days, day),
    )


def disposition() -> Case:
    """What became of a unit, as a number; for `SampleUnit.objects.annotate(disposition=disposition())`."""
    came = Response.objects.filter(unit=OuterRef("pk"), state__in=STANDING)
    weight = Case(
        *(When(result=result, then=Value(weight)) for result, weight in WEIGHTS.items()),
        output_field=IntegerField(),
    )
    heaviest = (
        ContactAttempt.objects.filter(unit=OuterRef("pk"))
        .order_by()
        .values("unit")
        .annotate(heaviest=Max(weight))
        .values("heaviest")
    )
    return Case(
        When(Exists(came), then=Value(COMPLETE)),
        default=Coalesce(Subquery(heaviest), Value(UNKNOWN)),
        output_field=IntegerField(),
    )


def _within(counties: frozenset[str] | None, path: str = "settlement__county__in") -> Q:
    return Q() if counties is None else Q(**{path: counties})


def _cells(wave: Wave, counties: frozenset[str] | None) -> list[dict[str, Any]]:
    """Units in play by stratum, settlement, state and disposition."""
    units = SampleUnit.objects.in_play().filter(_within(counties), wave=wave)
    rows = units.annotate(disposition=disposition()).order_by()
    counted = rows.values("stratum", "settlement", "state", "disposition").annotate(n=Count("pk"))
    return [dict(row) for row in counted]


def _responses(wave: Wave, counties: frozenset[str] | None) -> list[dict[str, Any]]:
    """Responses that stand, by stratum, settlement and state. One without a unit counts where it was recorded."""
    placed = Response.objects.of_wave(wave).filter(state__in=STANDING).annotate(place=PLACE)
    if counties is not None:
        placed = placed.filter(
            Q(settlement__county__in=counties) | Q(settlement=None, unit__settlement__county__in=counties)
        )
    counted = placed.order_by().values("unit__stratum", "place", "state").annotate(n=Count("pk"))
    return [
        {"stratum": row["unit__stratum"], "settlement": row["place"], "state": row["state"], "n": row["n"]}
        for row in counted
    ]


def _count_cell(tally: Tally, row: dict[str, Any]) -> None:
    tally.units += row["n"]
    tally.dispositions[row["disposition"]] += row["n"]
    if row["state"] == UnitState.OPEN:
        tally.unassigned += row["n"]


def _count_response(tally: Tally, row: dict[str, Any]) -> None:
    setattr(tally, row["state"], getattr(tally, row["state"]) + row["n"])


def _strata(
    wave: Wave,
    cells: list[dict[str, Any]],
    responses: list[dict[str, Any]],
    counties: frozenset[str] | None,
) -> list[Tally]:
    """By name; last what belongs to none of them, so that the rows add up to the whole.

    A stratum that reaches over the border of these counties has no target in them.
    """
    beyond = SampleUnit.objects.filter(stratum=OuterRef("pk")).exclude(_within(counties))
    reaches_over = Value(value=False) if counties is None else Exists(beyond)
    rows = wave.strata.annotate(reaches_over=reaches_over).order_by("code")
    tallies: dict[Any, Tally] = {}
    for pk, code, name, target, reaches_over in rows.values_list(
        "pk", "code", "name", "target", "reaches_over"
    ):
        wanted = 0 if reaches_over else target
        tallies[pk] = Tally(code, stratum_label(code, name), wanted, reaches_over=reaches_over)
    if not tallies:
        return []
    rest = Tally(NONE, _("without a stratum"))
    for row in cells:
        _count_cell(tallies.get(row["stratum"], rest), row)
    for row in responses:
        _count_response(tallies.get(row["stratum"], rest), row)
    shown = by_name(one for one in tallies.values() if counties is None or one.units or one.came)
    return [*shown, rest] if rest.units or rest.came else shown


def _settlements(
    wave: Wave,
    cells: list[dict[str, Any]],
    responses: list[dict[str, Any]],
    counties: frozenset[str] | None,
) -> list[Tally]:
    quotas = dict(wave.quotas.filter(_within(counties)).order_by().values_list("settlement", "target"))
    codes = {row["settlement"] for row in (*cells, *responses)} | set(quotas)
    names = _names(codes - {None})
    tallies = {
        code: Tally(code, name, quotas.get(code, 0), county=county, county_name=county_name)
        for code, name, county, county_name in names
    }
    for row in cells:
        _count_cell(tallies[row["settlement"]], row)
    for row in responses:
        if row["settlement"] in tallies:
            _count_response(tallies[row["settlement"]], row)
    return list(tallies.values())


def _names(codes: set[str]) -> list[tuple[str, str, str, str]]:
    rows = Settlement.objects.filter(pk__in=codes).order_by("county__name_sort", "name_sort", "code")
    return list(rows.values_list("code", "name", "county", "county__name"))


def _counties(settlements: list[Tally], wanted: Mapping[str, int]) -> list[Tally]:
    tallies: dict[str, Tally] = {}
    for one in settlements:
        tallies.setdefault(one.county, Tally(one.county, one.county_name)).take(one)
    for code, target in wanted.items():
        if code in tallies:
            tallies[code].target = target
    return list(tallies.values())


def _wanted_by_county(wave: Wave) -> dict[str, int]:
    """The targets of the strata by county, where each lies within one: then they add up to what is wanted of the whole.

    Empty where one reaches over a border; the quotas of settlements stand then, and in a wave without strata. One query.
    """
    rows = wave.strata.filter(target__gt=0).order_by()
    placed = rows.annotate(
        first=Min("units__settlement__county"), counties=Count("units__settlement__county", distinct=True)
    )
    wanted: dict[str, int] = defaultdict(int)
    for county, counties, target in placed.values_list("first", "counties", "target"):
        if counties != 1:
            return {}
        wanted[county] += target
    return wanted


def _workers(wave: Wave, day: date, counties: frozenset[str] | None) -> list[Worker]:
    """Four queries."""
    in_hand = FieldAssignment.objects.filter(
        _within(counties, "unit__settlement__county__in"), unit__wave=wave, ended_at=None
    )
    held = (
        in_hand.order_by()
        .values("interviewer")
        .annotate(n=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=day)))
    )
    tried = (
        ContactAttempt.objects.filter(_within(counties, "unit__settlement__county__in"), unit__wave=wave)
        .order_by()
        .values("interviewer")
        .annotate(
            n=Count("pk"),
            refusals=Count("pk", filter=Q(result=AttemptResult.REFUSED)),
            last=Max("attempted_at"),
        )
    )
    came = (
        Response.objects.of_wave(wave)
        .filter(_within(counties), interviewer__isnull=False)
        .order_by()
        .values("interviewer", "state")
        .annotate(n=Count("pk"))
    )
    found: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for one in held:
        found[one["interviewer"]] |= {"in_hand": one["n"], "overdue": one["overdue"]}
    for tries in tried:
        found[tries["interviewer"]] |= {
            "attempts": tries["n"],
            "refusals": tries["refusals"],
            "last_on": timezone.localdate(tries["last"]),
        }
    for row in came:
        found[row["interviewer"]][row["state"]] = row["n"]
    people = Interviewer.objects.filter(pk__in=found).order_by("name_sort", "pk")
    return [Worker(one, **found[one.pk]) for one in people]


def _days(wave: Wave, day: date, counties: frozenset[str] | None) -> list[tuple[date, int]]:
    came = Response.objects.of_wave(wave).filter(_within(counties), state__in=STANDING).order_by()
    counted = dict(came.annotate(on=TruncDate("received_at")).values_list("on").annotate(n=Count("pk")))
    if not counted:
        return []
    first, last = min(counted), max(*counted, min(day, wave.ends_on))
    return [
        (one, counted.get(one, 0)) for one in (first + timedelta(n) for n in range((last - first).days + 1))
    ]


def _projected(whole: Tally, days: list[tuple[date, int]], day: date) -> date | None:
    """None while nothing came, or where nothing is missing."""
    missing = whole.target - whole.came
    recent = [n for on, n in days if day - timedelta(PACE_DAYS) < on <= day]
    if missing <= 0 or not sum(recent):
        return None
    pace = sum(recent) / min(PACE_DAYS, max(len(recent), 1))
    return day + timedelta(ceil(missing / pace))
