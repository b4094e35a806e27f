"""Sending begun, paused, gone on with, stopped, finished; what the office decides about letters nobody knows of."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.core.rows import insert_rows

from ..checks import errors_of
from ..choices import DeliveryState, IssueState
from ..models import Delivery, Issue, Omission, Sending
from ..queries import SegmentRefused, audience_of
from ..segments import Audience, Recipient
from ..signals import sending_due
from .acts import record_issue_act
from .composing import freeze_texts

RESTS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 60, 120, 120)]
OPEN = (DeliveryState.WAITING, DeliveryState.DEFERRED, DeliveryState.CLAIMED)


class SendingRefused(Exception):
    """The letter cannot be sent, paused or stopped like that; the message is meant for the person."""


def plan_sending(*, issue: Issue, planned_at: datetime, by: User, at: datetime) -> None:
    """Have the sending begun at a moment, by this person. What forbids it is said now; it is looked at again then."""
    if planned_at <= at:
        raise SendingRefused(_("This moment has passed."))
    with transaction.atomic():
        issue = _locked(issue, IssueState.DRAFT)
        _refuse_errors(issue)
        issue.planned_at = planned_at
        issue.save(update_fields=["planned_at"])
        Sending.objects.update_or_create(issue=issue, defaults={"by": by, "reason": ""})
        _note("plan_sending", issue, by, at, planned_at=planned_at.isoformat())


def call_off_plan(*, issue: Issue, by: User, at: datetime) -> None:
    """Take the moment back; the letter stays a draft."""
    with transaction.atomic():
        issue = _locked(issue, IssueState.DRAFT)
        issue.planned_at = None
        issue.save(update_fields=["planned_at"])
        _note("call_off_plan", issue, by, at)


def start_planned(*, issue: UUID, at: datetime) -> bool:
    """Begin a sending whose moment has come; what forbids it now is kept as the reason. Repeating it is harmless."""
    sending = Sending.objects.filter(pk=issue).select_related("issue", "by").first()
    planned_at = sending.issue.planned_at if sending else None
    if sending is None or planned_at is None or planned_at > at or sending.issue.state != IssueState.DRAFT:
        return False
    try:
        start_sending(issue=sending.issue, by=sending.by, at=at)
    except SendingRefused as refusal:
        with transaction.atomic():
            Sending.objects.filter(pk=issue).update(reason=str(refusal)[:400])
            Issue.objects.filter(pk=issue, state=IssueState.DRAFT).update(planned_at=None)
        return False
    return True


def start_sending(*, issue: Issue, by: User, at: datetime) -> Issue:
    """Freeze words, recipients and omissions, and let the letters go. Raises `SendingRefused`."""
    with transaction.atomic():
        issue = freeze_sending(issue=issue, by=by, at=at)
        next_turn(issue=issue.pk)
    return issue


@transaction.atomic
def freeze_sending(*, issue: Issue, by: User, at: datetime) -> Issue:
    """Words, recipients and omissions as they are now. Raises `SendingRefused`.

    Everybody who gets the letter has a row before the first one leaves: nobody can be forgotten or met twice.
    """
    issue = _locked(issue, IssueState.DRAFT)
    _refuse_errors(issue)
    try:
        audience = audience_of(issue, by=by, at=at)
    except SegmentRefused as refusal:
        raise SendingRefused(str(refusal)) from refusal
    if not audience.recipients:
        raise SendingRefused(_("Nobody would get this letter: nobody named by the audience agreed to it."))
    issue.state = IssueState.SENDING
    issue.started_at = issue.started_at or at
    issue.save(update_fields=["state", "started_at"])
    freeze_texts(issue=issue, base_url=settings.SITE_URL, at=at)
    _freeze_audience(issue, audience)
    Sending.objects.update_or_create(issue=issue, defaults={"by": by, "reason": ""})
    _note("start_sending", issue, by, at, recipients=len(audience))
    return issue


def pause_sending(*, issue: Issue, by: User, at: datetime) -> None:
    """No further letters; at most those already in a worker's hands leave."""
    with transaction.atomic():
        issue = _locked(issue, IssueState.SENDING)
        issue.state = IssueState.PAUSED
        issue.save(update_fields=["state"])
        Sending.objects.filter(pk=issue.pk).update(reason="")
        _note("pause_sending", issue, by, at)


def resume_sending(*, issue: Issue, by: User, at: datetime) -> None:
    """Go on where it stood; what the relay refused for now is tried at once."""
    with transaction.atomic():
        issue = _locked(issue, IssueState.PAUSED)
        issue.state = IssueState.SENDING
        issue.save(update_fields=["state"])
        Sending.objects.filter(pk=issue.pk).update(reason="", rest_until=None, rests=0)
        Delivery.objects.of(issue.pk).filter(state=DeliveryState.DEFERRED).update(retry_at=at)
        _note("resume_sending", issue, by, at)
        next_turn(issue=issue.pk)


def stop_sending(*, issue: Issue, by: User, at: datetime) -> None:
    """End it for good: who has not got the letter will not get it, and has a row that says so."""
    with transaction.atomic():
        issue = _locked(issue, IssueState.SENDING, IssueState.PAUSED)
        issue.state = IssueState.STOPPED
        issue.save(update_fields=["state"])
        _leave_unsent(issue.pk)
        _note("stop_sending", issue, by, at)
        next_turn(issue=issue.pk)


