"""The only ways in which the journal grows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.utils import timezone

from mentorhalo.accounts.models import User

from . import canonical
from .canonical import FactDraft, FactRefused
from .models import IdentityLink, IdentityUnlink, Seal
from .reconciliation import SOURCES_AT_ONCE, live_facts

__all__ = [
    "AlreadyLinked",
    "AlreadyUnlinked",
    "FactDraft",
    "FactRefused",
    "LinkCycle",
    "NoTransaction",
    "RecordedInFuture",
    "Synced",
    "link_identity",
    "seal",
    "sync",
    "sync_many",
    "unlink_identity",
]

SEAL_ROWS = 50_000
CLOCKS_MAY_DIFFER = timedelta(minutes=1)

type Drafts = Iterable[FactDraft]
type Adapter = Callable[[Any], Any]


class NoTransaction(Exception):
    """A record and its facts stand or fall together: the journal grows only inside the caller's transaction."""


class RecordedInFuture(ValueError):
    """Nothing is known before it is recorded."""


class LinkCycle(ValueError):
    """The survivor is already counted as the absorbed one."""


class AlreadyLinked(ValueError):
    """The absorbed one is already counted as somebody else."""


class AlreadyUnlinked(ValueError):
    """The link was undone before."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did to the journal, in facts."""

    added: int = 0
    voided: int = 0
    kept: int = 0

    def __add__(self, other: "Synced") -> "Synced":
        return Synced(self.added + other.added, self.voided + other.voided, self.kept + other.kept)


def sync(
    source_type: str,
    source_id: str | UUID,
    drafts: Drafts,
    *,
    by: User | None,
    at: datetime,
    reason: str = "correction",
) -> Synced:
    """Make the live facts of one record equal to `drafts`: append what is new, void what no longer holds.

    Repeating it is harmless. A moment before the source's latest entry is taken as that entry's, so that what was
    known in between stays as it was.
    """
    _require_transaction()
    _refuse_future(at)
    _lock_source(source_type, str(source_id))
    return _settle(source_type, {str(source_id): (list(drafts), at)}, by=by, reason=reason)


def sync_many(
    source_type: str,
    drafts_by_source: Mapping[str, Drafts] | Iterable[tuple[str, Drafts]],
    *,
    by: User | None,
    at: datetime | Mapping[str, datetime],
    reason: str = "correction",
    fresh: bool = False,
) -> Synced:
    """`sync` for many records of one type, in flat memory: pairs may come from a generator.

    `fresh` promises that none of these records has been in the journal before and saves the comparison.
    """
    _require_transaction()
    _lock_type(source_type)
    pairs = drafts_by_source.items() if isinstance(drafts_by_source, Mapping) else drafts_by_source
    done = Synced()
    if isinstance(at, datetime):
        _refuse_future(at)
    for batch in batched(pairs, SOURCES_AT_ONCE):
        wanted: dict[str, tuple[list[FactDraft], datetime]] = {}
        for source_id, drafts in batch:
            moment = at if isinstance(at, datetime) else at[source_id]
            if not isinstance(at, datetime):
                _refuse_future(moment)
            if str(source_id) in wanted:
                raise FactRefused(f"{source_type} {source_id} is given twice")
            wanted[str(source_id)] = (list(drafts), moment)
        done += _settle(source_type, wanted, by=by, reason=reason, fresh=fresh)
    return done


@transaction.atomic
def link_identity(
    *,
    absorbed: str,
    survivor: str,
    source_type: str,
    source_id: str | UUID,
    reason: str,
    by: User | None,
    at: datetime,
) -> IdentityLink:
    """From `at` on, count `absorbed` as `survivor`. Raises `AlreadyLinked`, `LinkCycle`."""
    _refuse_future(at)
    for reference in (absorbed, survivor):
        canonical.require_reference("subject", reference)
    _lock_links()
    survivors = dict(IdentityLink.objects.known_at(None).values_list("absorbed", "survivor"))
    if absorbed in survivors:
        raise AlreadyLinked(f"{absorbed} is already counted as {survivors[absorbed]}")
    last = survivor
    while last in survivors:
        last = survivors[last]
    if last == absorbed:
        raise LinkCycle(f"{survivor} is already counted as {absorbed}")
    link = IdentityLink(
        absorbed=absorbed,
        survivor=survivor,
        reason=reason,
        source_type=source_type,
        source_id=str(source_id),
        recorded_at=at,
        recorded_by=_reference(by),
    )
    link.digest = canonical.digest("link", [getattr(link, name) for name in canonical.LINK])
    link.save(force_insert=True)
    return link


@transaction.atomic
def unlink_identity(*, link: IdentityLink, reason: str, by: User | None, at: datetime) -> IdentityUnlink:
    """From `at` on, count the two apart again. Raises `AlreadyUnlinked`."""
    _refuse_future(at)
    _lock_links()
    if IdentityUnlink.objects.filter(link=link).exists():
        raise AlreadyUnlinked(f"{link} was undone before")
    unlink = IdentityUnlink(
        link=link, reason=reason, recorded_at=max(at, link.recorded_at), recorded_by=_reference(by)
    )
    unlink.digest = canonical.digest("unlink", [getattr(unlink, name) for name in canonical.UNLINK])
    unlink.save(force_insert=True)
    return unlink


