"""Everything that may be done with a partnership."""

from .gradings import AnswerDraft, answer, ask_all_due, note_answer, open_grading, remind_and_close
from .history import TakenObservation, TakenPartnership, TakenRound, enter_partnerships
from .layouts import forget_layouts, make_layout, order_layout
from .observations import (
    FileRefused,
    ObservationDraft,
    follow_activities,
    follow_activity,
    observe,
    withdraw_observation,
)
from .partnerships import (
    PartnershipDraft,
    add_member,
    end_partnership,
    let_member_leave,
    open_partnership,
    resume_partnership,
    revise_partnership,
)
from .refusals import PartnershipRefused
from .scales import publish_rule, ship_scales

__all__ = [
    "AnswerDraft",
    "FileRefused",
    "ObservationDraft",
    "PartnershipDraft",
    "PartnershipRefused",
    "TakenObservation",
    "TakenPartnership",
    "TakenRound",
    "add_member",
    "answer",
    "ask_all_due",
    "end_partnership",
    "enter_partnerships",
    "follow_activities",
    "follow_activity",
    "forget_layouts",
    "let_member_leave",
    "make_layout",
    "note_answer",
    "observe",
    "open_grading",
    "open_partnership",
    "order_layout",
    "publish_rule",
    "remind_and_close",
    "resume_partnership",
    "revise_partnership",
    "ship_scales",
    "withdraw_observation",
]
