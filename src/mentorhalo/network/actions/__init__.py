"""What may be done in the network: with mentors, their consents, county groups, mandates and leaders."""

from .consents import ConsentRefused, give_consent, withdraw_consent
from .establish import (
    GroupDraft,
    LeadershipDraft,
    MandateDraft,
    MentorDraft,
    Network,
    NetworkPlan,
    PlanRefused,
    establish_network,
)
from .groups import GroupRefused, appoint_leader, end_group, end_leadership, form_group
from .mandates import MandateRefused, end_mandate, give_mandate, revise_mandate
from .mentors import MentorRefused, introduce_oneself, link_account, register_mentor, revise_mentor

__all__ = [
    "ConsentRefused",
    "GroupDraft",
    "GroupRefused",
    "LeadershipDraft",
    "MandateDraft",
    "MandateRefused",
    "MentorDraft",
    "MentorRefused",
    "Network",
    "NetworkPlan",
    "PlanRefused",
    "appoint_leader",
    "end_group",
    "end_leadership",
    "end_mandate",
    "establish_network",
    "form_group",
    "give_consent",
    "give_mandate",
    "introduce_oneself",
    "link_account",
    "register_mentor",
    "revise_mandate",
    "revise_mentor",
    "withdraw_consent",
]
