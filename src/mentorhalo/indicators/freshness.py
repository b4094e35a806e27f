"""What the journal has grown by since an answer was kept, so that only answers it touches are counted anew."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Min

from mentorhalo.evidence.models import Fact, IdentityLink, IdentityUnlink, Void

KEPT_SECONDS = 60 * 60  # borders of counties may change, too
# On PostgreSQL a transaction may commit rows with lower ids after another's higher ones: so many ids back they are counted again.
LOOKED_BACK = 2_000

type Mark = tuple[
    int, str, int
]  # last id, its digest (an id that was rolled back is given again), rows among the last ids
type Head = tuple[Mark, Mark, Mark, Mark]


@dataclass
class Kept:
    """An answer and the head of the journal it was counted at."""

    head: Head
    answer: Any


@dataclass
class Freshness:
    """The journal as one request finds it. Each older head is compared with it once."""

    head: Head
    _changes: dict[Head, dict[str, date] | None] = field(default_factory=dict)

    def touched_from(self, head: Head, kinds: Collection[str]) -> date | None:
        """The first day on which facts of these kinds are other than at an older head; None if on no day."""
        if head == self.head:
            return None
        if head not in self._changes:
            self._changes[head] = _changes(head, self.head)
        changes = self._changes[head]
        if changes is None:
            return date.min
        return min((day for kind, day in changes.items() if kind in kinds), default=None)

    def recall(self, key: str, kinds: Collection[str], as_of: date) -> Any:
        """The kept answer, if nothing up to the day touched it since; else None."""
        kept = cache.get(key)
        if not isinstance(kept, Kept):
            return None
        touched = self.touched_from(kept.head, kinds)
        if touched is not None and touched <= as_of:
            return None
        if kept.head != self.head:
            self.keep(key, kept.answer)
        return kept.answer

    def keep(self, key: str, answer: Any) -> None:
        cache.set(key, Kept(self.head, answer), KEPT_SECONDS)


def freshness() -> Freshness:
    """Four small queries; six on PostgreSQL."""
    return Freshness((_mark(Fact), _mark(Void), _mark(IdentityLink), _mark(IdentityUnlink)))


def _mark(model: Any, up_to: int | None = None) -> Mark:
    rows = model.objects.order_by("-pk")
    if up_to is not None:
        rows = rows.filter(pk__lte=up_to)
    pk, digest = rows.values_list("pk", "digest").first() or (0, "")
    counted = 0
    if connection.vendor == "postgresql" and model in (Fact, Void) and pk:
        counted = model.objects.filter(pk__gt=pk - LOOKED_BACK, pk__lte=pk).count()
    return pk, digest, counted


def _changes(old: Head, new: Head) -> dict[str, date] | None:
    """By kind of fact the first day that is other than before; None where merges, or rows among the old ones, may touch anything."""
    facts, voids, *links = old
    if links != list(new[2:]):
        return None
    if any(_mark(model, mark[0]) != mark for model, mark in ((Fact, facts), (Void, voids)) if mark[0]):
        return None
    found: dict[str, date] = {}
    added = Fact.objects.filter(pk__gt=facts[0])
    voided = Fact.objects.filter(void__pk__gt=voids[0])
    for rows in (added, voided):
        for kind, day in rows.order_by().values_list("kind").annotate(day=Min("occurred_on")):
            found[kind] = min(day, found.get(kind, day))
    return found
