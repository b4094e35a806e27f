"""Every way in which this room's records change."""

from .states import StateRefused, locked, move, tell

__all__ = ["StateRefused", "locked", "move", "tell"]
