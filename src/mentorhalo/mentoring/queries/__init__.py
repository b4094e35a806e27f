"""Questions that pages and rooms above ask of the mentors' work."""

from . import registrations
from .load import Load, assignments_of, load_of
from .promises import open_promises
from .suggestions import Habits, Suggestion, appointments_of, habits_of, suggestions_for
from .timeline import find_engagements, lines_of_entries, timeline_of, timeline_of_communities
from .waiting import (
    Silent,
    drafts_of,
    inbox,
    missing_evidence,
    returned_entries,
    silent_engagements,
)

__all__ = [
    "Habits",
    "Load",
    "Silent",
    "Suggestion",
    "appointments_of",
    "assignments_of",
    "drafts_of",
    "find_engagements",
    "habits_of",
    "inbox",
    "lines_of_entries",
    "load_of",
    "missing_evidence",
    "open_promises",
    "registrations",
    "returned_entries",
    "silent_engagements",
    "suggestions_for",
    "timeline_of",
    "timeline_of_communities",
]