@transaction.atomic
def seal(*, at: datetime) -> Seal | None:
    """Close every row not yet sealed and return the last seal made; None if there was nothing new."""
    _refuse_future(at)
    _lock_journal()
    last = Seal.objects.defer("leaves").order_by("number").last()
    sealed = _last_sealed()
    made = None
    while batch := _next_batch(sealed):
        ranges, leaves = batch
        number, previous = (last.number + 1, last.digest) if last else (1, "")
        root = canonical.merkle_root(leaves)
        last = made = Seal.objects.create(
            number=number,
            sealed_at=at,
            ranges=ranges,
            leaves=b"".join(leaves),
            root=root,
            previous=previous,
            digest=canonical.digest("seal", [number, at, ranges, root, previous]),
        )
        sealed |= {table: final for table, (_, final, _) in ranges.items()}
    return made


# --- the rows ------------------------------------------------------------------------------------


def _settle(
    source_type: str,
    wanted: Mapping[str, tuple[list[FactDraft], datetime]],
    *,
    by: User | None,
    reason: str,
    fresh: bool = False,
) -> Synced:
    who = _reference(by)
    live, latest = ({}, {}) if fresh else live_facts(source_type, wanted)
    facts: list[tuple[Any, ...]] = []
    voids: list[tuple[Any, ...]] = []
    kept = 0
    for source_id, (drafts, moment) in wanted.items():
        at = max(moment, latest.get(source_id, moment))
        standing = live.get(source_id, {})
        keys = set()
        for draft in drafts:
            if draft.key in keys:
                raise FactRefused(f"{source_type} {source_id} says {draft.key} twice")
            keys.add(draft.key)
            values = canonical.content(draft)
            before = standing.get(draft.key)
            if before is not None and before[1] == values:
                kept += 1
                continue
            if before is not None:
                voids.append((before[0], reason, at, who))
            facts.append((*values, source_type, source_id, at, who))
        voids.extend((pk, reason, at, who) for key, (pk, _) in standing.items() if key not in keys)
    _append("void", voids)
    _append("fact", facts)
    return Synced(added=len(facts), voided=len(voids), kept=kept)


def _append(table: str, rows: list[tuple[Any, ...]]) -> None:
    """Write rows past the model layer: a whole programme is loaded in seconds."""
    if not rows:
        return
    model, names = canonical.TABLES[table]
    quote = connection.ops.quote_name
    fields = [field for name in names if isinstance(field := model._meta.get_field(name), models.Field)]
    columns = ", ".join(quote(name) for name in [*(field.column or "" for field in fields), "digest"])
    adapters = [(at, adapt) for at, adapt in enumerate(map(_adapter, fields)) if adapt is not None]
    lines = (_line(table, row, adapters) for row in rows)
    into = f"{quote(model._meta.db_table)} ({columns})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for line in lines:
                    copy.write_row(line)
        else:
            marks = ", ".join(["%s"] * (len(fields) + 1))
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", list(lines))


def _line(table: str, row: tuple[Any, ...], adapters: list[tuple[int, Adapter]]) -> list[Any]:
    line = [*row, canonical.digest(table, row)]
    for at, adapt in adapters:
        line[at] = adapt(line[at])
    return line


def _adapter(field: "models.Field[Any, Any]") -> Adapter | None:
    """What makes a value ready for the driver. The same few days and moments come again and again."""
    match field:
        case models.DateTimeField():
            return cache(connection.ops.adapt_datetimefield_value)
        case models.DateField():
            return cache(connection.ops.adapt_datefield_value)
        case models.JSONField():
            nothing = connection.ops.adapt_json_value({}, None)
            return lambda value: connection.ops.adapt_json_value(value, None) if value else nothing
    return None


def _next_batch(after: Mapping[str, int]) -> tuple[dict[str, list[int]], list[bytes]] | None:
    ranges: dict[str, list[int]] = {}
    leaves: list[bytes] = []
    for table, (model, _) in canonical.TABLES.items():
        room = SEAL_ROWS - len(leaves)
        rows = model._default_manager.filter(pk__gt=after.get(table, 0)).order_by("pk")
        found = list(rows.values_list("pk", "digest")[:room]) if room else []
        if found:
            ranges[table] = [found[0][0], found[-1][0], len(found)]
            leaves.extend(bytes.fromhex(hashed) for _, hashed in found)
    return (ranges, leaves) if leaves else None


def _last_sealed() -> dict[str, int]:
    """The last sealed row of each table; a seal of facts alone says nothing of the voids."""
    found: dict[str, int] = {}
    for ranges in Seal.objects.order_by("number").values_list("ranges", flat=True):
        found |= {table: final for table, (_, final, _) in ranges.items()}
    return found


# --- who may write when --------------------------------------------------------------------------


def _reference(by: User | None) -> str:
    return f"user:{by.pk}" if by is not None else ""


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise NoTransaction("sync belongs into the transaction that writes the record")


def _refuse_future(at: datetime) -> None:
    if at > timezone.now() + CLOCKS_MAY_DIFFER:
        raise RecordedInFuture(f"nothing can be recorded at {at}: it is in the future")


def _lock_source(source_type: str, source_id: str) -> None:
    """Two hands on one record wait for each other. SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0)),"
                " pg_advisory_xact_lock(hashtextextended(%s, 0))",
                [f"evidence {source_type}", f"evidence {source_type} {source_id}"],
            )


def _lock_type(source_type: str) -> None:
    """One lock for a whole type: a hundred thousand single ones would not fit into the server's table."""
    _lock(f"evidence {source_type}")


def _lock_links() -> None:
    _lock("evidence links")


def _lock(name: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def _lock_journal() -> None:
    """Wait for every open transaction that has written to the journal: no earlier row may appear after the seal."""
    if connection.vendor == "postgresql":
        tables = ", ".join(
            connection.ops.quote_name(model._meta.db_table) for model, _ in canonical.TABLES.values()
        )
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {connection.ops.quote_name(Seal._meta.db_table)} IN EXCLUSIVE MODE")
            cursor.execute(f"LOCK TABLE {tables} IN SHARE MODE")
