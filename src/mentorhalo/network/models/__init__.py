"""The mentor network: who is a mentor when, in which county group, and what of them may be shown."""

from .dated import DatedQuerySet
from .groups import CountyGroup, Leadership, Mandate
from .mentors import Mentor, PublicConsent

__all__ = ["CountyGroup", "DatedQuerySet", "Leadership", "Mandate", "Mentor", "PublicConsent"]
