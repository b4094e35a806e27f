"""Questionnaires taken by a real server, durable before the answer, against a bare server that parses the body and inserts a row.

Both are served by Granian in two processes of four threads, on the same PostgreSQL, which waits for the disk, and asked in turns by
the same client over kept connections. The worker of background work runs elsewhere: its share of the machine is not what is measured. Ratios are floor over
measure, so that 1.11 is 0.9 of the floor. Then once more as on a disk that takes five milliseconds to write, as many do: there it counts how many go to
the disk together. Prints one JSON document as its last line.
"""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any
from uuid import uuid4

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up first
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from mentorhalo.surveys.devices import token_hash_of  # noqa: E402
from mentorhalo.surveys.models import Submission  # noqa: E402
from mentorhalo.surveys.tests.factories import (  # noqa: E402
    EnrolmentFactory,
    InstrumentVersionFactory,
    InterviewerFactory,
)
from mentorhalo.surveys.tests.sendings import household_xml  # noqa: E402

from .bare_openrosa import TABLE  # noqa: E402

TOKEN = "bench"
PATH = f"/openrosa/key/{TOKEN}/submission?deviceID=bench"
SECONDS, ROUNDS = 3.0, 3
BOUNDARY = "bench-0123456789"
LENGTH = b"\r\ncontent-length: "
GOAL = {1: None, 8: 1 / 0.9}
SLOW_DISK = 5000  # microseconds
OURS = ("mentorhalo", "start", "--no-demo", "--no-worker", "--workers", "2", "--threads", "4")
BARE = (
    *("granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--no-log"),
    "benchmarks.bare_openrosa:application",
)


@dataclass
class Taken:
    per_second: float
    p95_ms: float


def main() -> None:
    if connection.vendor != "postgresql":
        print(json.dumps({"rows": []}))
        return
    call_command("migrate", verbosity=0)
    version = InstrumentVersionFactory(instrument__form_id="household")
    interviewer = InterviewerFactory(token_hash=token_hash_of(TOKEN))
    EnrolmentFactory(interviewer=interviewer, study=version.instrument.study)
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    rows = []
    with both_served() as (ours, bare):
        for clients, goal in GOAL.items():
            rows += _compared(ours[0], bare[0], clients, goal)
        rows += _memory(ours)
    with a_slow_disk(), both_served() as (ours, bare):
        for clients, goal in GOAL.items():
            rows += _compared(ours[0], bare[0], clients, goal, where=", slow disk")
    assert Submission.objects.count() > 0
    print(json.dumps({"rows": rows}))


@contextmanager
def both_served() -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """(port, process) of the product and of the floor, warm."""
    with served(*OURS) as ours, served(*BARE) as bare:
        for port, _process in (ours, bare):
            _asked(port, 8, seconds=1.0)
        yield ours, bare


@contextmanager
def a_slow_disk() -> Iterator[None]:
    """For those who connect meanwhile: PostgreSQL lets each way to the disk take as much longer. Who comes in time goes along."""
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {name} SET commit_siblings = 0")
        cursor.execute(f"ALTER DATABASE {name} SET commit_delay = {SLOW_DISK}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {name} RESET commit_siblings")
            cursor.execute(f"ALTER DATABASE {name} RESET commit_delay")


def _compared(
    ours: int, bare: int, clients: int, goal: float | None, where: str = ""
) -> list[dict[str, Any]]:
    """In turns, so that a busy machine is busy for both."""
    measured, floor = [], []
    for _round in range(ROUNDS):
        floor.append(_asked(bare, clients, seconds=SECONDS))
        measured.append(_asked(ours, clients, seconds=SECONDS))
    taken, least = median(one.per_second for one in measured), median(one.per_second for one in floor)
    slow, quick = median(one.p95_ms for one in measured), median(one.p95_ms for one in floor)
    who = f"OpenRosa, {clients} at once{where}"
    return [
        _row(f"{who}: taken", f"{taken:.0f}/s", f"{least:.0f}/s", least / taken, goal),
        _row(f"{who}: p95", f"{slow:.1f} ms", f"{quick:.1f} ms", slow / quick, None),
    ]


def _memory(ours: tuple[int, int]) -> list[dict[str, Any]]:
    """Of the larger server process, now and after as many again."""
    port, server = ours
    before, sent = _largest(server), Submission.objects.count()
    while Submission.objects.count() < 2 * sent:
        _asked(port, 8, seconds=SECONDS)
    after = _largest(server)
    return [
        _row("OpenRosa: memory of a server process", f"{after:.0f} MB", "150 MB", after / 150, 1.0),
        _row(
            f"OpenRosa: memory, {2 * sent} : {sent}",
            f"{after:.0f} MB",
            f"{before:.0f} MB",
            after / before,
            1.1,
        ),
    ]


def _row(what: str, measure: str, floor: str, ratio: float, goal: float | None) -> dict[str, Any]:
    return {"what": what, "measure": measure, "floor": floor, "ratio": ratio, "goal": goal}


def _asked(port: int, clients: int, *, seconds: float) -> Taken:
    """So many send one after the other for a while; each answer is a 201 or it all ends."""
    waits: list[float] = []
    failures: list[BaseException] = []

    def send_on() -> None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
                wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                while time.perf_counter() < end:
                    request = _request()
                    began = time.perf_counter()
                    wire.sendall(request)
                    _hear(wire)
                    waits.append(time.perf_counter() - began)
        except BaseException as failure:
            failures.append(failure)

    end = time.perf_counter() + seconds
    threads = [Thread(target=send_on) for _client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    waits.sort()
    return Taken(len(waits) / seconds, waits[int(len(waits) * 0.95)] * 1000)


def _request() -> bytes:
    xml = household_xml(instance=f"uuid:{uuid4()}")
    body = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="a.xml"\r\n'
        "Content-Type: text/xml\r\n\r\n".encode()
        + xml
        + f"\r\n--{BOUNDARY}--\r\n".encode()
    )
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-OpenRosa-Version: 1.0\r\n"
        f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _hear(wire: socket.socket) -> None:
    heard = b""
    while b"\r\n\r\n" not in heard:
        heard += wire.recv(65536) or _cut(heard)
    head, _blank, body = heard.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 201"), heard
    length = int(head.lower().split(LENGTH)[1].split(b"\r\n")[0])
    while len(body) < length:
        body += wire.recv(65536) or _cut(heard)


def _cut(heard: bytes) -> bytes:
    raise ConnectionError(f"the server ended after {heard!r}")


@contextmanager
def served(*command: str) -> Iterator[tuple[int, int]]:
    """(port, process) of a server; the command is one of the environment's programs, and takes `--port`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program, *words = command
    server = subprocess.Popen(
        [str(Path(sys.executable).with_name(program)), *words, "--port", str(port)],
        env={**os.environ, **_where_the_database_is(), "SECRET_KEY": settings.SECRET_KEY},
        stdout=subprocess.DEVNULL,
    )
    try:
        while server.poll() is None:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", port)).close()
                break
            time.sleep(0.1)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


def _where_the_database_is() -> dict[str, str]:
    """As libpq is told: it does not read all the addresses that Django does."""
    known = connection.settings_dict
    names = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    return {libpq: str(known[ours]) for libpq, ours in names.items() if known[ours]}


def _largest(server: int) -> float:
    """Megabytes of the largest child: what it has for itself and its share of what it has with others."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split()
    return max(_share(child) for child in children)


def _share(process: str) -> float:
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    main()
