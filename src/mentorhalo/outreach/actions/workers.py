"""Whether a sending worker still lives: it holds a lock that the system takes away the moment it dies, however it dies.

On PostgreSQL a lock of the session (so a pool that hands sessions around between transactions will not do), on SQLite, whose
workers all run on one machine, a lock on a file. No clock is asked: nobody is declared dead for being slow.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection

_held: set[UUID] = set()  # by this process: a session and a file lock know only other processes' locks


@contextmanager
def working() -> Iterator[UUID]:
    """Be a worker: everybody can see that it lives until this ends."""
    worker = uuid4()
    if connection.vendor == "postgresql":
        with _session_lock(worker):
            yield from _known(worker)
    else:
        with _file_lock(worker):
            yield from _known(worker)


def lives(worker: UUID) -> bool:
    if worker in _held:
        return True
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_number(worker)])
            if not cursor.fetchone()[0]:
                return True
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_number(worker)])
        return False
    try:
        with _file(worker).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _file(worker).unlink(missing_ok=True)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _known(worker: UUID) -> Iterator[UUID]:
    _held.add(worker)
    try:
        yield worker
    finally:
        _held.discard(worker)


@contextmanager
def _session_lock(worker: UUID) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_number(worker)])
    session = connection.connection
    try:
        yield
    finally:
        if connection.connection is session and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_number(worker)])


@contextmanager
def _file_lock(worker: UUID) -> Iterator[None]:
    path = _file(worker)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def _file(worker: UUID) -> Path:
    return Path(settings.DATA_DIR) / "sending" / f"{worker}.lock"


def _number(worker: UUID) -> int:
    return int.from_bytes(worker.bytes[:8], "big", signed=True)
