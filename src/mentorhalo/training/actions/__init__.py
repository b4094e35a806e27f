"""What may be done with training: found courses, run groups, say who was there, mark, certify, write and review material."""

from .attending import arrive, give_mark, make_up, mark_presence, take_into_diary
from .certifying import issue_certificate, renew_key, revoke_certificate
from .cohorts import (
    drop_session,
    hold_session,
    move_cohort,
    plan_cohort,
    plan_session,
    revise_session,
    set_places,
)
from .courses import (
    add_module,
    assign,
    found_course,
    next_version,
    open_version,
    revise_module,
    set_rule,
    unassign,
)
from .enrolling import admit, apply_for, decline, enrol_mentor, show_name, withdraw
from .materials import (
    begin_material,
    begin_version,
    hand_in,
    mark_read,
    release_material,
    retire_material,
    sign_opinion,
    write_material,
)
from .refusals import TrainingRefused

__all__ = [
    "TrainingRefused",
    "add_module",
    "admit",
    "apply_for",
    "arrive",
    "assign",
    "begin_material",
    "begin_version",
    "decline",
    "drop_session",
    "enrol_mentor",
    "found_course",
    "give_mark",
    "hand_in",
    "hold_session",
    "issue_certificate",
    "make_up",
    "mark_presence",
    "mark_read",
    "move_cohort",
    "next_version",
    "open_version",
    "plan_cohort",
    "plan_session",
    "release_material",
    "renew_key",
    "retire_material",
    "revise_module",
    "revise_session",
    "revoke_certificate",
    "set_places",
    "set_rule",
    "show_name",
    "sign_opinion",
    "take_into_diary",
    "unassign",
    "withdraw",
    "write_material",
]
