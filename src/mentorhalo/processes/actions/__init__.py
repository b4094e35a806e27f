"""The deeds of the room, by what they change."""

from .obligations import (
    ask_exception,
    decide_exception,
    derive_obligations,
    fulfil_by_document,
    fulfil_by_entry,
    remind_of_obligations,
    set_rule,
    take_back,
)
from .packs import make_pack, order_pack, remove_old_packs
from .phases import (
    PhaseDraft,
    ProcessDraft,
    begin_phase,
    complete_phase,
    end_process,
    open_process,
    open_processes,
    reopen_phase,
    revise_process,
    ship_phases,
)
from .refusals import ProcessRefused

__all__ = [
    "PhaseDraft",
    "ProcessDraft",
    "ProcessRefused",
    "ask_exception",
    "begin_phase",
    "complete_phase",
    "decide_exception",
    "derive_obligations",
    "end_process",
    "fulfil_by_document",
    "fulfil_by_entry",
    "make_pack",
    "open_process",
    "open_processes",
    "order_pack",
    "remind_of_obligations",
    "remove_old_packs",
    "reopen_phase",
    "revise_process",
    "set_rule",
    "ship_phases",
    "take_back",
]
