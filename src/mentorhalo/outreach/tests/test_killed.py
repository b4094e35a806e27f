"""The promise of sending: kill its worker whenever you like, nobody is left out, nobody gets the letter twice."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from mentorhalo.accounts.tests.factories import UserFactory
from mentorhalo.outreach.choices import ConsentChannel, DeliveryState, IssueState, Purpose
from mentorhalo.outreach.models import (
    Claim,
    Consent,
    ConsentText,
    Delivery,
    Issue,
    IssueText,
    Sending,
    Subscriber,
)

from .relays import sink

LETTERS = 2000
KILLS = 50
SHARED = 200


def issue_to_many(number: int) -> Issue:
    now = timezone.now()
    text = ConsentText.objects.filter(purpose=Purpose.NEWSLETTER, language="hu").latest("version")
    people = Subscriber.objects.bulk_create(
        Subscriber(email=f"r{n}@d{n % 7}.hu", name=f"Őr {n}", state="active", created_at=now)
        for n in range(number)
    )
    Consent.objects.bulk_create(
        Consent(
            subscriber=person,
            email_hash=person.pk.hex,
            purpose=Purpose.NEWSLETTER,
            text=text,
            given_at=now,
            recorded_at=now,
            channel=ConsentChannel.WEB,
        )
        for person in people
    )
    issue = Issue.objects.create(
        title="próba",
        by=UserFactory(),
        state=IssueState.SENDING,
        created_at=now,
        changed_at=now,
        started_at=now,
    )
    IssueText.objects.create(
        issue=issue, language="hu", subject="Hírek", html="<p>@@MH-NAME@@</p>", plain="x"
    )
    Sending.objects.create(issue=issue, by=issue.by)
    Delivery.objects.bulk_create(
        Delivery(
            issue=issue,
            subscriber=person,
            address=person.email,
            name=person.name,
            domain=person.email.partition("@")[2],
            language="hu",
        )
        for person in people
    )
    return issue


@contextmanager
def nursery(port: int) -> Iterator[subprocess.Popen[str]]:
    """A process that bears workers."""
    environment = {
        **os.environ,
        "SENDER_DATABASE": str(connection.settings_dict["NAME"]),
        "SENDER_PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "mentorhalo.config.settings",
        "MENTORHALO_DATA": str(settings.DATA_DIR),
        "SECRET_KEY": settings.SECRET_KEY,
    }
    command = [sys.executable, str(Path(__file__).with_name("sender.py"))]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert said(process.stdout) == "ready"
        try:
            yield process
        finally:
            assert process.stdin is not None
            process.stdin.close()


def said(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline().strip()


def worker(mother: subprocess.Popen[str], issue: UUID) -> int:
    assert mother.stdin is not None
    mother.stdin.write(f"{issue}\n")
    mother.stdin.flush()
    return int(said(mother.stdout))


def kill(child: int, mother: subprocess.Popen[str]) -> None:
    os.kill(child, signal.SIGKILL)
    assert int(said(mother.stdout)) == signal.SIGKILL


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_fifty_killed_workers_leave_nobody_out_and_repeat_nothing(tmp_path: Path) -> None:
    issue = issue_to_many(LETTERS)
    chance = random.Random(2026)
    kills = 0
    # A relay in no hurry: on a busy machine the worker would be done before anybody comes to kill it.
    with sink(tmp_path, keep=False, slow=0.003) as relay, nursery(relay.port) as mother:
        while kills < KILLS:
            child = worker(mother, issue.pk)
            if (
                kills % 5 == 0
            ):  # soon, perhaps before it has anything in hand, or while it settles what is left
                time.sleep(chance.random() / 20)
                kill(child, mother)
                kills += 1
                continue
            # Killed somewhere in the middle of some letters more; about half are left for the last one.
            taken = len(relay.taken)
            goal = taken + chance.randrange(1, max(2, (LETTERS - taken) // (KILLS - kills + 1)))
            deadline = time.monotonic() + 5
            while len(relay.taken) < goal and time.monotonic() < deadline:
                time.sleep(0.002)  # the worker shall have the processor
            kill(child, mother)
            kills += 1
        worker(mother, issue.pk)
        assert int(said(mother.stdout)) == 0
        taken_by = Counter(relay.taken)

    states = dict(Delivery.objects.of(issue.pk).values_list("address", "state"))
    uncertain = {address for address, state in states.items() if state == DeliveryState.UNCERTAIN}
    sent = {address for address, state in states.items() if state == DeliveryState.SENT}
    assert len(states) == LETTERS
    assert sent | uncertain == set(states)
    assert max(taken_by.values()) == 1
    assert sent <= set(taken_by) <= sent | uncertain
    assert len(uncertain) <= KILLS
    assert not Claim.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_never_share_a_letter(tmp_path: Path) -> None:
    issue = issue_to_many(SHARED)
    with sink(tmp_path, keep=False) as relay, nursery(relay.port) as one, nursery(relay.port) as other:
        worker(one, issue.pk)
        worker(other, issue.pk)
        assert [said(one.stdout), said(other.stdout)] == ["0", "0"]
        taken_by = Counter(relay.taken)

    assert len(taken_by) == SHARED
    assert set(taken_by.values()) == {1}
    assert set(Delivery.objects.of(issue.pk).values_list("state", flat=True)) == {DeliveryState.SENT}
