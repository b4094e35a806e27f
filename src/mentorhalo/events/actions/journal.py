from datetime import datetime

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.evidence.actions import sync

from ..facts import OCCASION_SOURCE, facts_of_occasion
from ..models import Occasion

SEARCH_KIND = "occasion"


def tell_of_occasion(occasion: Occasion, *, by: User | None, at: datetime) -> None:
    """Carry what was done to the journal and the search, in the caller's transaction."""
    sync(OCCASION_SOURCE, occasion.pk, facts_of_occasion(occasion), by=by, at=at)
    search.changed(SEARCH_KIND, [str(occasion.pk)])
