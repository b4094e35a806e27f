"""Community processes: their phases, and what a community and its mentor do in them."""

from .assets import Asset, AssetCategory
from .boards import SwotItem, SwotItemQuerySet, SwotSession, SwotVote
from .evaluations import Condition, Dimension, Evaluation, Mark
from .interviews import CommunityInterview, ConsentWording, InterviewText, Respondent, Theme
from .obligations import Obligation, ObligationRule, Pack
from .phases import PhaseKind, Process, ProcessPhase, ProcessQuerySet
from .plans import PlanItem
from .pool import Offer, OfferPerson, OfferQuerySet, PoolQuestion, PoolTopic
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
    "Offer",
    "OfferPerson",
    "OfferQuerySet",
    "Pack",
    "PhaseKind",
    "PlanItem",
    "PoolQuestion",
    "PoolTopic",
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
