"""The three-field rule: a museum, a library and community culture together, in a county that the call does not leave out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mentorhalo.partners.choices import Sector

from .choices.projects import Fault

NEEDED = {
    Sector.MUSEUM: Fault.NO_MUSEUM,
    Sector.LIBRARY: Fault.NO_LIBRARY,
    Sector.COMMUNITY_CULTURE: Fault.NO_COMMUNITY,
}
ADVANTAGES = (Sector.MUNICIPALITY, Sector.CIVIL)


@dataclass(frozen=True)
class RuleCheck:
    """Which of the fields are there, what is missing, and what is to its advantage."""

    fields: tuple[str, ...]  # of the three, in order
    faults: tuple[Fault, ...]
    advantages: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.faults


def check_rule(sectors: Iterable[str], county: str, left_out: Collection[str]) -> RuleCheck:
    """`sectors`: of the lead and of every partner that has not left."""
    there = set(sectors)
    faults = [fault for sector, fault in NEEDED.items() if sector not in there]
    if county in left_out:
        faults.append(Fault.OUTSIDE)
    return RuleCheck(
        fields=tuple(sector for sector in NEEDED if sector in there),
        faults=tuple(faults),
        advantages=tuple(sector for sector in ADVANTAGES if sector in there),
    )
