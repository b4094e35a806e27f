"""Proof that nothing in the journal was altered, in flat memory: one seal and one page of rows at a time."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import DataError, connection, models
from django.utils.translation import gettext as _

from . import canonical
from .choices import FaultKind, JournalTable
from .models import Seal

PAGE = 5_000
LEAF = 32
BEFORE_ALL = -(2**63)  # no row is before it, not even one slipped in under a number below one
# What drivers raise over a stored value that no day, moment or text can be made of.
UNREADABLE = (ValueError, TypeError, DataError)

type Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing found wrong. `row` is an id (a number for seals); `after` the last sound row before it."""

    kind: FaultKind
    table: str
    row: int | None
    after: int | None = None

    def __str__(self) -> str:
        words = {"table": JournalTable(self.table).label, "what": self.kind.label}
        if self.row is not None:
            return _("%(table)s %(row)s: %(what)s") % {**words, "row": self.row}
        return _("%(table)s, after number %(after)s: %(what)s") % {**words, "after": self.after or 0}


@dataclass(slots=True)
class Verification:
    """What `verify` found. `head` is the hash of the last seal: whoever wrote it down can hold the journal to it."""

    rows: dict[str, int] = field(default_factory=dict)
    seals: int = 0
    sealed: int = 0
    unsealed: int = 0
    head: str = ""
    sealed_at: datetime | None = None
    expected_seal: int | None = None
    fault: Fault | None = None
    unguarded: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return self.fault is None

    def as_dict(self) -> dict[str, Any]:
        said = str(self.fault) if self.fault else ""
        return {"ok": self.ok, **asdict(self), "message": said}


