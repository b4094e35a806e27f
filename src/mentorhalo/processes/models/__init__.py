"""Community processes: their phases, and what a community and its mentor do in them."""

from .boards import SwotItem, SwotItemQuerySet, SwotSession, SwotVote
from .evaluations import Condition, Dimension, Evaluation, Mark
from .obligations import Obligation, ObligationRule, Pack
from .phases import PhaseKind, Process, ProcessPhase, ProcessQuerySet
from .plans import PlanItem

__all__ = [
    "Condition",
    "Dimension",
    "Evaluation",
    "Mark",
    "Obligation",
    "ObligationRule",
    "Pack",
    "PhaseKind",
    "PlanItem",
    "Process",
    "ProcessPhase",
    "ProcessQuerySet",
    "SwotItem",
    "SwotItemQuerySet",
    "SwotSession",
    "SwotVote",
]
