"""Partnerships: who, what was seen of them, the scales they are read by, what the parties say themselves."""

from .gradings import Asking, Grading, Perception
from .layouts import Layout
from .observations import Observation
from .partnerships import Member, Partnership
from .scales import Level, Scale, ScaleRule

__all__ = [
    "Asking",
    "Grading",
    "Layout",
    "Level",
    "Member",
    "Observation",
    "Partnership",
    "Perception",
    "Scale",
    "ScaleRule",
]
