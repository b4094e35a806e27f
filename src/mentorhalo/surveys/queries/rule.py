"""The written rule of substitution: what a unit still lacks before a reserve may stand in for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from ..choices import AttemptResult, UnitState
from ..models import ContactAttempt, SampleUnit, Wave

# After one of these nobody needs to try again.
FINAL = frozenset(
    {
        AttemptResult.REFUSED,
        AttemptResult.UNABLE,
        AttemptResult.LANGUAGE,
        AttemptResult.NOT_ELIGIBLE,
        AttemptResult.VACANT,
        AttemptResult.NO_SUCH_ADDRESS,
        AttemptResult.CEASED,
        AttemptResult.OUTSIDE,
    }
)


@dataclass(frozen=True)
class Ripeness:
    """How far a unit is from being replaceable. `attempts` and `days` say what is still missing."""

    attempts: int
    days: int
    is_final: bool = False

    @property
    def is_ripe(self) -> bool:
        return self.is_final or (self.attempts == 0 and self.days == 0)


def ripeness(wave: Wave, attempts: Iterable[tuple[str, datetime]]) -> Ripeness:
    """By the results and moments of a unit's attempts. Days are those of the country."""
    made = list(attempts)
    days = {timezone.localdate(at) for _result, at in made}
    return Ripeness(
        attempts=max(wave.attempts_needed - len(made), 0),
        days=max(wave.days_needed - len(days), 0),
        is_final=any(result in FINAL for result, _at in made),
    )


def ripeness_of(unit: SampleUnit) -> Ripeness:
    """One query; `unit` comes with its wave."""
    attempts = ContactAttempt.objects.filter(unit=unit).values_list("result", "attempted_at")
    return ripeness(unit.wave, attempts)


def reserves_for(unit: SampleUnit) -> QuerySet[SampleUnit]:
    """Reserves of the same stratum (without strata: of the settlement), in the order they were drawn."""
    found = SampleUnit.objects.filter(wave=unit.wave_id, is_reserve=True, state=UnitState.OPEN)
    if unit.stratum_id:
        return found.filter(stratum=unit.stratum_id).order_by("drawn_order", "pk")
    return found.filter(stratum=None, settlement=unit.settlement_id).order_by("drawn_order", "pk")


def next_reserve(unit: SampleUnit) -> SampleUnit | None:
    """The next in drawn order from the same settlement, else from the stratum. Two queries at most."""
    found = reserves_for(unit)
    return found.filter(settlement=unit.settlement_id).first() or found.first()


def chain_of(unit: SampleUnit) -> list[SampleUnit]:
    """Units that stand for each other, the first drawn first. A query a link; few have more than two."""
    first = unit
    while first.substitutes_id:
        first = SampleUnit.objects.select_related("settlement").get(pk=first.substitutes_id)
    chain = [first]
    while further := SampleUnit.objects.select_related("settlement").filter(substitutes=chain[-1]).first():
        chain.append(further)
    return chain
