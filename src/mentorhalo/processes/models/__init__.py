"""Community processes: their phases, and what a community and its mentor do in them."""

from .assets import Asset, AssetCategory
from .boards import SwotItem, SwotItemQuerySet, SwotSession, SwotVote
from .evaluations import Condition, Dimension, Evaluation, Mark
from .interviews import CommunityInterview, ConsentWording, InterviewText, Respondent, Theme
from .obligations import Obligation, ObligationRule, Pack
from .phases import PhaseKind, Process, ProcessPhase, ProcessQuerySet
from .plans import PlanItem
from .terms import Term

__all__ = [
    "Asset",
    "AssetCategory",
    "CommunityInterview",
    "Condition",
    "ConsentWording",
    "Dimension",
    "Evaluation",
    "InterviewText",
    "Mark",
    "Obligation",
    "ObligationRule",
    "Pack",
    "PhaseKind",
    "PlanItem",
    "Process",
    "ProcessPhase",
    "ProcessQuerySet",
    "Respondent",
    "SwotItem",
    "SwotItemQuerySet",
    "SwotSession",
    "SwotVote",
    "Term",
    "Theme",
]
