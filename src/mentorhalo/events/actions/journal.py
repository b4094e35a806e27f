from datetime import datetime

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.evidence.actions import sync

from ..facts import JOINER_SOURCE, OCCASION_SOURCE, facts_of_joiner, facts_of_occasion
from ..models import Joiner, Occasion

SEARCH_KIND = "occasion"


def tell_of_occasion(occasion: Occasion, *, by: User | None, at: datetime) -> None:
    """Carry what was done to the journal and the search, in the caller's transaction."""
    sync(OCCASION_SOURCE, occasion.pk, facts_of_occasion(occasion), by=by, at=at)
    search.changed(SEARCH_KIND, [str(occasion.pk)])


def tell_of_joiner(joiner: Joiner, *, by: User | None, at: datetime) -> None:
    """`joiner` comes with its edition's programme and its settlement."""
    sync(JOINER_SOURCE, joiner.pk, facts_of_joiner(joiner), by=by, at=at)
