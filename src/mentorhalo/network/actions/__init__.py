"""What may be done in the network: with mentors, their consents, county groups, mandates, leaders and supervision."""

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
from .supervision import (
    SupervisionRefused,
    confirm_session,
    contest_session,
    correct_session,
    record_session,
    take_back_session,
)
from .supervisors import SupervisorRefused, appoint_supervisor, revise_supervisor

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
    "SupervisionRefused",
    "SupervisorRefused",
    "appoint_leader",
    "appoint_supervisor",
    "confirm_session",
    "contest_session",
    "correct_session",
    "end_group",
    "end_leadership",
    "end_mandate",
    "establish_network",
    "form_group",
    "give_consent",
    "give_mandate",
    "introduce_oneself",
    "link_account",
    "record_session",
    "register_mentor",
    "revise_mandate",
    "revise_mentor",
    "revise_supervisor",
    "take_back_session",
    "withdraw_consent",
]
