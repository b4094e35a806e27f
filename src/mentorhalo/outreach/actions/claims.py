"""A worker's claim on deliveries: taken, marked letter by letter, settled; and what becomes of a dead worker's.

The promise: whoever is killed at whatever moment leaves at most one delivery `uncertain`, and no delivery is handed over twice.

How far a worker is, it writes into its file (`workers.mark`) before each letter, and into the database before every
`OUTREACH_MARK_EVERY` letters: so far it may go. Nobody gives out again what lies before that, unless the file says that it did not
leave. Where nobody can read the file any more - the whole machine went down, or it was another one - these few are uncertain.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from ..choices import DeliveryState, IssueKind, IssueState, SubscriberState
from ..models import Claim, Consent, Delivery, DomainPace, Issue, Sending
from ..queries.audience import PURPOSES
from ..sending.pace import EVERYWHERE, Pace, Slot, paces, slots
from . import workers

BATCH = 1000
HORIZON = 2.0  # seconds ahead for which slots are given
SHORTLY = 0.05  # seconds until it is worth looking again where other workers hold what is due
PATIENCE = [
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
]


# A delivery as it is looked through: its key, address, name, language, domain, attempts, and whether the reader may still get it.
type Row = tuple[int, str, str, str, str, int, bool]


class ClaimLost(Exception):
    """Somebody took this worker for dead and settled its claim: it must not send another letter."""


class Due(NamedTuple):
    """A delivery in hand. `slot` says when it may go."""

    pk: int
    address: str
    name: str
    language: str
    attempts: int
    slot: Slot


@dataclass
class Hand:
    """A claim as its worker sees it."""

    claim: UUID
    issue: UUID
    worker: UUID
    letters: list[Due]
    paced: dict[str, float]  # what the throttle stood at when slots were given
    stretch: int  # how many letters go on one mark in the database
    allowed: int  # as far as the database knows that letters may have begun
    begun: int = 0
    answered: int = 0


@dataclass(frozen=True)
class Nothing:
    """No claim: `next_at` (seconds since 1970) is when it is worth looking again, None if there is nothing left to send."""

    next_at: float | None


@contextmanager
def lasting() -> Iterator[None]:
    """What is committed is on the disk: a power cut that took a claim back would have its letters sent again.

    PostgreSQL does so by itself; on SQLite the house is content with less, and a sending asks for more while it goes on.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        usual = int(cursor.fetchone()[0])
        cursor.execute("PRAGMA synchronous = FULL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous = {usual}")


def take_claim(*, issue: UUID, worker: UUID, now: float) -> Hand | Nothing:
    """Claim the next deliveries of an issue that is being sent, as far as the throttle lets them go soon.

    Who unsubscribed meanwhile is left out here. About six queries a batch.
    """
    at = datetime.fromtimestamp(now, UTC)
    with transaction.atomic(durable=True):
        running = Issue.objects.filter(pk=issue, state=IssueState.SENDING).order_by()
        state = running.values_list("kind", "sending__rest_until").first()
        if state is None:
            return Nothing(None)
        kind, rest_until = state
        if rest_until is not None and rest_until > at:
            return Nothing(rest_until.timestamp())
        limits = paces(settings.OUTREACH_PACE)
        free_at = _throttle(limits, now)
        rows = _next_rows(issue, at, limits, free_at, now + HORIZON, PURPOSES[IssueKind(kind)])
        rows = _without_leavers(rows)
        given = slots(((row[0], row[4]) for row in rows), limits, free_at, now=now, horizon=HORIZON)
        _write_throttle(free_at)
        if not given:
            return Nothing(_look_again(issue, at, free_at, now))
        by_key = {row[0]: row for row in rows}
        letters = [
            Due(slot.delivery, *by_key[slot.delivery][1:4], by_key[slot.delivery][5] + 1, slot)
            for slot in given
        ]
        claim = Claim(issue_id=issue, worker=worker, order=[letter.pk for letter in letters], taken_at=at)
        # The file is ready before anybody can see the claim.
        stretch = settings.OUTREACH_MARK_EVERY if workers.begin(worker, claim.pk) else 1
        claim.begun = min(stretch, len(letters)) if stretch > 1 else 0
        claim.save(force_insert=True)
        _change(
            "state = %s, claim = %s, attempts = attempts + 1, retry_at = NULL",
            [DeliveryState.CLAIMED, _uuid(claim.pk)],
            claim.order,
        )
    return Hand(claim.pk, issue, worker, letters, dict(free_at), stretch=stretch, allowed=claim.begun)


def mark(hand: Hand, *, begun: int, answered: int) -> None:
    """Write down durably how far the worker is; before the letter `begun - 1` leaves.

    Raises `ClaimLost`, after which nothing more may leave.
    """
    if begun > hand.allowed or hand.stretch == 1:
        allowed = max(begun, min(answered + hand.stretch, len(hand.letters)))
        if _allowed(hand, allowed, answered) != 1:
            raise ClaimLost
        hand.allowed = allowed
    if hand.stretch > 1:
        workers.mark(hand.worker, begun=begun, answered=answered)
    hand.begun, hand.answered = begun, answered


