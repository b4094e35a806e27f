"""What this room reads from tables."""

from .sample import SampleImporter

__all__ = ["SampleImporter"]
