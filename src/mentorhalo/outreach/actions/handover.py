"""The worker's loop: claims, letters, the relay's answers and what they mean, until nothing is due or time is up.

Around the one moment that cannot be undone, the last byte of a letter, the order is: written down that it goes (`claims.mark`),
handed over, answered, and only with the next letter written down that it was answered.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.core.mail import DNS_NAME

from ..models import Issue
from ..sending.backend import BackendSession
from ..sending.replies import Result, Verdict
from ..sending.smtp import Envelope, Relay, RelayLost, RelayUnreachable, Session
from . import claims, workers
from .claims import Due, Hand, Nothing
from .letters import Letters
from .sending import beat, pause_for, rest

SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
CLAIM_SECONDS = 5.0  # a claim does not last longer, so that who pauses or unsubscribes is heard soon
LOOK_AROUND = 0.5  # seconds between looks whether to stop, while waiting for a slot
DOUBTS = 3  # refusals in a row that may be about us rather than about the addresses
LOSSES = 2  # letters in a row whose answer got lost
DOUBT_PATIENCE = timedelta(minutes=5)
AHEAD = 16  # letters made out at a time
IDLE = 0.05  # seconds of waiting from which on it is written down that nothing is in flight


class AnySession(Protocol):
    def offer(self, envelope: Envelope) -> Result | None: ...
    def hand_over(self, data: bytes, upcoming: Envelope | None = None) -> Result: ...
    def close(self) -> None: ...


@dataclass
class Clock:
    """Time, so that tests need not wait for it."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


class RelayRests(Exception):
    """Nothing goes for now."""


class RelayRefuses(Exception):
    """Nothing will go until somebody changes something; the sending is paused with this reason."""


@dataclass
class _Work:
    """One worker's stretch of work on one issue."""

    issue: UUID
    connect: Callable[[], AnySession]
    clock: Clock
    should_stop: Callable[[], bool]
    until: float
    session: AnySession | None = None
    doubted: list[int] = field(default_factory=list)
    losses: int = 0
    sent: int = 0

    @cached_property
    def letters(self) -> Letters:
        return Letters(Issue.objects.get(pk=self.issue))

    @property
    def is_over(self) -> bool:
        return self.clock.now() >= self.until or self.should_stop()


def hand_over(
    *,
    issue: UUID,
    seconds: float,
    should_stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int], None] = lambda sent: None,
    connect: Callable[[], AnySession] | None = None,
    clock: Clock | None = None,
) -> float | None:
    """Hand over what is due, for about `seconds`. Returns when to come again (seconds since 1970), None if nothing is left.

    Several workers may do this at once; a killed one's claim is settled first.
    """
    clock = clock or Clock()
    work = _Work(issue, connect or session, clock, should_stop, clock.now() + seconds)
    try:
        with workers.working() as worker, claims.lasting():
            claims.settle_dead(issue=issue, at=_moment(clock.now()))
            return _work_until_over(work, worker, progress)
    except RelayRests as told:
        return rest(issue=issue, reason=str(told), at=_moment(clock.now()))
    except RelayRefuses as told:
        pause_for(issue=issue, reason=str(told), at=_moment(clock.now()))
        return None
    finally:
        _hang_up(work)


def session() -> AnySession:
    """To where `EMAIL_URL` says."""
    mailer: dict[str, Any] = settings.MAILERS["default"]
    if mailer["BACKEND"] != SMTP_BACKEND:
        return BackendSession()
    return Session(Relay.from_options(mailer["OPTIONS"], hello=DNS_NAME.get_fqdn()))


def _work_until_over(work: _Work, worker: UUID, progress: Callable[[int], None]) -> float | None:
    while not work.is_over:
        taken = claims.take_claim(issue=work.issue, worker=worker, now=work.clock.now())
        if isinstance(taken, Nothing):
            if taken.next_at is None or taken.next_at >= work.until or not _wait(work, taken.next_at):
                return taken.next_at
            continue
        _work_off(work, taken)
        progress(work.sent)
    return work.clock.now()


