"""Codes of this room; each part has its own file."""

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
    "AdoptionState",
    "BandKind",
    "BookletState",
    "Licence",
    "PracticeState",
    "TermKind",
    "Verdict",
]
