"""The index follows the records by jobs."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.registry import registry
from mentorhalo.core.work import every, job, progress, should_stop

from .actions import drop_unused_words, index_all, index_records, index_whole


@job(words=_("Changed records are made findable"), attempts=8)
def index_changed(kind: str, ids: list[str]) -> None:
    index_records(kind, ids, at=timezone.now())


@job(words=_("Records of a kind are made findable"), attempts=3, queue="bulk")
def index_kind(kind: str) -> None:
    """Tens of thousands at a time; begun anew it goes on where it was."""
    for outcome in index_all(registry.search[kind], at=timezone.now()):
        progress(outcome.written + outcome.unchanged, 0)
        if should_stop():
            return


@job(words=_("The search looks whether it missed a change"), attempts=3, queue="bulk", every=every(hours=6))
def look_over_index() -> None:
    at = timezone.now()
    for source in list(registry.search.values()):
        index_whole(source, at=at)
    drop_unused_words()
