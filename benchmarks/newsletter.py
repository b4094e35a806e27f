"""The newsletter: 20,000 personal letters of 10 KB into a sink of its own process, against Django's own sending in the same run.

CPU is that of the sending process alone (`time.process_time`), all of it: claims, letters, marks, results. Each size is sent by a
worker process of its own, so that its largest memory is its own; it has sent a few letters before, as a worker that runs has.
Django's way is measured on a sample, in turns before and after, the median counts: the same letters by `EmailMultiAlternatives` over one kept connection, and by `send_mail`, one
connection each.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID, uuid4

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up first
from django.core.mail import EmailMultiAlternatives, mailers, send_mail  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from mentorhalo.accounts.models import User  # noqa: E402
from mentorhalo.outreach.actions.handover import hand_over  # noqa: E402
from mentorhalo.outreach.choices import ConsentChannel, DeliveryState, IssueState, Purpose  # noqa: E402
from mentorhalo.outreach.models import (  # noqa: E402
    Consent,
    ConsentText,
    Delivery,
    Issue,
    IssueText,
    Sending,
    Subscriber,
)
from mentorhalo.outreach.rendering.tokens import ADDRESS, NAME, UNSUBSCRIBE  # noqa: E402

from .memory import largest_memory  # noqa: E402

LETTERS = 20_000
FEW = 1_000
BEFORE = 50  # letters sent before the measure begins
SAMPLE = 500
TURNS = 3  # of the sample, before and again after
GOAL = 40
SINK = Path(__file__).parent.parent / "src/mentorhalo/outreach/tests/sink.py"

LINE = "<p style='margin:0 0 16px'>A közösségfejlesztés hétköznapjai: műhely, beszélgetés, kirándulás.</p>\n"
HTML = f"<h1>Kedves {NAME}!</h1>\n{LINE * 98}<p>{ADDRESS} <a href='{UNSUBSCRIBE}'>Leiratkozás</a></p>\n"
PLAIN = f"Kedves {NAME}!\n\nA hónap hírei.\n\nLeiratkozás: {UNSUBSCRIBE}\n"


def main() -> None:
    call_command("migrate", verbosity=0)
    people = _people()
    with _sink() as port:
        _lead_to(port)
        _few, memory_few = _sent_by_worker(people[:FEW], people[:BEFORE], port)
        before = _django_ways(people[:SAMPLE])
        ours, memory_many = _sent_by_worker(people, people[:BEFORE], port)
        after = _django_ways(people[:SAMPLE])
    kept, naive = (median(taken) for taken in zip(*before, *after, strict=True))
    rows = [
        _row(f"newsletter, {LETTERS} letters: one-by-one, kept connection : ours", ours, kept, GOAL),
        _row(f"newsletter, {LETTERS} letters: send_mail : ours", ours, naive, GOAL),
        {
            "what": f"newsletter: memory at {LETTERS} : at {FEW}",
            "measure": f"{memory_many:.0f} MB",
            "floor": f"{memory_few:.0f} MB",
            "ratio": memory_many / memory_few,
            "goal": 1.1,
        },
    ]
    print(json.dumps({"rows": rows}))


def _row(what: str, ours: float, theirs: float, goal: float) -> dict[str, Any]:
    """`ratio` is the part of the goal that is used up: at most 1 where theirs costs at least `goal` times ours."""
    return {
        "what": f"{what} = {theirs / ours:.0f} (goal {goal})",
        "measure": f"{ours * 1e6:.0f} µs CPU",
        "floor": f"{theirs * 1e6:.0f} µs CPU (of {SAMPLE})",
        "ratio": ours * goal / theirs,
        "goal": 1.0,
    }


def _people() -> list[Subscriber]:
    now = timezone.now()
    text = ConsentText.objects.filter(purpose=Purpose.NEWSLETTER, language="hu").latest("version")
    domains = ("gmail.com", "freemail.hu", "citromail.hu", "muvelodes.hu", "onkormanyzat.hu")
    people = Subscriber.objects.bulk_create(
        [
            Subscriber(
                email=f"olvaso{number}@{domains[number % len(domains)]}",
                name=f"Őri Örzse {number}",
                state="active",
                created_at=now,
            )
            for number in range(LETTERS)
        ]
    )
    Consent.objects.bulk_create(
        [
            Consent(
                subscriber=person,
                email_hash=uuid4().hex,
                purpose=Purpose.NEWSLETTER,
                text=text,
                given_at=now,
                recorded_at=now,
                channel=ConsentChannel.WEB,
            )
            for person in people
        ]
    )
    return people


def _lead_to(port: int) -> None:
    options = {"host": "127.0.0.1", "port": port}
    settings.MAILERS = {
        "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
    }


def _sent_by_worker(people: list[Subscriber], before: list[Subscriber], port: int) -> tuple[float, float]:
    """CPU seconds a letter, and the worker's largest memory in MB."""
    issues = [_issue_to(before), _issue_to(people)]
    command = [sys.executable, "-m", "benchmarks.newsletter", str(port), *(str(issue) for issue in issues)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    seconds, memory = json.loads(done.stdout.splitlines()[-1])
    sent = Delivery.objects.of(issues[1]).filter(state=DeliveryState.SENT).count()
    assert sent == len(people), f"{sent} of {len(people)} were sent"
    return seconds / len(people), memory


def work(port: int, *issues: UUID) -> None:
    """Send these; prints the CPU seconds of the last one, and the largest memory in MB."""
    _lead_to(port)
    taken = 0.0
    for issue in issues:
        started = time.process_time()
        hand_over(issue=issue, seconds=3600)
        taken = time.process_time() - started
    print(json.dumps([taken, largest_memory()]))


def _issue_to(people: list[Subscriber]) -> UUID:
    now = timezone.now()
    user, _made = User.objects.get_or_create(email="iroda@pelda.hu")
    issue = Issue.objects.create(
        title="mérés", by=user, state=IssueState.SENDING, created_at=now, changed_at=now, started_at=now
    )
    IssueText.objects.create(issue=issue, language="hu", subject="Hírlevél", html=HTML, plain=PLAIN)
    Sending.objects.create(issue=issue, by=user)
    Delivery.objects.bulk_create(
        (
            Delivery(
                issue=issue,
                subscriber=person,
                address=person.email,
                name=person.name,
                domain=person.email.partition("@")[2],
                language="hu",
            )
            for person in people
        ),
        batch_size=2000,
    )
    return issue.pk


def _django_ways(people: list[Subscriber]) -> list[tuple[float, float]]:
    """CPU seconds a letter over a kept connection and by `send_mail`, in turns: one measure of either is chance."""
    return [(_django_kept(people), _django_naive(people)) for _turn in range(TURNS)]


def _django_kept(people: list[Subscriber]) -> float:
    """The way of the manual: a message per reader, personal and with the same headers, over one connection."""
    connection = mailers["default"]
    connection.open()
    started = time.process_time()
    for person in people:
        address = f"https://pelda.hu/u/{uuid4().hex}/"
        letter = EmailMultiAlternatives(
            "Hírlevél",
            _personal(PLAIN, person, address),
            "Mentorháló <mentorhalo@pelda.hu>",
            [f"{person.name} <{person.email}>"],
            headers={
                "List-Unsubscribe": f"<{address}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "List-Id": "Hírlevél <newsletter.pelda.hu>",
                "Precedence": "bulk",
            },
        )
        letter.attach_alternative(_personal(HTML, person, address), "text/html")
        connection.send_messages([letter])
    taken = time.process_time() - started
    connection.close()
    return taken / len(people)


def _django_naive(people: list[Subscriber]) -> float:
    started = time.process_time()
    for person in people:
        address = f"https://pelda.hu/u/{uuid4().hex}/"
        send_mail(
            "Hírlevél",
            _personal(PLAIN, person, address),
            "mentorhalo@pelda.hu",
            [person.email],
            html_message=_personal(HTML, person, address),
        )
    return (time.process_time() - started) / len(people)


def _personal(text: str, person: Subscriber, address: str) -> str:
    return text.replace(NAME, person.name).replace(ADDRESS, person.email).replace(UNSUBSCRIBE, address)


@contextmanager
def _sink() -> Iterator[int]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(SINK), folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            try:
                yield int(process.stdout.readline())
            finally:
                process.kill()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        work(int(sys.argv[1]), *map(UUID, sys.argv[2:]))
    else:
        main()
