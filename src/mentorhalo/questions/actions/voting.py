"""“Was this useful?”"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ..choices import State
from ..models import Question, Vote

ASKER = "asker"
ASKER_VOTES_ON = (State.ANSWERED, State.IN_REVIEW, State.PUBLISHED, State.PRIVATE)


class VoteRefused(Exception):
    """There is nothing to judge; the message is meant for the person."""


@transaction.atomic
def cast_vote(*, question: Question, voter: str, is_useful: bool, change: str, at: datetime) -> Vote:
    """One vote of one reader; another one replaces it. `voter` is "asker", an account or a browser's random key."""
    open_to = ASKER_VOTES_ON if voter == ASKER else (State.PUBLISHED,)
    if question.state not in open_to:
        raise VoteRefused(_("There is no answer to judge here any more."))
    vote, _created = Vote.objects.update_or_create(
        question=question,
        voter=voter,
        defaults={"is_useful": is_useful, "change": " ".join(change.split())[:500], "at": at},
    )
    return vote