def put_off(hand: Hand, due: Due, *, reason: str, at: datetime, for_now: timedelta | None = None) -> None:
    """The server refused this one for now; after the last attempt, for good."""
    patience = for_now or (PATIENCE[due.attempts - 1] if due.attempts <= len(PATIENCE) else None)
    if patience is None:
        refuse(hand, due, reason=reason)
        return
    _settle_one(hand, due, state=DeliveryState.DEFERRED, retry_at=at + patience, reason=reason)


def put_back(hand: Hand, due: Due) -> None:
    """The answer was not about this letter: it waits as if it had never been offered."""
    _settle_one(hand, due, state=DeliveryState.WAITING, attempts=due.attempts - 1)


def refuse(hand: Hand, due: Due, *, reason: str) -> None:
    _settle_one(hand, due, state=DeliveryState.REFUSED, reason=reason)


def refuse_doubtful(deliveries: Iterable[int]) -> None:
    """Others got through meanwhile: what was said was meant for these addresses."""
    Delivery.objects.filter(pk__in=list(deliveries), state=DeliveryState.DEFERRED).update(
        state=DeliveryState.REFUSED, retry_at=None
    )


def leave_uncertain(hand: Hand, due: Due, *, reason: str) -> None:
    _settle_one(hand, due, state=DeliveryState.UNCERTAIN, reason=reason)


def settle(hand: Hand, *, now: float) -> None:
    """The end of a claim: what was answered and not settled singly was sent, what never left waits again."""
    at = datetime.fromtimestamp(now, UTC)
    if hand.stretch > 1:  # should the database be gone, whoever settles this later knows of the last answer
        workers.mark(hand.worker, begun=hand.begun, answered=hand.answered)
    with transaction.atomic(durable=True):
        claim = Claim.objects.select_for_update().filter(pk=hand.claim).defer("order").first()
        if claim is not None:
            _close(claim, [letter.pk for letter in hand.letters], hand.begun, hand.answered, at)
            if hand.begun < len(hand.letters):
                _give_back(hand)
    workers.end(hand.worker)
    if claim is None:
        raise ClaimLost


def settle_dead(*, issue: UUID, at: datetime) -> int:
    """Settle the claims of workers that are no more. Returns how many letters are uncertain for it."""
    uncertain, dead = 0, []
    with transaction.atomic(durable=True):
        for claim in Claim.objects.select_for_update(skip_locked=True).filter(issue=issue):
            if workers.lives(claim.worker):
                continue
            begun, answered = workers.marked(claim.worker, claim.pk) or (claim.begun, claim.answered)
            answered = max(answered, claim.answered)
            begun = max(begun, answered)
            uncertain += begun - answered
            _close(claim, claim.order, begun, answered, at)
            dead.append(claim.worker)
    for worker in dead:
        workers.forget(worker)
    return uncertain


def _close(claim: Claim, order: Sequence[int], begun: int, answered: int, at: datetime) -> None:
    if answered:
        moment = connection.ops.adapt_datetimefield_value(at)
        changes = "state = %s, claim = NULL, reason = '', sent_at = %s"
        _change(changes, [DeliveryState.SENT, moment], order[:answered], held_by=claim.pk)
    if begun > answered:
        reason = "the worker ended while the letter was being handed over"
        changes = "state = %s, claim = NULL, reason = %s"
        _change(changes, [DeliveryState.UNCERTAIN, reason], order[answered:begun], held_by=claim.pk)
    if begun < len(order):
        is_stopped = Issue.objects.filter(pk=claim.issue_id, state=IssueState.STOPPED).exists()
        state = DeliveryState.NOT_SENT if is_stopped else DeliveryState.WAITING
        changes = "state = %s, claim = NULL, attempts = attempts - 1"
        _change(changes, [state], order[begun:], held_by=claim.pk)
    Sending.objects.filter(pk=claim.issue_id).update(beat_at=at)
    claim.delete()


def _settle_one(hand: Hand, due: Due, **changes: object) -> None:
    updated = Delivery.objects.filter(pk=due.pk, claim=hand.claim).update(claim=None, **changes)
    if updated != 1:
        raise ClaimLost


def _next_rows(
    issue: UUID,
    at: datetime,
    limits: Mapping[str, Pace],
    free_at: Mapping[str, float],
    until: float,
    purpose: str,
) -> list[Row]:
    """The next deliveries of domains that have room; more than one question only where a domain's room ends."""
    found: list[Row] = []
    if free_at.get(EVERYWHERE, 0) > until:
        return found
    full = {domain for domain, free in free_at.items() if free > until}
    room = {
        domain: int((until - max(free_at.get(domain, 0), until - HORIZON)) / limit.interval) + 1
        for domain, limit in limits.items()
        if domain != EVERYWHERE
    }
    while True:
        taken = _due_rows(issue, at, full, [row[0] for row in found], BATCH - len(found), purpose)
        newly_full = set()
        for row in taken:
            domain = row[4]
            if domain in room:
                if room[domain] <= 0:
                    newly_full.add(domain)
                    continue
                room[domain] -= 1
            found.append(row)
        if not newly_full or len(found) >= BATCH:
            return found
        full |= newly_full


