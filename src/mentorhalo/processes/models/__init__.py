"""Community processes: their phases, and what a community and its mentor do in them."""

from .obligations import Obligation, ObligationRule, Pack
from .phases import PhaseKind, Process, ProcessPhase, ProcessQuerySet

__all__ = [
    "Obligation",
    "ObligationRule",
    "Pack",
    "PhaseKind",
    "Process",
    "ProcessPhase",
    "ProcessQuerySet",
]
