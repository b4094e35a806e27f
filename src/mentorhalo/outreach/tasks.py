"""Background work of this room: letters leave, sendings begin at their moment, and none is forgotten."""

from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.work import every, job, later
from mentorhalo.core.work.running import progress, should_stop

from .actions.bounces import forget_events, recount_acts
from .actions.handover import hand_over
from .actions.sending import finish_sending, next_turn, start_planned
from .actions.subscribing import forget_unconfirmed
from .actions.trials import send_trial as hand_over_trial
from .queries import sendings

SLICE_SECONDS = 45  # after which other work of the queue gets its turn


@job(words=_("A newsletter is handed to the mail server"), attempts=100, queue="bulk")
def send_issue(issue_id: str, turn: int) -> None:
    """Hand over what is due for a while, then give the turn to the next job; a job whose turn is over does nothing."""
    issue = UUID(issue_id)
    if not sendings.is_turn(issue, turn):
        return
    done, total = sendings.done_and_total(issue)
    next_at = hand_over(
        issue=issue,
        seconds=SLICE_SECONDS,
        should_stop=should_stop,
        progress=lambda sent: progress(done + sent, total),
    )
    if should_stop():
        return
    if next_at is None:
        finish_sending(issue=issue, at=timezone.now())
        return
    moment = datetime.fromtimestamp(next_at, UTC)
    next_turn(issue=issue, at=moment if moment > timezone.now() else None)


@job(words=_("Sendings begin at their moment and go on after a halt"), every=every(minutes=1))
def look_after_sendings() -> None:
    now = timezone.now()
    for issue in sendings.planned_until(now):
        start_planned(issue=issue, at=now)
    for issue in sendings.left_alone(now):
        next_turn(issue=issue)


def send_later(*, issue_id: UUID, turn: int, at: datetime | None, **_kwargs: object) -> None:
    """Somebody gave a sending its next turn."""
    waiting = later if at is None else partial(later, at=at)
    waiting(send_issue, issue_id=str(issue_id), turn=turn)


@job(words=_("A letter is sent on trial"), queue="mail")
def send_trial(issue: str, language: str, user: str) -> None:
    hand_over_trial(
        issue=UUID(issue), language=language, user=UUID(user), base_url=settings.SITE_URL, at=timezone.now()
    )


@job(words=_("Addresses that never confirmed a subscription are forgotten"), every=every(days=1))
def forget_the_unconfirmed() -> None:
    forget_unconfirmed(at=timezone.now())


@job(words=_("Letters that came back are taken out of the count"), every=every(hours=1))
def look_after_bounces() -> None:
    now = timezone.now()
    recount_acts(at=now)
    forget_events(at=now)
