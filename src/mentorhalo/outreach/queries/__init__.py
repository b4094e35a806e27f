"""What can be asked of this room: `audience` (who gets a letter), `people` (who is what), `register`, `acts`."""

from .audience import SegmentRefused, audience, audience_of

__all__ = ["SegmentRefused", "audience", "audience_of"]
