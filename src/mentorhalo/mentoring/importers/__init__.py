"""What `mentorhalo import` and the import pages can bring in for this room."""

from .activities import ActivityImporter
from .engagements import EngagementImporter

__all__ = ["ActivityImporter", "EngagementImporter"]
