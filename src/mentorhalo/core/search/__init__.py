"""Search: an inverted index of our own in plain tables, the same on every database.

In `AppConfig.ready` of a room:       registry.add_search(SearchSource("community", _("Communities"), entries=…, tokens=…))
In its actions, within the deed:      search.changed("community", [community.pk])     # a job indexes it after commit
Where it must vanish at once:         search.forget("mentor", [mentor.pk])            # in this transaction
"""

from .actions import index_whole
from .changes import changed, forget, quietly
from .results import Hit, Results, records, search
from .similarity import similar
from .viewers import tokens_of
from .weighing import weigh

__all__ = [
    "Hit",
    "Results",
    "changed",
    "forget",
    "index_whole",
    "quietly",
    "records",
    "search",
    "similar",
    "tokens_of",
    "weigh",
]
