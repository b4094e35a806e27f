"""Every way in which calls and model projects change."""

from .applying import (
    ApplicationDraft,
    add_partner,
    begin_application,
    hand_in_application,
    remove_partner,
    withdraw_application,
    write_application,
)
from .calls import CallDraft, open_call, publish_call, revise_call
from .carrying_out import (
    add_milestone,
    complete_milestone,
    complete_project,
    end_project,
    let_partner_leave,
    record_spending,
    remind_of_milestones,
    return_report,
    send_report,
)
from .deciding import decide_application, sign_contract
from .reading import ask_readers, ask_third_reader, hand_in_reading, save_reading, settle_by_talk
from .states import ProjectRefused

__all__ = [
    "ApplicationDraft",
    "CallDraft",
    "ProjectRefused",
    "add_milestone",
    "add_partner",
    "ask_readers",
    "ask_third_reader",
    "begin_application",
    "complete_milestone",
    "complete_project",
    "decide_application",
    "end_project",
    "hand_in_application",
    "hand_in_reading",
    "let_partner_leave",
    "open_call",
    "publish_call",
    "record_spending",
    "remind_of_milestones",
    "remove_partner",
    "return_report",
    "revise_call",
    "save_reading",
    "send_report",
    "settle_by_talk",
    "sign_contract",
    "withdraw_application",
    "write_application",
]