class _Broken(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def verify(progress: Progress | None = None, *, expect: str = "") -> Verification:
    """Recompute every digest, every root and the chain of seals; stop at the first fault.

    With `expect`, one of the seals must have this hash, written down earlier elsewhere. Some 50,000 rows a second.
    """
    found = Verification(unguarded=unguarded_tables())
    total = sum(model._default_manager.count() for model, _columns in canonical.TABLES.values())
    walk = _Walk(found, progress or (lambda done, total: None), total)
    try:
        walk.seals(expect.strip().lower())
        walk.unsealed()
    except _Broken as broken:
        found.fault = broken.fault
    return found


def unguarded_tables() -> list[str]:
    """Tables whose guards in the database are missing or switched off."""
    journal: list[type[models.Model]] = [*(model for model, _columns in canonical.TABLES.values()), Seal]
    tables = [str(model._meta.db_table) for model in journal]
    if connection.vendor == "postgresql":
        needed, query = (
            2,
            (
                "SELECT tgrelid::regclass::text FROM pg_trigger"
                " WHERE tgname LIKE 'evidence%%' AND tgenabled IN ('O', 'A')"
            ),
        )
    else:
        needed, query = 3, "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query, [])
        guards = [table for (table,) in cursor.fetchall()]
    return [table for table in tables if guards.count(table) < needed]


class _Walk:
    """One walk through the seals and then through the rows behind the last of them."""

    def __init__(self, found: Verification, progress: Progress, total: int) -> None:
        self.found, self.progress, self.total = found, progress, total
        self.last = dict.fromkeys(canonical.TABLES, BEFORE_ALL)
        found.rows = dict.fromkeys(canonical.TABLES, 0)

    def seals(self, expect: str) -> None:
        for number in Seal.objects.order_by("number").values_list("number", flat=True):
            self.seal(_readable_seal(number))
            if self.found.head == expect:
                self.found.expected_seal = number
        if expect and self.found.expected_seal is None:
            raise _Broken(Fault(FaultKind.EXPECTED, "seal", None, self.found.seals))

    def seal(self, seal: Seal) -> None:
        if seal.number != self.found.seals + 1 or seal.previous != self.found.head:
            raise _Broken(Fault(FaultKind.CHAIN, "seal", seal.number))
        if _digest("seal", [getattr(seal, name) for name in canonical.SEAL]) != seal.digest:
            raise _Broken(Fault(FaultKind.SEAL, "seal", seal.number))
        packed = bytes(seal.leaves)
        leaves = [packed[at : at + LEAF] for at in range(0, len(packed), LEAF)]
        if canonical.merkle_root(leaves) != seal.root:
            raise _Broken(Fault(FaultKind.ROOT, "seal", seal.number))
        start = 0
        for table in (name for name in canonical.TABLES if name in seal.ranges):
            _first, final, count = seal.ranges[table]
            self.sealed_rows(table, final, leaves[start : start + count])
            start += count
        self.found.seals, self.found.head, self.found.sealed_at = seal.number, seal.digest, seal.sealed_at

    def sound(self, table: str) -> int:
        """The number of the last sound row; nought before there is one."""
        return max(self.last[table], 0)

    def sealed_rows(self, table: str, final: int, leaves: list[bytes]) -> None:
        """Rows up to `final` must be those of the leaves, in their order."""
        model = canonical.TABLES[table][0]
        first, met = self.last[table], 0
        for pk, digest in self.sound_rows(table, final):
            if met == len(leaves) or digest != leaves[met].hex():
                count = model._default_manager.filter(pk__gt=first, pk__lte=final).count()
                if count < len(leaves):
                    raise _Broken(Fault(FaultKind.MISSING, table, None, self.sound(table)))
                kind = FaultKind.ADDED if count > len(leaves) else FaultKind.SEALED
                raise _Broken(Fault(kind, table, pk, self.sound(table)))
            met += 1
            self.last[table] = pk
            self.found.sealed += 1
        if met < len(leaves):
            raise _Broken(Fault(FaultKind.MISSING, table, None, self.sound(table)))

    def unsealed(self) -> None:
        for table in canonical.TABLES:
            for pk, _digest_of in self.sound_rows(table, None):
                self.last[table] = pk
                self.found.unsealed += 1

    def sound_rows(self, table: str, final: int | None) -> Iterator[tuple[int, str]]:
        """Rows after the last one met, each with a digest that fits its content."""
        for pk, values, digest in _rows(table, self.last[table], final):
            if values is None:
                raise _Broken(Fault(FaultKind.UNREADABLE, table, pk, self.sound(table)))
            if _digest(table, values) != digest:
                raise _Broken(Fault(FaultKind.CONTENT, table, pk, self.sound(table)))
            yield pk, digest
            self.found.rows[table] += 1
            done = self.found.sealed + self.found.unsealed
            if done % PAGE == 0 or done == self.total:
                self.progress(done, self.total)


def _rows(table: str, after: int, final: int | None) -> Iterator[tuple[int, tuple[Any, ...] | None, str]]:
    """Pages by id; a page that will not be read is gone through row by row, so that the bad row has a name."""
    model, columns = canonical.TABLES[table]
    rows = model._default_manager.order_by("pk")
    if final is not None:
        rows = rows.filter(pk__lte=final)
    while True:
        page = rows.filter(pk__gt=after)[:PAGE]
        try:
            read = list(page.values_list("pk", "digest", *columns))
        except UNREADABLE:
            read = [_row_alone(table, pk) for pk in page.values_list("pk", flat=True)]
        if not read:
            return
        for pk, digest, *values in read:
            yield pk, tuple(values) or None, digest
        after = read[-1][0]


def _row_alone(table: str, pk: int) -> tuple[Any, ...]:
    model, columns = canonical.TABLES[table]
    try:
        return model._default_manager.filter(pk=pk).values_list("pk", "digest", *columns).get()
    except UNREADABLE:
        return (pk, "")


def _readable_seal(number: int) -> Seal:
    try:
        return Seal.objects.get(number=number)
    except UNREADABLE:
        raise _Broken(Fault(FaultKind.UNREADABLE, "seal", number)) from None


def _digest(table: str, values: Any) -> str:
    """A tampered value may have no written form at all; then it has no digest."""
    try:
        return canonical.digest(table, values)
    except (ValueError, TypeError, OverflowError):
        return ""
