"""Questions to the room."""

from .parties import party_of

__all__ = ["party_of"]
