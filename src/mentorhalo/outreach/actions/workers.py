"""Whether a sending worker still lives, and how far it is: both in a file that it keeps locked while it lives.

The system takes the lock away the moment the worker dies, however it dies; no clock is asked, nobody is declared dead for being
slow. On PostgreSQL, whose workers may run on other machines, a lock of the session counts as well (so a pool that hands sessions
around between transactions will not do).

Into the file goes, before each letter, how far the worker is: eight bytes, in one call. They belong to the system from then on:
the worker may be killed, whoever reads finds them. They are not forced to the disk, so that a machine that goes down may lose
them, and nobody can read them on another machine. Both are noticed (the file names the start of the system, see `_boot`), and then
what the database knows of the claim is all there is to go by; `claims.mark` sees to it that this errs on the safe side.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection

NUMBER = 8  # octets
ABOUT = 32  # octets before the number: the start of the system, the claim
NO_CLAIM = UUID(int=0)


@dataclass
class _File:
    descriptor: int
    claim: UUID = NO_CLAIM


_held: dict[UUID, _File] = {}  # by this process: its session and its file locks are no other's


@contextmanager
def working() -> Iterator[UUID]:
    """Be a worker: everybody can see that it lives until this ends."""
    worker = uuid4()
    if connection.vendor == "postgresql":
        with _session_lock(worker), _file_lock(worker):
            yield worker
    else:
        with _file_lock(worker):
            yield worker


def lives(worker: UUID) -> bool:
    if worker in _held:
        return True
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_number(worker)])
            if not cursor.fetchone()[0]:
                return True
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_number(worker)])
    try:
        with _path(worker).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def begin(worker: UUID, claim: UUID) -> bool:
    """From now on this is about that claim. False if no mark can be kept in a file."""
    file = _held.get(worker)
    if file is None or not _boot():
        return False
    os.pwrite(file.descriptor, _boot() + claim.bytes + bytes(NUMBER), 0)
    file.claim = claim
    return True


def mark(worker: UUID, *, begun: int, answered: int) -> None:
    """`begun` is `answered`, or one more: their sum says both, so that no half of it can be written."""
    os.pwrite(_held[worker].descriptor, (begun + answered).to_bytes(NUMBER, "big"), ABOUT)


def end(worker: UUID) -> None:
    """The claim is settled: what stands in the file is of no more use."""
    if worker in _held:
        _held[worker].claim = NO_CLAIM


def marked(worker: UUID, claim: UUID) -> tuple[int, int] | None:
    """How far a worker that died was with a claim: begun, answered. None if that cannot be known here."""
    try:
        told = _path(worker).read_bytes()
    except FileNotFoundError:
        return None
    if not _boot() or len(told) != ABOUT + NUMBER or told[:ABOUT] != _boot() + claim.bytes:
        return None
    both = int.from_bytes(told[ABOUT:], "big")
    return (both + 1) // 2, both // 2


def forget(worker: UUID) -> None:
    """Of one that died and whose claim is settled."""
    _path(worker).unlink(missing_ok=True)


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
    path = _path(worker)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        held = _held[worker] = _File(file.fileno())
        try:
            yield
        finally:
            del _held[worker]
            if held.claim == NO_CLAIM:  # otherwise whoever settles it wants to read this
                path.unlink(missing_ok=True)


def _path(worker: UUID) -> Path:
    return Path(settings.DATA_DIR) / "sending" / f"{worker}.lock"


@cache
def _boot() -> bytes:
    """The system's name for this one of its starts; b"" where it has none."""
    try:
        return UUID(Path("/proc/sys/kernel/random/boot_id").read_text().strip()).bytes
    except (OSError, ValueError):
        return b""


def _number(worker: UUID) -> int:
    return int.from_bytes(worker.bytes[:8], "big", signed=True)
