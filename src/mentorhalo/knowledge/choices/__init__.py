"""Codes of this room; each part has its own file."""

from .photos import SHOWABLE, PeopleShown, PhotoRights
from .practices import (
    OPEN_STATES,
    AdoptionState,
    Licence,
    MoneyBand,
    PracticeState,
    SettlementSize,
    StaffBand,
    TermKind,
    TimeBand,
    Verdict,
)
from .shelves import BookletState

__all__ = [
    "OPEN_STATES",
    "SHOWABLE",
    "AdoptionState",
    "BookletState",
    "Licence",
    "MoneyBand",
    "PeopleShown",
    "PhotoRights",
    "PracticeState",
    "SettlementSize",
    "StaffBand",
    "TermKind",
    "TimeBand",
    "Verdict",
]
