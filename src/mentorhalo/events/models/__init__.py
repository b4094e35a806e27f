from .attending import Attendance, Attendee, Evaluation
from .occasions import Occasion, OccasionFile, OccasionQuestion

__all__ = ["Attendance", "Attendee", "Evaluation", "Occasion", "OccasionFile", "OccasionQuestion"]
