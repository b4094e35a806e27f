"""Opening the relation with a community, and its dated steps."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.core.numbers import day as in_words

from ..choices import NEXT_STATES, EngagementState
from ..models import Activity, Appointment, Engagement, Pause, Transition
from ..models.activities import COUNTING_STATES
from ..queries.mandates import MandateBook
from ..signals import engagement_moved
from .journal import tell_of_engagements
from .openings import EngagementDraft, EngagementRefused, open_engagements

# Steps with a deed of their own: they need more than a day and a reason.
OWN_DEEDS = {EngagementState.INFORMED, EngagementState.PAUSED, EngagementState.CLOSED}


class StepRefused(EngagementRefused):
    """From where the engagement stands, or on that day, this step is not possible."""


def open_engagement(*, draft: EngagementDraft, by: User | None, at: datetime) -> Engagement:
    """Open one engagement. Opening again after a closing is a new engagement."""
    return open_engagements(drafts=[draft], by=by, at=at)[0]


@transaction.atomic
def inform(
    *, engagement: Engagement, on: date, offer: str, acknowledged_by: str, by: User | None, at: datetime
) -> Engagement:
    """Access is given: what was offered, on which day, and in which role somebody acknowledged it."""
    engagement = _locked(engagement)
    if engagement.informed_on:
        raise StepRefused(
            _("Access was given on %(day)s already.") % {"day": in_words(engagement.informed_on)}, field="on"
        )
    if not offer.strip():
        raise StepRefused(_("Say what was offered to the community."), field="offer")
    if engagement.state in (EngagementState.IDENTIFIED, EngagementState.CONTACTED):
        _step(engagement, EngagementState.INFORMED, on=on, reason="", by=by, at=at)
    else:
        _refuse_day(on, at)
        if on < engagement.opened_on:
            raise _backwards(engagement.opened_on)
    engagement.informed_on = on
    engagement.offer = offer.strip()
    engagement.acknowledged_by = acknowledged_by.strip()
    engagement.save(update_fields=["informed_on", "offer", "acknowledged_by"])
    tell_of_engagements([engagement], by=by, at=at)
    return engagement


@transaction.atomic
def move_engagement(
    *, engagement: Engagement, to_state: str, on: date, reason: str, by: User | None, at: datetime
) -> Engagement:
    """A step that needs no more than a day and a reason. Raises `StepRefused`."""
    engagement = _locked(engagement)
    if to_state in OWN_DEEDS:
        raise ValueError(f"{to_state} has a deed of its own")
    if engagement.state == EngagementState.PAUSED:
        _end_pause(engagement, on - timedelta(days=1))
    _step(engagement, to_state, on=on, reason=reason, by=by, at=at)
    tell_of_engagements([engagement], by=by, at=at)
    return engagement


@transaction.atomic
def pause_engagement(
    *,
    engagement: Engagement,
    on: date,
    reason: str,
    planned_until: date | None = None,
    by: User | None,
    at: datetime,
) -> Pause:
    """The engagement rests from `on`. A pause without a reason is not excused by the rules, so one is asked for."""
    engagement = _locked(engagement)
    if not reason.strip():
        raise StepRefused(_("A pause needs a reason."), field="reason")
    if planned_until and planned_until < on:
        raise StepRefused(_("A pause cannot end before it starts."), field="planned_until")
    _step(engagement, EngagementState.PAUSED, on=on, reason=reason, by=by, at=at)
    pause = Pause.objects.create(
        engagement=engagement, starts_on=on, planned_until=planned_until, reason=reason.strip()
    )
    tell_of_engagements([engagement], by=by, at=at)
    return pause


@transaction.atomic
def resume_engagement(
    *, engagement: Engagement, on: date, reason: str = "", by: User | None, at: datetime
) -> Engagement:
    """Work goes on from `on`; the day before was the last paused one."""
    if _locked(engagement).state != EngagementState.PAUSED:
        raise StepRefused(_("This engagement is not paused."))
    return move_engagement(
        engagement=engagement, to_state=EngagementState.ACTIVE, on=on, reason=reason, by=by, at=at
    )


@transaction.atomic
def close_engagement(
    *, engagement: Engagement, on: date, reason: str, evaluation: str = "", by: User | None, at: datetime
) -> Engagement:
    """Close with a reason. Entries after the day forbid it; appointments after it are called off."""
    engagement = _locked(engagement)
    if not reason.strip():
        raise StepRefused(_("Closing needs a reason."), field="reason")
    later = Activity.objects.filter(engagement=engagement, occurred_on__gt=on, state__in=COUNTING_STATES)
    last = later.order_by("-occurred_on").values_list("occurred_on", flat=True).first()
    if last:
        raise StepRefused(
            _("There is an entry of %(day)s: the engagement cannot have closed before it.")
            % {"day": in_words(last)},
            field="on",
        )
    if engagement.state == EngagementState.PAUSED:
        _end_pause(engagement, on)
    _step(engagement, EngagementState.CLOSED, on=on, reason=reason, by=by, at=at)
    engagement.closed_on = on
    engagement.closing_reason = reason.strip()
    engagement.closing_evaluation = evaluation.strip()
    engagement.save(update_fields=["closed_on", "closing_reason", "closing_evaluation"])
    planned = Appointment.objects.filter(engagement=engagement, activity=None, called_off_at=None)
    planned.filter(starts_at__gt=at).update(called_off_at=at)
    tell_of_engagements([engagement], by=by, at=at)
    return engagement


@transaction.atomic
def revise_engagement(
    *, engagement: Engagement, goals: str, contact_every_days: int, by: User | None, at: datetime
) -> Engagement:
    """What was agreed: goals, and how often the mentor promises to be in touch. Nothing of it is counted."""
    engagement = _locked(engagement)
    if not 1 <= contact_every_days <= 366:
        raise StepRefused(
            _("Promise a contact at least once a year, at most once a day."), field="contact_every_days"
        )
    engagement.goals = goals.strip()
    engagement.contact_every_days = contact_every_days
    engagement.save(update_fields=["goals", "contact_every_days"])
    search.changed("engagement", [engagement.pk])
    return engagement


def give_engagements(
    *, engagements: Sequence[Engagement], mentors: Mapping[UUID, UUID], first_day: date
) -> None:
    """Other mentors, by the engagement's id, carry on from `first_day`. Part of a handover, inside its transaction; the caller
    tells the journal. One query for each hundred, and one.
    """
    mandates = MandateBook(mentors.values())
    for engagement in engagements:
        mentor, on = mentors[engagement.pk], max(first_day, engagement.opened_on)
        engagement.mentor_id = mentor
        engagement.group_id = mandates.group_of(mentor, on, engagement.programme_id)
    Engagement.objects.bulk_update(engagements, ["mentor", "group"], batch_size=100)


def _locked(engagement: Engagement) -> Engagement:
    rows = Engagement.objects.select_for_update(of=("self",)).select_related("programme")
    return rows.get(pk=engagement.pk)


def _step(
    engagement: Engagement, to_state: str, *, on: date, reason: str, by: User | None, at: datetime
) -> None:
    now = EngagementState(engagement.state)
    if to_state not in NEXT_STATES[now]:
        raise StepRefused(
            _("An engagement that is “%(now)s” cannot become “%(then)s”.")
            % {"now": now.label, "then": EngagementState(to_state).label},
            field="to_state",
        )
    _refuse_day(on, at)
    last = engagement.transitions.order_by("-occurred_on").values_list("occurred_on", flat=True).first()
    before = max(engagement.opened_on, last) if last else engagement.opened_on
    if on < before:
        raise _backwards(before)
    transition = Transition.objects.create(
        engagement=engagement,
        from_state=now,
        to_state=to_state,
        occurred_on=on,
        reason=reason.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    engagement.state = to_state
    engagement.save(update_fields=["state"])
    engagement_moved.send(Engagement, engagement=engagement, transition=transition, by=by, at=at)


def _end_pause(engagement: Engagement, last_day: date) -> None:
    pause = engagement.pauses.filter(ends_on=None).first()
    if pause is None:
        return
    if last_day < pause.starts_on:
        raise StepRefused(
            _("The pause began on %(day)s: it lasts a day at least.") % {"day": in_words(pause.starts_on)},
            field="on",
        )
    pause.ends_on = last_day
    pause.save(update_fields=["ends_on"])


def _refuse_day(on: date, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise StepRefused(_("This day is in the future."), field="on")


def _backwards(before: date) -> StepRefused:
    return StepRefused(
        _("Steps cannot run backwards: the last one was on %(day)s.") % {"day": in_words(before)}, field="on"
    )
