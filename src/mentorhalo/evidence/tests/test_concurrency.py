"""Two hands at once. On SQLite they stand in line for the one writer, on PostgreSQL for the record."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from mentorhalo.evidence.actions import AlreadyLinked, LinkCycle, link_identity, seal, sync, sync_many
from mentorhalo.evidence.models import Fact, Void
from mentorhalo.evidence.queries import identities, verify

from .factories import draft

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TYPE = "mentoring.activity"

pytestmark = pytest.mark.django_db(transaction=True)


def together(*deeds: Callable[[], None]) -> None:
    """Run the deeds at the same moment, each on a connection of its own."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], None]) -> None:
        try:
            start.wait(timeout=10)
            deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        for done in [pool.submit(run, deed) for deed in deeds]:
            done.result(timeout=60)


@transaction.atomic
def one() -> None:
    sync(TYPE, "1", [draft(), draft(subject="community:b")], by=None, at=AT)


@transaction.atomic
def many() -> None:
    sync_many(TYPE, {"1": [draft(), draft(subject="community:b")], "2": [draft()]}, by=None, at=AT)


@pytest.mark.parametrize("deeds", [[one] * 6, [many] * 4, [one, many, one, many]])
def test_two_hands_on_one_record_say_it_once(deeds):
    together(*deeds)

    assert Fact.objects.filter(source_id="1").count() == 2
    assert Void.objects.count() == 0


def test_two_hands_cannot_close_a_circle():
    refused = []

    def link(absorbed: str, survivor: str) -> Callable[[], None]:
        def deed() -> None:
            try:
                link_identity(
                    absorbed=absorbed,
                    survivor=survivor,
                    source_type="partners.merge",
                    source_id="1",
                    reason="",
                    by=None,
                    at=AT,
                )
            except (AlreadyLinked, LinkCycle) as refusal:
                refused.append(refusal)

        return deed

    together(link("community:a", "community:b"), link("community:b", "community:a"))

    assert (len(refused), len(identities().survivors)) == (1, 1)


def test_no_row_appears_before_a_seal_after_it_was_made():
    """A transaction that has written but not ended holds a low number; the seal must wait for it."""
    written, sealing = Event(), Event()

    def slow() -> None:
        with transaction.atomic():
            sync(TYPE, "1", [draft()], by=None, at=AT)
            written.set()
            sealing.wait(timeout=0.5)  # the seal cannot end before this transaction does

    def sealer() -> None:
        written.wait(timeout=10)
        seal(at=AT)
        sealing.set()

    together(slow, sealer)

    assert (verify().ok, verify().sealed) == (True, 1)
