"""Everything that may be done with a good practice."""

from .adopting import (
    AdoptionDraft,
    confirm_adoption,
    confirm_report,
    refuse_adoption,
    report_adoption,
    withdraw_adoption,
)
from .checking import (
    ask_consent_again,
    call_duplicate,
    call_variant,
    check_version,
    reject_version,
    return_version,
    withdraw_version,
)
from .consenting import confirm_practice, give_consent, withdraw_consent
from .history import TakenAdoption, TakenPractice, enter_adoptions, enter_practices
from .publishing import ask_to_confirm, confirm_offer, publish_version, take_down
from .reviewing import Judgement, close_editor, decide_review, open_editor, open_review
from .states import PracticeRefused, move, tell
from .writing import (
    PracticeDraft,
    begin_new_version,
    begin_practice,
    offer_practice,
    propose_version,
    revise_version,
    translate_version,
)

__all__ = [
    "AdoptionDraft",
    "Judgement",
    "PracticeDraft",
    "PracticeRefused",
    "TakenAdoption",
    "TakenPractice",
    "ask_consent_again",
    "ask_to_confirm",
    "begin_new_version",
    "begin_practice",
    "call_duplicate",
    "call_variant",
    "check_version",
    "close_editor",
    "confirm_adoption",
    "confirm_offer",
    "confirm_practice",
    "confirm_report",
    "decide_review",
    "enter_adoptions",
    "enter_practices",
    "give_consent",
    "move",
    "offer_practice",
    "open_editor",
    "open_review",
    "propose_version",
    "publish_version",
    "refuse_adoption",
    "reject_version",
    "report_adoption",
    "return_version",
    "revise_version",
    "take_down",
    "tell",
    "translate_version",
    "withdraw_adoption",
    "withdraw_consent",
    "withdraw_version",
]
