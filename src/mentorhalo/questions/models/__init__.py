from .experts import Expert
from .followups import FurtherStep, StepGuest, Vote
from .questions import Message, Move, Question, Review

__all__ = ["Expert", "FurtherStep", "Message", "Move", "Question", "Review", "StepGuest", "Vote"]