def _work_off(work: _Work, hand: Hand) -> None:
    """The claimed letters one after the other. However this ends, the claim is settled - unless it was lost."""
    ends_at = work.clock.now() + CLAIM_SECONDS
    announced = False  # the letter that comes next
    made: dict[int, tuple[Envelope, bytes] | None] = {}  # the next ones, by their places
    try:
        for place, due in enumerate(hand.letters):
            if work.clock.now() >= ends_at or work.should_stop():
                break
            if not _slot_comes(work, hand, place):
                break
            if place not in made:
                made = _made(work, hand, place)
            ready = made.pop(place)
            if ready is None:
                claims.refuse(hand, due, reason="nothing can be sent to this address")
                continue
            envelope, data = ready
            announced = False
            refused = _offered(work, envelope)
            if refused is not None:
                _judge(work, hand, due, refused)
                continue
            upcoming = None
            if place + 1 < len(hand.letters) and _goes_at_once(work, hand.letters[place + 1], ends_at):
                if place + 1 not in made:
                    made = _made(work, hand, place + 1)
                following = made[place + 1]
                upcoming = following[0] if following else None
            claims.mark(hand, begun=place + 1, answered=place)
            assert work.session is not None
            announced = upcoming is not None
            result = work.session.hand_over(data, upcoming)
            _judge(work, hand, due, result)
            hand.answered = place + 1
    finally:
        if announced:
            _hang_up(work)  # for a letter that does not come now
        claims.settle(hand, now=work.clock.now())
    beat(issue=hand.issue, at=_moment(work.clock.now()), has_sent=work.sent > 0)


def _made(work: _Work, hand: Hand, first: int) -> dict[int, tuple[Envelope, bytes] | None]:
    """The next letters by their places; some at a time, because one made right after another takes half as long."""
    now = work.clock.now()
    return {
        place: work.letters.letter(
            delivery=due.pk, name=due.name, address=due.address, language=due.language, now=now
        )
        for place, due in enumerate(hand.letters[first : first + AHEAD], first)
        if place == first or due.slot.at <= now + IDLE
    }


def _offered(work: _Work, envelope: Envelope) -> Result | None:
    """Announce the letter, by a new connection where the old one is gone. Nothing is lost by trying twice."""
    for is_last in (False, True):
        try:
            if work.session is None:
                work.session = work.connect()
            return work.session.offer(envelope)
        except RelayUnreachable as told:
            raise (RelayRefuses if told.is_lasting else RelayRests)(str(told)) from told
        except RelayLost as told:
            _hang_up(work)
            if is_last:
                raise RelayRests(str(told)) from told
    return None


def _judge(work: _Work, hand: Hand, due: Due, result: Result) -> None:
    """What the answer means for this letter, and for the sending."""
    verdict = result.verdict
    if verdict is Verdict.SENT:
        work.sent += 1
        work.losses = 0
        if work.doubted:
            claims.refuse_doubtful(work.doubted)
            work.doubted.clear()
        return
    at = _moment(work.clock.now())
    if verdict is Verdict.REFUSED:
        claims.refuse(hand, due, reason=result.told)
    elif verdict is Verdict.DEFERRED:
        claims.put_off(hand, due, reason=result.told, at=at)
    elif verdict is Verdict.DOUBTFUL:
        claims.put_off(hand, due, reason=result.told, at=at, for_now=DOUBT_PATIENCE)
        work.doubted.append(due.pk)
        if len(work.doubted) >= DOUBTS:
            raise RelayRefuses(result.told)
    elif verdict is Verdict.UNCERTAIN:
        claims.leave_uncertain(hand, due, reason=result.told)
        _hang_up(work)
        work.losses += 1
        if work.losses >= LOSSES:
            raise RelayRests(result.told)
    else:
        claims.put_back(hand, due)
        _hang_up(work)
        raise (RelayRests if verdict is Verdict.RELAY_BUSY else RelayRefuses)(result.told)


def _slot_comes(work: _Work, hand: Hand, place: int) -> bool:
    """Wait for the letter's slot. False if it passed already or the work must end before."""
    slot = hand.letters[place].slot
    if slot.until is None:
        return True
    if slot.at - work.clock.now() > IDLE and hand.begun > 0:
        claims.mark(hand, begun=hand.begun, answered=hand.begun)
    if not _wait(work, slot.at):
        return False
    return work.clock.now() <= slot.until


def _goes_at_once(work: _Work, due: Due, ends_at: float) -> bool:
    """Whether its envelope may ride with the letter before it."""
    now = work.clock.now()
    return now < ends_at and (due.slot.until is None or due.slot.at <= now <= due.slot.until)


def _wait(work: _Work, moment: float) -> bool:
    while (left := moment - work.clock.now()) > 0:
        if work.is_over:
            return False
        work.clock.sleep(min(left, LOOK_AROUND))
    return True


def _hang_up(work: _Work) -> None:
    if work.session is not None:
        work.session.close()
        work.session = None


def _moment(now: float) -> datetime:
    return datetime.fromtimestamp(now, UTC)
