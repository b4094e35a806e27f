"""Questions to the room."""

from .matching import Duplicates, Match, likely_duplicates
from .parties import party_of

__all__ = ["Duplicates", "Match", "likely_duplicates", "party_of"]
