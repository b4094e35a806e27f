"""What may be done with occasions: plan, announce, register, say who was there, close."""

from .attending import add_walk_in, arrive, evaluate, mark_attendance
from .files import add_file, drop_file
from .planning import (
    OccasionDraft,
    ask_of_attendees,
    cancel_occasion,
    drop_draft,
    drop_question,
    hold_occasion,
    plan_occasion,
    publish_occasion,
    revise_occasion,
)
from .refusals import OccasionRefused
from .registering import (
    AttendeeDraft,
    confirm_attendee,
    forget_unconfirmed,
    register,
    remind,
    withdraw_attendee,
)

__all__ = [
    "AttendeeDraft",
    "OccasionDraft",
    "OccasionRefused",
    "add_file",
    "add_walk_in",
    "arrive",
    "ask_of_attendees",
    "cancel_occasion",
    "confirm_attendee",
    "drop_draft",
    "drop_file",
    "drop_question",
    "evaluate",
    "forget_unconfirmed",
    "hold_occasion",
    "mark_attendance",
    "plan_occasion",
    "publish_occasion",
    "register",
    "remind",
    "revise_occasion",
    "withdraw_attendee",
]
