"""Codes of this room; each part has its own file."""

from .photos import SHOWABLE, PeopleShown, PhotoRights
from .practices import (
    OPEN_STATES,
    AdoptionState,
    BandKind,
    Licence,
    PracticeState,
    TermKind,
    Verdict,
)
from .shelves import BookletState

__all__ = [
    "OPEN_STATES",
    "SHOWABLE",
    "AdoptionState",
    "BandKind",
    "BookletState",
    "Licence",
    "PeopleShown",
    "PhotoRights",
    "PracticeState",
    "TermKind",
    "Verdict",
]