def repeat_uncertain(*, delivery: Delivery, by: User, at: datetime) -> None:
    """Send a letter again of which nobody knows whether it arrived: somebody decided that twice is better than never."""
    with transaction.atomic():
        issue = _locked(delivery.issue, IssueState.SENDING, IssueState.PAUSED, IssueState.SENT)
        repeated = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.UNCERTAIN).update(
            state=DeliveryState.WAITING, attempts=0, reason=""
        )
        if not repeated:
            raise SendingRefused(_("This letter is not among the uncertain ones any more."))
        if issue.state == IssueState.SENT:
            issue.state, issue.finished_at = IssueState.SENDING, None
            issue.save(update_fields=["state", "finished_at"])
        _note("repeat_uncertain", issue, by, at, delivery=delivery.pk)
        next_turn(issue=issue.pk)


def finish_sending(*, issue: UUID, at: datetime) -> bool:
    """Close a sending of which nothing is open, and record whom it told. Repeating it is harmless."""
    with transaction.atomic():
        found = Issue.objects.select_for_update().filter(pk=issue, finished_at=None).first()
        if found is None or found.state not in (IssueState.SENDING, IssueState.STOPPED):
            return False
        if found.state == IssueState.STOPPED:
            _leave_unsent(issue)  # what was in a worker's hands when it was stopped, and was refused for now
        if Delivery.objects.of(issue).filter(state__in=OPEN).exists():
            return False
        if found.state == IssueState.SENDING:
            found.state = IssueState.SENT
        found.finished_at = at
        found.save(update_fields=["state", "finished_at"])
        record_issue_act(issue=found, at=at)
    return True


def beat(*, issue: UUID, at: datetime, has_sent: bool) -> None:
    """A worker did something for it; where letters went, the relay's patience begins anew."""
    changes = {"rests": 0, "rest_until": None, "reason": ""} if has_sent else {}
    Sending.objects.filter(pk=issue).update(beat_at=at, **changes)


def rest(*, issue: UUID, reason: str, at: datetime) -> float | None:
    """The relay takes nothing for now: wait, longer each time, at last for a person. Returns when to go on."""
    with transaction.atomic():
        sending = Sending.objects.select_for_update().get(pk=issue)
        if sending.rests >= len(RESTS):
            pause_for(issue=issue, reason=reason, at=at)
            return None
        sending.rest_until = at + RESTS[sending.rests]
        sending.rests += 1
        sending.reason = reason[:400]
        sending.beat_at = at
        sending.save(update_fields=["rest_until", "rests", "reason", "beat_at"])
    return sending.rest_until.timestamp()


def pause_for(*, issue: UUID, reason: str, at: datetime) -> None:
    """The relay refuses all of it: pause and say why."""
    with transaction.atomic():
        Issue.objects.filter(pk=issue, state=IssueState.SENDING).update(state=IssueState.PAUSED)
        Sending.objects.filter(pk=issue).update(reason=reason[:400], beat_at=at)


def next_turn(*, issue: UUID, at: datetime | None = None) -> None:
    """Have a job go on with it, now or at a moment; jobs of earlier turns will do nothing. So there is always one."""
    with transaction.atomic():
        Sending.objects.filter(pk=issue).update(turn=F("turn") + 1)
        turn = Sending.objects.values_list("turn", flat=True).get(pk=issue)
        transaction.on_commit(
            partial(sending_due.send, Sending, issue_id=issue, turn=turn, at=at),
        )


def _leave_unsent(issue: UUID) -> None:
    waiting = Delivery.objects.of(issue).filter(state__in=(DeliveryState.WAITING, DeliveryState.DEFERRED))
    waiting.update(state=DeliveryState.NOT_SENT, retry_at=None)


def _freeze_audience(issue: Issue, audience: Audience) -> None:
    insert_rows(
        Delivery,
        (
            Delivery(
                issue=issue,
                subscriber_id=recipient.subscriber_id,
                contact=recipient.contact_id,
                party=recipient.party,
                address=recipient.address,
                name=recipient.name,
                domain=recipient.address.rpartition("@")[2].lower(),
                language=recipient.language,
            )
            for recipient in in_turns(audience.recipients)
        ),
    )
    insert_rows(
        Omission,
        (
            Omission(issue=issue, whom=omission.whom, reason=omission.reason)
            for omission in audience.omissions
        ),
    )


def in_turns(recipients: Sequence[Recipient]) -> list[Recipient]:
    """The domains spread evenly over the whole: a large one's letters never stand all together."""
    numbers: dict[str, int] = {}
    places = []
    for recipient in recipients:
        domain = recipient.address.rpartition("@")[2].lower()
        numbers[domain] = numbers.get(domain, 0) + 1
        places.append((domain, numbers[domain]))
    order = sorted(
        range(len(recipients)),
        key=lambda index: ((places[index][1] - 0.5) / numbers[places[index][0]], places[index][0], index),
    )
    return [recipients[index] for index in order]


def _refuse_errors(issue: Issue) -> None:
    errors = errors_of(issue, base_url=settings.SITE_URL)
    if errors:
        raise SendingRefused(" ".join(finding.words for finding in errors))


def _locked(issue: Issue, *states: IssueState) -> Issue:
    locked = Issue.objects.select_for_update().get(pk=issue.pk)
    if locked.state not in states:
        raise SendingRefused(
            _("Somebody was quicker: this letter is in the state “%(state)s” now.")
            % {"state": locked.get_state_display()}
        )
    return locked


def _note(deed: str, issue: Issue, by: User, at: datetime, **details: object) -> None:
    audit.note(deed=deed, subject=f"issue:{issue.pk}", by=by.pk, at=at, details=details)
