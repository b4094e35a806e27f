"""Whether the journal says what the records say."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any

from django.db.models import Count

from mentorhalo.core.registry import registry

from .canonical import CONTENT, FactDraft, content
from .choices import DifferenceKind
from .models import Fact

SOURCES_AT_ONCE = 500
DIFFERENCES_KEPT = 100

type Key = tuple[str, str, str]
# (id, content) of each live fact by its key
type Live = dict[Key, tuple[int, tuple[Any, ...]]]


def live_facts(source_type: str, source_ids: Iterable[str]) -> tuple[dict[str, Live], dict[str, datetime]]:
    """Per source its live facts by key, and the moment of its latest entry. One query; ask for some hundreds at once."""
    live: dict[str, Live] = {}
    latest: dict[str, datetime] = {}
    rows = (
        Fact.objects.filter(source_type=source_type, source_id__in=list(source_ids))
        .order_by()
        .values_list("pk", "source_id", "recorded_at", "void__recorded_at", *CONTENT)
    )
    for pk, source_id, recorded_at, voided_at, *values in rows:
        last = max(recorded_at, voided_at or recorded_at)
        latest[source_id] = max(last, latest.get(source_id, last))
        if voided_at is None:
            said = tuple(values)
            live.setdefault(source_id, {})[_key(said)] = (pk, said)
    return live, latest


def _key(said: tuple[Any, ...]) -> Key:
    return (said[_KIND], said[_SUBJECT], said[_PLACE])


_KIND, _SUBJECT, _PLACE = (CONTENT.index(name) for name in ("kind", "subject", "place"))


@dataclass(frozen=True, slots=True)
class Difference:
    """One disagreement. `columns` are those in which journal and record differ."""

    kind: DifferenceKind
    source_type: str
    source_id: str
    fact: str = ""
    columns: tuple[str, ...] = ()


@dataclass(slots=True)
class Reconciliation:
    """What `reconcile` found; `differences` holds the first few of `different`."""

    sources: int = 0
    facts: int = 0
    different: int = 0
    differences: list[Difference] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.different

    def note(self, difference: Difference) -> None:
        self.different += 1
        if len(self.differences) < DIFFERENCES_KEPT:
            self.differences.append(difference)

    def as_dict(self) -> dict[str, Any]:
        return {"ok": self.ok, **asdict(self)}


def reconcile(progress: Callable[[int, int], None] | None = None) -> Reconciliation:
    """Derive all facts again from the records and hold them against the live ones. Flat memory while all is well."""
    found = Reconciliation()
    standing = _live_counts()
    total = sum(standing.values())
    for source_type, derive_all in sorted(registry.derivations.items()):
        met = 0
        for batch in batched(derive_all(), SOURCES_AT_ONCE):
            met += _compare(source_type, batch, found)
            if progress is not None:
                progress(found.facts, total)
        if met != standing.get(source_type, 0):
            _note_orphans(source_type, derive_all(), found)
    for source_type in sorted(standing.keys() - registry.derivations.keys()):
        found.note(Difference(DifferenceKind.UNKNOWN, source_type, ""))
    return found


def _live_counts() -> dict[str, int]:
    live = Fact.objects.known_at(None).order_by().values_list("source_type")
    return dict(live.annotate(facts=Count("pk")))


def _compare(
    source_type: str, batch: tuple[tuple[str, Iterable[FactDraft]], ...], found: Reconciliation
) -> int:
    """Note every disagreement of a batch; return how many live facts its records have."""
    derived = {str(source_id): {draft.key: content(draft) for draft in drafts} for source_id, drafts in batch}
    live, _ = live_facts(source_type, derived)
    met = 0
    for source_id, wanted in derived.items():
        standing = live.get(source_id, {})
        met += len(standing)
        found.sources += 1
        found.facts += len(standing)
        for key in wanted.keys() | standing.keys():
            _compare_one(source_type, source_id, key, wanted.get(key), standing.get(key), found)
    return met


def _compare_one(
    source_type: str,
    source_id: str,
    key: Key,
    wanted: tuple[Any, ...] | None,
    standing: tuple[int, tuple[Any, ...]] | None,
    found: Reconciliation,
) -> None:
    name = " ".join(filter(None, key))
    if standing is None:
        found.note(Difference(DifferenceKind.LACKING, source_type, source_id, name))
    elif wanted is None:
        found.note(Difference(DifferenceKind.SURPLUS, source_type, source_id, name))
    elif wanted != standing[1]:
        columns = tuple(
            column for column, one, other in zip(CONTENT, wanted, standing[1], strict=True) if one != other
        )
        found.note(Difference(DifferenceKind.DIFFERENT, source_type, source_id, name, columns))


def _note_orphans(
    source_type: str, derived: Iterable[tuple[str, Iterable[FactDraft]]], found: Reconciliation
) -> None:
    """Live facts of records that derive nothing any more."""
    known = {str(source_id) for source_id, _ in derived}
    facts = Fact.objects.known_at(None).filter(source_type=source_type).order_by("pk")
    for source_id, *key in facts.values_list("source_id", "kind", "subject", "place").iterator():
        if source_id not in known:
            name = " ".join(filter(None, key))
            found.note(Difference(DifferenceKind.SURPLUS, source_type, source_id, name))
