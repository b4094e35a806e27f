"""The last hour of the call: 200 organisers join the Week at once, against a bare server that parses the form and inserts a row.

Both are served by Granian in two processes of four threads on the same PostgreSQL, and asked in turns over kept connections, each
organiser from an address of its own. One sending in ten arrives twice. Afterwards every key that was answered is there once, with one
letter. `python -m benchmarks.joining SECONDS` (120). Prints one JSON document as its last line.
"""

import json
import socket
import sys
import time
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import django

django.setup()

from django.core import signing  # noqa: E402 - Django must be set up first
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from mentorhalo.core.guard import SALT  # noqa: E402
from mentorhalo.core.models import Letter  # noqa: E402
from mentorhalo.events.models import Joiner  # noqa: E402
from mentorhalo.events.tests.factories import edition  # noqa: E402
from mentorhalo.territory.tests.factories import SettlementFactory  # noqa: E402

from .bare_joining import TABLE  # noqa: E402
from .openrosa import BARE, OURS, served  # noqa: E402

ORGANISERS, SECONDS, ROUNDS = 200, 120.0, 3
MOST_OF_AN_ADDRESS = 100  # below what one network may send in an hour
CSRF = "benchbenchbenchbenchbenchbench12"


@dataclass
class Sent:
    """What the organisers sent, and how they were answered."""

    keys: set[UUID] = field(default_factory=set)
    waits: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)


def main() -> None:
    if connection.vendor != "postgresql":
        print(json.dumps({"rows": []}))
        return
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    call_command("migrate", verbosity=0)
    year = edition(at=timezone.now() - timedelta(days=1)).year
    settlement = SettlementFactory()
    place = {"settlement": settlement.name, "settlement_value": settlement.pk}
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    path = f"/events/week/{year}/join/"
    bare = (*BARE[:-1], "benchmarks.bare_joining:application")
    ours, floor, all_of_ours = [], [], Sent()
    with served(*OURS) as (our_port, _process), served(*bare) as (bare_port, _other):
        for number in range(ROUNDS):
            floor.append(_asked(bare_port, path, place, seconds / ROUNDS / 4, number, Sent()))
            ours.append(_asked(our_port, path, place, seconds / ROUNDS, number, all_of_ours))
    taken, least = median(ours), median(floor)
    wrong = _wrong(all_of_ours)
    print(
        json.dumps(
            {
                "rows": [
                    _row(
                        "Week, 200 at once: joined", f"{taken:.0f}/s", f"{least:.0f}/s", least / taken, None
                    ),
                    _row("Week, 200 at once: p95", f"{_p95(all_of_ours):.1f} s", "", None, None),
                    _row(
                        f"Week: errors, lost or double of {len(all_of_ours.keys)}", str(wrong), "0", wrong, 0
                    ),
                ]
            }
        )
    )


def _asked(port: int, path: str, place: dict[str, str], seconds: float, round_: int, sent: Sent) -> float:
    """Everybody sends one after the other for a while; how many were answered in a second."""
    before, end = len(sent.keys), time.perf_counter() + seconds

    def send_on(number: int) -> None:
        turn = 0
        while time.perf_counter() < end:
            address = f"127.{10 + round_ * 20 + turn}.{number // 250}.{number % 250 + 1}"
            turn += 1
            try:
                _send_from(address, port, path, place, end, sent)
            except (OSError, AssertionError) as fault:
                with sent.lock:
                    sent.faults.append(repr(fault)[:300])

    threads = [Thread(target=send_on, args=(number,)) for number in range(ORGANISERS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return (len(sent.keys) - before) / (time.perf_counter() - began)


def _send_from(address: str, port: int, path: str, place: dict[str, str], end: float, sent: Sent) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=120, source_address=(address, 0)) as wire:
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for number in range(MOST_OF_AN_ADDRESS):
            if time.perf_counter() >= end:
                return
            key = uuid4()
            request = _request(key, path, place)
            for _time in range(2 if number % 10 == 0 else 1):
                began = time.perf_counter()
                wire.sendall(request)
                _hear(wire)
                with sent.lock:
                    sent.waits.append(time.perf_counter() - began)
                    sent.keys.add(key)


def _request(key: UUID, path: str, place: dict[str, str]) -> bytes:
    opened = signing.dumps(timezone.now().timestamp() - 60, salt=SALT)
    body = urlencode(
        {
            "csrfmiddlewaretoken": CSRF,
            "kind": "informal",
            "name": f"Kertbarátok {key.hex[:12]}",
            **place,
            "contact_name": "Kiss Anna",
            "email": f"{key.hex}@pelda.hu",
            "heard": "unknown",
            "key": str(key),
            "guard_opened": opened,
        }
    ).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken={CSRF}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _hear(wire: socket.socket) -> None:
    heard = b""
    while b"\r\n\r\n" not in heard:
        piece = wire.recv(65536)
        if not piece:
            raise ConnectionError(f"the server ended after {heard!r}")
        heard += piece
    assert heard.startswith(b"HTTP/1.1 302"), heard[:200]


def _wrong(sent: Sent) -> int:
    """Answers that were no yes, keys that are not there, rows that nobody sent, letters too many or too few."""
    kept = set(Joiner.objects.values_list("client_key", flat=True))
    letters = Letter.objects.filter(template="events/letters/week/confirm").count()
    for fault in sent.faults[:5]:
        print(fault, file=sys.stderr)
    return len(sent.faults) + len(kept ^ sent.keys) + abs(letters - len(sent.keys))


def _p95(sent: Sent) -> float:
    waits = sorted(sent.waits)
    return waits[int(len(waits) * 0.95)] if waits else 0.0


def _row(what: str, measure: str, floor: str, ratio: float | None, goal: float | None) -> dict[str, Any]:
    return {"what": what, "measure": measure, "floor": floor, "ratio": ratio, "goal": goal}


if __name__ == "__main__":
    main()
