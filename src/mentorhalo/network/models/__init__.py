"""The mentor network: who is a mentor when, in which county group, and what of them may be shown; who supervises, and how long."""

from .dated import DatedQuerySet
from .groups import CountyGroup, Leadership, Mandate
from .mentors import Mentor, PublicConsent
from .supervision import Participation, Supervisee, SupervisionSession, Supervisor

__all__ = [
    "CountyGroup",
    "DatedQuerySet",
    "Leadership",
    "Mandate",
    "Mentor",
    "Participation",
    "PublicConsent",
    "Supervisee",
    "SupervisionSession",
    "Supervisor",
]
