"""Mentoring: who is assigned to what, the engagement with a community, and the log of what was done."""

from .activities import Activity, ActivityKind, ActivityRevision, PrivateNote
from .assignments import Assignment
from .calendar import Appointment, PeriodClosing
from .engagements import Engagement, Pause, Transition
from .evidence_files import EvidenceFile
from .registrations import Registration
from .shares import SharedEntry

__all__ = [
    "Activity",
    "ActivityKind",
    "ActivityRevision",
    "Appointment",
    "Assignment",
    "Engagement",
    "EvidenceFile",
    "Pause",
    "PeriodClosing",
    "PrivateNote",
    "Registration",
    "SharedEntry",
    "Transition",
]
