"""New submissions are put down by one statement, the same each time, and made ready once for each connection."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections

from ..models import Submission

BINARY = {"xml", "thread", "version_id", "interviewer_id", "invitation_id", "unit_id", "sent_by_id"}

_ready: "WeakKeyDictionary[Any, set[int]]" = WeakKeyDictionary()  # of a connection: for how many rows


class Row(NamedTuple):
    """What a new submission says, by the names of its fields; the others are NULL."""

    instance_id: str
    thread: UUID
    deprecates_id: int | None
    version_id: UUID
    xml: bytes
    sha256: str
    way: str
    interviewer_id: UUID | None
    invitation_id: UUID | None
    unit_id: UUID | None
    device_id: str
    reason: str
    sent_by_id: UUID | None
    received_at: datetime
    trouble: str = ""

    def as_submission(self, pk: int) -> Submission:
        submission = Submission(pk=pk, **self._asdict())
        submission._state.adding = False
        return submission


def insert(rows: Sequence[Row]) -> list[int]:
    """Their keys, in their order. One statement, which is a transaction of its own where there is none.

    Raises `IntegrityError`.
    """
    if not rows:
        return []
    connection = connections[DEFAULT_DB_ALIAS]
    # Within a transaction Django's cursor has to come first: it is what sends BEGIN.
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        return _insert_prepared(connection, rows)
    values = [
        field.get_db_prep_save(value, connection)
        for row in rows
        for field, value in zip(_fields(), row, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(_statement(len(rows)), values)
        return [pk for (pk,) in cursor.fetchall()]


def _insert_prepared(connection: Any, rows: Sequence[Row]) -> list[int]:
    """By libpq itself: a cursor would write all values into the text of the statement, and the server read that anew."""
    from psycopg.errors import error_from_result  # late: SQLite does without
    from psycopg.pq import ExecStatus  # late: SQLite does without

    connection.ensure_connection()
    wire, size = connection.connection, len(rows)
    values, kinds = list(chain.from_iterable(map(_as_told, rows))), _kinds(size)
    with connection.wrap_database_errors:
        if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
            # A pooler gives each transaction another connection, which knows nothing of what this one was told.
            result = wire.pgconn.exec_params(_numbered(size), values, None, kinds)
        else:
            name, ready = b"submission_%d" % size, _ready.setdefault(wire, set())
            if size not in ready:
                prepared = wire.pgconn.prepare(name, _numbered(size))
                if prepared.status != ExecStatus.COMMAND_OK:
                    raise error_from_result(prepared)
                ready.add(size)
            result = wire.pgconn.exec_prepared(name, values, kinds)
        if result.status != ExecStatus.TUPLES_OK:
            raise error_from_result(result)
        return [int(result.get_value(row, 0)) for row in range(size)]


def _as_told(row: Row) -> tuple[bytes | None, ...]:
    """Its values as PostgreSQL is told them: bytes and ids as they are, all else as text."""
    return (
        row.instance_id.encode(),
        row.thread.bytes,
        _digits(row.deprecates_id),
        row.version_id.bytes,
        row.xml,
        row.sha256.encode(),
        row.way.encode(),
        _id(row.interviewer_id),
        _id(row.invitation_id),
        _id(row.unit_id),
        row.device_id.encode(),
        row.reason.encode(),
        _id(row.sent_by_id),
        row.received_at.isoformat().encode(),
        row.trouble.encode(),
    )


def _digits(number: int | None) -> bytes | None:
    return None if number is None else b"%d" % number


def _id(name: UUID | None) -> bytes | None:
    return None if name is None else name.bytes


@cache
def _kinds(rows: int) -> list[int]:
    """1 for bytes and ids, 0 for text."""
    return [int(name in BINARY) for name in Row._fields] * rows


@cache
def _numbered(rows: int) -> bytes:
    places = (f"${number}" for number in range(1, rows * len(Row._fields) + 1))
    return (_statement(rows) % tuple(places)).encode()


@cache
def _statement(rows: int) -> str:
    names = ", ".join(f'"{field.column}"' for field in _fields())
    row = f"({', '.join(['%s'] * len(Row._fields))})"
    return (
        f'INSERT INTO "{Submission._meta.db_table}" ({names}) VALUES {", ".join([row] * rows)} RETURNING "id"'
    )


@cache
def _fields() -> list[Any]:
    known = {field.attname: field for field in Submission._meta.concrete_fields}
    return [known[name] for name in Row._fields]
