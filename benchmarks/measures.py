"""One database, one scale: build the demonstration and measure. Prints one JSON document as its last line."""

import json
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from typing import Any
from uuid import uuid4

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up first
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from mentorhalo.accounts.models import User  # noqa: E402
from mentorhalo.demo.build import build  # noqa: E402
from mentorhalo.evidence.models import Fact  # noqa: E402
from mentorhalo.indicators.queries import figure  # noqa: E402
from mentorhalo.mentoring.models import Activity, Engagement  # noqa: E402

from .floors import COUNTS, continuous  # noqa: E402
from .memory import largest_memory  # noqa: E402
from .pages import public_pages  # noqa: E402

ROUNDS = 15
CONTINUOUS = "communities-mentored-continuously"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def main(scale: float) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.ROOT_URLCONF = "benchmarks.urls"
    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    build(scale=scale)
    seconds = time.perf_counter() - started
    rows = [
        _row("demonstration: load", f"{seconds:.1f} s", "60 s", seconds / 60, 1.0 if scale == 1 else None)
    ]
    megabytes = largest_memory()
    rows.append(_row("demonstration: memory", f"{megabytes:.0f} MB", "2048 MB", megabytes / 2048, 1.0))
    rows += _figures()
    if scale <= 1:
        rows.append(_log_entry())
        rows += public_pages()
    print(json.dumps({"rows": rows, "page": _public_page()}))


def _row(what: str, measure: str, floor: str, ratio: float, goal: float | None) -> dict[str, Any]:
    return {"what": what, "measure": measure, "floor": floor, "ratio": ratio, "goal": goal}


def _taken(deed: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Median seconds of a deed, after one round to warm up."""
    deed()
    times = []
    for _round in range(rounds):
        started = time.perf_counter()
        deed()
        times.append(time.perf_counter() - started)
    return median(times)


def _figures() -> list[dict[str, Any]]:
    facts, today = Fact.objects.count(), timezone.localdate()
    programme = Fact.objects.exclude(programme="").values_list("programme", flat=True).first()
    given = {"programme": programme, "day": today}
    rows = []
    for code, statement in {**COUNTS, CONTINUOUS: continuous(connection.vendor)}.items():

        def by_hand(statement: str = statement) -> None:
            with connection.cursor() as cursor:
                cursor.execute(statement, given)
                cursor.fetchone()

        def computed(code: str = code) -> None:
            cache.clear()
            figure(code, as_of=today)

        floor, taken = _taken(by_hand), _taken(computed)
        rows.append(
            _row(
                f"{code} over {facts} facts",
                f"{taken * 1000:.0f} ms",
                f"{floor * 1000:.0f} ms",
                taken / floor,
                3.0,
            )
        )
    return rows


def _log_entry() -> dict[str, Any]:
    """Saving an entry against an empty view behind the same middleware and door, signed in alike."""
    client = Client()
    mentor = User.objects.get(email="mentor@mentorhalo.example")
    client.force_login(mentor, backend=BACKEND)
    engagement = Engagement.objects.filter(mentor__user=mentor, closed_on=None).first()
    assert engagement is not None
    sent: dict[str, Any] = {
        "occurred_on": (timezone.localdate() - timedelta(days=1)).isoformat(),
        "kind": "consultation",
        "channel": "phone",
        "is_two_way": "on",
        "engagement": str(engagement.pk),
        "deed": "submit",
    }
    before = Activity.objects.count()
    address = reverse("mentoring:log")

    def save() -> None:
        answer = client.post(address, {**sent, "id": str(uuid4()), "key": str(uuid4())})
        assert answer.status_code in (200, 302), answer.status_code

    def come_and_go() -> None:
        answer = client.post("/bench-empty/", sent)
        assert answer.status_code == 200, answer.status_code

    taken, floor = _taken(save), _taken(come_and_go)
    assert Activity.objects.count() == before + ROUNDS + 1, "the entries were not saved"
    return _row(
        "log entry : empty view", f"{taken * 1000:.1f} ms", f"{floor * 1000:.1f} ms", taken / floor, None
    )


def _public_page() -> dict[str, float]:
    client = Client()
    address = reverse("website:home")
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    asked = float(len(queries))  # the next request empties the list
    return {"seconds": _taken(lambda: client.get(address)), "queries": asked}


if __name__ == "__main__":
    main(float(sys.argv[1]))
