"""Approving and returning entries, and closing a period."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import audit
from mentorhalo.core.numbers import day as in_words
from mentorhalo.core.numbers import moment
from mentorhalo.evidence.actions import seal
from mentorhalo.programmes.models import Programme

from ..choices import ActivityState
from ..models import Activity, PeriodClosing
from ..signals import activity_approved, activity_returned
from .activities import is_author
from .journal import tell_of_activities


class DecisionRefused(Exception):
    """The entry cannot be decided so; the message is meant for the person."""


class AlreadyDecided(DecisionRefused):
    """Somebody was quicker. Nothing happened a second time."""


class OwnEntry(DecisionRefused):
    """Nobody decides on their own entry."""


class NotDecider(DecisionRefused):
    """Only the leader of the entry's county group, or the office, decides."""


class ClosingRefused(Exception):
    """The period cannot be closed so; the message is meant for the person."""


@dataclass
class Decided:
    """What became of many decisions: those that went through, and the others with the reason."""

    approved: list[Activity] = field(default_factory=list)
    refused: list[tuple[Activity, str]] = field(default_factory=list)


@transaction.atomic
def approve_activity(*, activity: Activity, by: User, at: datetime) -> Activity:
    """The entry holds from now on; if it is a correction, the original counts no more."""
    activity = _waiting(activity.pk, by)
    activity.state = ActivityState.APPROVED
    _decide(activity, by, at)
    tell_of_activities([activity.pk], by=by, at=at, reason="approved")
    activity_approved.send(Activity, activity=activity, by=by, at=at)
    return activity


@transaction.atomic
def return_activity(*, activity: Activity, reason: str, by: User, at: datetime) -> Activity:
    """Back to its author with a reason; until it is sent in again it counts nowhere."""
    activity = _waiting(activity.pk, by)
    if not reason.strip():
        raise DecisionRefused(_("Say what is missing, so that its author can mend it."))
    activity.state = ActivityState.RETURNED
    activity.return_reason = reason.strip()[:300]
    _decide(activity, by, at)
    tell_of_activities([activity.pk], by=by, at=at, reason="returned")
    activity_returned.send(Activity, activity=activity, by=by, at=at)
    return activity


def approve_many(*, activities: Iterable[Activity], by: User, at: datetime) -> Decided:
    """Each by itself: one that cannot be approved does not hold up the others."""
    decided = Decided()
    for activity in activities:
        try:
            decided.approved.append(approve_activity(activity=activity, by=by, at=at))
        except DecisionRefused as refusal:
            decided.refused.append((activity, str(refusal)))
    return decided


def may_decide(user: User, activity: Activity) -> bool:
    """The leader of the entry's county group today, or the office; never its author. Two queries at most."""
    leads = activity.group_id in user.groups_led()
    return (leads or user.holds("office")) and not is_author(activity, user)


@transaction.atomic
def close_period(*, programme: Programme, until: date, by: User, at: datetime) -> PeriodClosing:
    """From now on entries dated up to `until` that were sent in change by corrections alone. Seals the journal."""
    if until >= timezone.localdate(at):
        raise ClosingRefused(_("A period can be closed when it is over."))
    if until < programme.starts_on:
        raise ClosingRefused(_("This day is before the programme starts."))
    later = PeriodClosing.objects.filter(programme=programme, until__gte=until).order_by("until").first()
    if later is not None:
        raise ClosingRefused(
            _("Everything up to %(day)s is closed already.") % {"day": in_words(later.until)}
        )
    try:
        with transaction.atomic():
            closing = PeriodClosing.objects.create(
                programme=programme, until=until, closed_at=at, closed_by=by
            )
    except IntegrityError:
        raise ClosingRefused(_("This period is already closed.")) from None
    audit.note(
        deed="close_period",
        subject=f"programme:{programme.pk}",
        by=by.pk,
        at=at,
        details={"until": until.isoformat()},
    )
    seal(at=at)
    return closing


def _waiting(pk: UUID, by: User) -> Activity:
    """The entry, held until the transaction ends, if `by` may decide on it now."""
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=pk)
    if activity.state == ActivityState.APPROVED:
        raise AlreadyDecided(
            _("Already approved by %(who)s, %(when)s.")
            % {"who": activity.decided_by or _("an earlier record"), "when": moment(activity.decided_at)}
        )
    if activity.state == ActivityState.RETURNED:
        raise AlreadyDecided(
            _("Already returned by %(who)s, %(when)s.")
            % {"who": activity.decided_by or _("an earlier record"), "when": moment(activity.decided_at)}
        )
    if activity.state != ActivityState.SUBMITTED:
        raise DecisionRefused(_("This entry has not been sent in yet."))
    if is_author(activity, by):
        raise OwnEntry(_("Nobody approves their own entry. Somebody else of the office can."))
    if not may_decide(by, activity):
        raise NotDecider(_("Only the leader of the county group or the office decides on this entry."))
    return activity


def _decide(activity: Activity, by: User, at: datetime) -> None:
    activity.decided_at = at
    activity.decided_by = by
    activity.save(update_fields=["state", "return_reason", "decided_at", "decided_by"])