def _due_rows(
    issue: UUID, at: datetime, full: set[str], known: list[int], most: int, purpose: str
) -> list[Row]:
    """Those never tried first, in the order of the index; two questions are cheaper than one with “or”, which would sort all."""
    rows = Delivery.objects.select_for_update(skip_locked=True).of(issue).order_by("pk")
    if full:
        rows = rows.exclude(domain__in=full)
    if known:
        rows = rows.exclude(pk__in=known)
    may_get_it = Consent.objects.standing().filter(
        subscriber=OuterRef("subscriber"), purpose=purpose, subscriber__state=SubscriberState.ACTIVE
    )
    told = rows.values_list("pk", "address", "name", "language", "domain", "attempts", Exists(may_get_it))
    found = list(told.filter(state=DeliveryState.WAITING)[:most])
    if len(found) < most:
        found += told.filter(state=DeliveryState.DEFERRED, retry_at__lte=at)[: most - len(found)]
    return found


def _without_leavers(rows: list[Row]) -> list[Row]:
    """Those whose reader may still be written to; the others are settled."""
    leaving = [row[0] for row in rows if not row[6]]
    if leaving:
        Delivery.objects.filter(pk__in=leaving).update(state=DeliveryState.LEFT_OUT, retry_at=None, reason="")
    return [row for row in rows if row[6]]


def _throttle(limits: Mapping[str, Pace], now: float) -> dict[str, float]:
    """The throttle's rows, locked until the transaction ends; in one order, so that two workers never wait crosswise."""
    if not limits:
        return {}
    DomainPace.objects.bulk_create(
        [DomainPace(domain=domain, free_at=0) for domain in limits], ignore_conflicts=True
    )
    rows = DomainPace.objects.select_for_update().filter(pk__in=limits).order_by("pk")
    return {row.domain: max(row.free_at, 0) for row in rows}


def _write_throttle(free_at: Mapping[str, float]) -> None:
    for domain in sorted(free_at):
        DomainPace.objects.filter(pk=domain).exclude(free_at=free_at[domain]).update(free_at=free_at[domain])


def _give_back(hand: Hand) -> None:
    """Slots that were not used are free again, unless somebody took later ones meanwhile."""
    unused = hand.letters[hand.begun :]
    for domain in sorted(hand.paced):
        first = min((due.slot.at for due in unused if domain in (EVERYWHERE, due.slot.domain)), default=None)
        if first is not None:
            DomainPace.objects.filter(pk=domain, free_at=hand.paced[domain]).update(free_at=first)


def _look_again(issue: UUID, at: datetime, free_at: Mapping[str, float], now: float) -> float | None:
    """When something can be claimed: a domain gets room, a deferred one's time comes, or another worker's claim ends."""
    own = Delivery.objects.of(issue)
    moments = []
    domains = own.due(at).order_by().values_list("domain", flat=True).distinct()[:1000]
    for domain in domains:
        moments.append(max(now + SHORTLY, free_at.get(domain, now), free_at.get(EVERYWHERE, now)))
    retry_at = own.filter(state=DeliveryState.DEFERRED, retry_at__gt=at).order_by("retry_at").first()
    if retry_at is not None and retry_at.retry_at is not None:
        moments.append(retry_at.retry_at.timestamp())
    if own.filter(state=DeliveryState.CLAIMED).exists():
        moments.append(now + HORIZON)
    return min(moments, default=None)


_CLAIMS = Claim._meta.db_table
_DELIVERIES = Delivery._meta.db_table


def _allowed(hand: Hand, begun: int, answered: int) -> int:
    """Rows changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_CLAIMS} SET begun = %s, answered = %s WHERE id = %s",
            [begun, answered, _uuid(hand.claim)],
        )
        return int(cursor.rowcount)


def _change(
    changes: str, values: Sequence[Any], those: Sequence[int], *, held_by: UUID | None = None
) -> None:
    """One statement however many deliveries: their keys go as one value, not as a parameter each."""
    keys: list[int] | str = list(those)
    among = "id = ANY(%s)"
    if connection.vendor == "sqlite":
        keys, among = json.dumps(keys), "id IN (SELECT value FROM json_each(%s))"
    held = "" if held_by is None else " AND claim = %s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_DELIVERIES} SET {changes} WHERE {among}{held}",
            [*values, keys] if held_by is None else [*values, keys, _uuid(held_by)],
        )


def _uuid(key: UUID) -> UUID | str:
    return key if connection.features.has_native_uuid_field else key.hex
