from .attending import Attendance, Attendee, Evaluation
from .occasions import Occasion, OccasionFile, OccasionQuestion
from .photos import WeekPhoto
from .week import Edition, Invitation, Joiner, WeekProgramme

__all__ = [
    "Attendance",
    "Attendee",
    "Edition",
    "Evaluation",
    "Invitation",
    "Joiner",
    "Occasion",
    "OccasionFile",
    "OccasionQuestion",
    "WeekPhoto",
    "WeekProgramme",
]
