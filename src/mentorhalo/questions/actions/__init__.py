"""Every way in which this room's records change."""

from .asking import (
    AskDraft,
    AskRefused,
    add_word,
    ask_question,
    change_leave,
    confirm_question,
    discard_unconfirmed,
    erase_asker,
    withdraw_question,
)
from .publishing import (
    PublishRefused,
    ask_to_confirm,
    confirm_answer,
    expire_answers,
    keep_private,
    publish_question,
    unpublish_question,
)
from .states import StateRefused, locked, move, tell
from .voting import VoteRefused, cast_vote

__all__ = [
    "AskDraft",
    "AskRefused",
    "PublishRefused",
    "StateRefused",
    "VoteRefused",
    "add_word",
    "ask_question",
    "ask_to_confirm",
    "cast_vote",
    "change_leave",
    "confirm_answer",
    "confirm_question",
    "discard_unconfirmed",
    "erase_asker",
    "expire_answers",
    "keep_private",
    "locked",
    "move",
    "publish_question",
    "tell",
    "unpublish_question",
    "withdraw_question",
]
