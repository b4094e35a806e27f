"""What is known of a worker that died: from its file, or, where that is lost with the machine, from the database alone."""

from collections.abc import Iterator
from pathlib import Path
from time import time
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import OperationalError, connection

from mentorhalo.outreach.actions import claims, workers
from mentorhalo.outreach.actions.handover import hand_over
from mentorhalo.outreach.models import Claim, Issue

from .relays import RunningSink, sink
from .test_handover import issue_to, send, states

pytestmark = pytest.mark.django_db

FIVE = [f"{letter}@egy.hu" for letter in "abcde"]


@pytest.fixture
def relay(tmp_path: Path, settings: Any) -> Iterator[RunningSink]:
    with sink(tmp_path) as running:
        settings.MAILERS = running.mailers
        yield running


def died_with(issue: Issue, *, begun: int, answered: int) -> Path:
    """A worker that ended in the middle of its claim; returns its file."""
    with workers.working() as worker:
        hand = claims.take_claim(issue=issue.pk, worker=worker, now=time())
        assert isinstance(hand, claims.Hand)
        assert workers.lives(worker)
        for place in range(begun):
            claims.mark(hand, begun=place + 1, answered=place)
        if begun == answered:
            claims.mark(hand, begun=begun, answered=answered)
    assert not workers.lives(worker)
    return Path(configured.DATA_DIR) / "sending" / f"{worker}.lock"


def uncertain(issue: Issue) -> set[str]:
    return {address for address, state in states(issue).items() if state == "uncertain"}


def test_the_file_of_a_dead_worker_tells_the_one_letter_it_had_in_hand(relay: RunningSink) -> None:
    issue = issue_to(*FIVE)
    file = died_with(issue, begun=3, answered=2)
    known = Claim.objects.get()
    assert (known.begun, known.answered) == (5, 0)

    send(issue)

    assert uncertain(issue) == {"c@egy.hu"}
    assert relay.taken == ["d@egy.hu", "e@egy.hu"]
    assert not file.exists()


def test_a_worker_that_died_between_two_letters_leaves_none_uncertain(relay: RunningSink) -> None:
    issue = issue_to(*FIVE)
    died_with(issue, begun=2, answered=2)

    send(issue)

    assert set(states(issue).values()) == {"sent"}
    assert relay.taken == FIVE[2:]


def test_with_the_machine_the_letters_since_the_last_mark_are_uncertain(
    relay: RunningSink, settings: Any
) -> None:
    settings.OUTREACH_MARK_EVERY = 2
    issue = issue_to(*FIVE)
    died_with(issue, begun=3, answered=2).unlink()

    send(issue)

    assert uncertain(issue) == {"c@egy.hu", "d@egy.hu"}
    assert relay.taken == ["e@egy.hu"]


def test_a_file_from_before_the_system_started_anew_is_not_believed(relay: RunningSink) -> None:
    issue = issue_to(*FIVE)
    file = died_with(issue, begun=3, answered=2)
    told = file.read_bytes()
    file.write_bytes(bytes(16) + told[16:])

    send(issue)

    assert uncertain(issue) == set(FIVE)
    assert relay.taken == []


def test_every_letter_can_be_marked_in_the_database(relay: RunningSink, settings: Any) -> None:
    settings.OUTREACH_MARK_EVERY = 1
    issue = issue_to(*FIVE)
    died_with(issue, begun=3, answered=2).unlink()

    send(issue)

    assert uncertain(issue) == {"c@egy.hu"}
    assert relay.taken == ["d@egy.hu", "e@egy.hu"]


def test_a_worker_taken_for_dead_elsewhere_begins_no_further_stretch(settings: Any) -> None:
    settings.OUTREACH_MARK_EVERY = 2
    issue = issue_to(*FIVE)
    with workers.working() as worker:
        hand = claims.take_claim(issue=issue.pk, worker=worker, now=time())
        assert isinstance(hand, claims.Hand)
        Claim.objects.all().delete()
        claims.mark(hand, begun=1, answered=0)
        claims.mark(hand, begun=2, answered=1)

        with pytest.raises(claims.ClaimLost):
            claims.mark(hand, begun=3, answered=2)


@pytest.mark.django_db(transaction=True)
def test_what_a_worker_commits_is_on_the_disk(relay: RunningSink) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL writes through unless told otherwise")

    def kept() -> int:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous")
            return int(cursor.fetchone()[0])

    before, during = kept(), []
    hand_over(issue=issue_to("a@egy.hu").pk, seconds=30, progress=lambda _sent: during.append(kept()))

    assert during == [2]
    assert kept() == before


def test_an_answered_letter_is_known_though_the_database_was_gone_when_its_claim_ended(
    relay: RunningSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = issue_to(*FIVE)

    with workers.working() as worker:
        hand = claims.take_claim(issue=issue.pk, worker=worker, now=time())
        assert isinstance(hand, claims.Hand)
        claims.mark(hand, begun=1, answered=0)
        hand.answered = 1
        with monkeypatch.context() as gone:
            gone.setattr(connection, "cursor", no_cursor)
            with pytest.raises(OperationalError):
                claims.settle(hand, now=time())

    send(issue)

    assert set(states(issue).values()) == {"sent"}
    assert relay.taken == FIVE[1:]


def no_cursor(*_args: object, **_kwargs: object) -> None:
    raise OperationalError("the server closed the connection")
