"""The deeds of the room, by what they change."""

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
    "begin_phase",
    "complete_phase",
    "end_process",
    "open_process",
    "open_processes",
    "reopen_phase",
    "revise_process",
    "ship_phases",
]
