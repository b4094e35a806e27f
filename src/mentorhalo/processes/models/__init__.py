"""Community processes: their phases, and what a community and its mentor do in them."""

from .phases import PhaseKind, Process, ProcessPhase, ProcessQuerySet

__all__ = ["PhaseKind", "Process", "ProcessPhase", "ProcessQuerySet"]
