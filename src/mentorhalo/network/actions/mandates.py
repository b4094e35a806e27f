"""Mandates: who is a mentor from when to when, in which group, with how much of their time."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from mentorhalo.accounts.actions import follow_grants
from mentorhalo.accounts.models import User
from mentorhalo.core import search
from mentorhalo.core.numbers import day as in_words
from mentorhalo.evidence.actions import sync
from mentorhalo.network.choices import EndReason
from mentorhalo.network.facts import MANDATE, mandate_facts
from mentorhalo.network.models import CountyGroup, Leadership, Mandate, Mentor, Participation
from mentorhalo.network.queries.supervision import supervises_between

from .grants import leadership_grant, mandate_grant


class MandateRefused(Exception):
    """The mandate cannot be given, changed or ended so; the message is meant for the person."""


@transaction.atomic
def give_mandate(
    *,
    mentor: Mentor,
    group: CountyGroup,
    starts_on: date,
    ends_on: date | None = None,
    end_reason: str = "",
    working_time: int = 100,
    capacity: int = 20,
    by: User,
    at: datetime,
) -> Mandate:
    """A mandate with a known last day ends because its term runs out, unless another reason is given."""
    mandate = Mandate(
        mentor=mentor,
        programme=group.programme,
        group=group,
        starts_on=starts_on,
        ends_on=ends_on,
        end_reason=_reason(ends_on, end_reason),
        working_time=working_time,
        capacity=capacity,
    )
    _check(mandate)
    mandate.save(force_insert=True)
    _tell(mandate, by, at)
    return mandate


@transaction.atomic
def revise_mandate(
    *,
    mandate: Mandate,
    starts_on: date,
    ends_on: date | None,
    end_reason: str = "",
    working_time: int,
    capacity: int,
    by: User,
    at: datetime,
) -> Mandate:
    """Correct what was written wrong. A change of group or of time from a day on is a new mandate instead."""
    mandate = _loaded(mandate)
    before = (mandate.starts_on, mandate.ends_on)
    mandate.starts_on, mandate.ends_on = starts_on, ends_on
    mandate.end_reason = _reason(ends_on, end_reason)
    mandate.working_time, mandate.capacity = working_time, capacity
    _check(mandate)
    _refuse_lost_sessions(mandate, *before)
    mandate.save()
    _trim_leading(mandate, by, at)
    _tell(mandate, by, at)
    return mandate


@transaction.atomic
def end_mandate(*, mandate: Mandate, ends_on: date, reason: str, by: User, at: datetime) -> Mandate:
    """Let the mandate end with the day `ends_on`; leading the group ends with it."""
    mandate = _loaded(mandate)
    if reason not in EndReason.values:
        raise MandateRefused(_("A mandate that ends needs a reason."))
    if mandate.ends_on and mandate.ends_on < ends_on:
        raise MandateRefused(_("This mandate ended on %(day)s already.") % {"day": in_words(mandate.ends_on)})
    before = (mandate.starts_on, mandate.ends_on)
    mandate.ends_on, mandate.end_reason = ends_on, reason
    _check(mandate)
    _refuse_lost_sessions(mandate, *before)
    mandate.save(update_fields=["ends_on", "end_reason"])
    _trim_leading(mandate, by, at)
    _tell(mandate, by, at)
    return mandate


def check_mandate(mandate: Mandate, others: Iterable[Mandate]) -> None:
    """Refuse a mandate that breaks a rule; `others` are further mandates of the same mentor in the programme."""
    if mandate.ends_on and mandate.ends_on < mandate.starts_on:
        raise MandateRefused(_("A mandate cannot end before it starts."))
    if bool(mandate.ends_on) != bool(mandate.end_reason):
        raise MandateRefused(_("A mandate that ends needs a reason, and a reason needs an end."))
    if not 1 <= mandate.working_time <= 100:
        raise MandateRefused(_("The share of working time is between 1 and 100 percent."))
    group = mandate.group
    if mandate.starts_on < group.starts_on:
        raise MandateRefused(
            _("The county group works from %(day)s only.") % {"day": in_words(group.starts_on)}
        )
    if group.ends_on and (mandate.ends_on is None or mandate.ends_on > group.ends_on):
        raise MandateRefused(_("The county group ends on %(day)s.") % {"day": in_words(group.ends_on)})
    last = mandate.ends_on or date.max
    for other in others:
        if other.starts_on <= last and (other.ends_on or date.max) >= mandate.starts_on:
            raise MandateRefused(
                _("%(name)s has another mandate in this programme from %(day)s.")
                % {"name": mandate.mentor.name, "day": in_words(other.starts_on)}
            )


def _check(mandate: Mandate) -> None:
    """Holds the rows of mentor and account until the transaction ends: two mandates given at once see each other, and so do
    a mandate and a contract to supervise."""
    Mentor.objects.select_for_update().get(pk=mandate.mentor_id)
    User.objects.select_for_update().filter(pk=mandate.mentor.user_id).first()
    if supervises_between(mandate.mentor.user_id, mandate.starts_on, mandate.ends_on):
        raise MandateRefused(
            _("%(name)s supervises in these days, and a supervisor stands outside the network.")
            % {"name": mandate.mentor.name}
        )
    same = Mandate.objects.filter(mentor=mandate.mentor_id, programme=mandate.programme_id)
    check_mandate(mandate, same.exclude(pk=mandate.pk))


def _refuse_lost_sessions(mandate: Mandate, first: date, last: date | None) -> None:
    """A session of supervision held in the mandate stays in it, unless the mentor moves on to another one. Of which day it
    is nobody is told."""
    is_followed = mandate.end_reason == EndReason.MOVED
    covered = (mandate.starts_on, date.max if is_followed else mandate.ends_on or date.max)
    held = Participation.objects.filter(
        supervisee__mentor=mandate.mentor_id,
        session__supervisor__programme=mandate.programme_id,
        session__held_on__range=(first, last or date.max),
    )
    if held.exclude(session__held_on__range=covered).exists():
        raise MandateRefused(_("There are supervision sessions outside these days."))


def _loaded(mandate: Mandate) -> Mandate:
    whole = Mandate.objects.select_related("mentor", "programme", "group")
    return whole.select_for_update(of=("self",)).get(pk=mandate.pk)


def _reason(ends_on: date | None, reason: str) -> str:
    return reason or (EndReason.TERM if ends_on else "")


def _trim_leading(mandate: Mandate, by: User, at: datetime) -> None:
    """Who has left the group does not lead it: leading ends with the mandate, or never begins."""
    if mandate.ends_on is None:
        return
    led = Leadership.objects.filter(mentor=mandate.mentor_id, group=mandate.group_id)
    led = led.touching(mandate.ends_on + timedelta(days=1), None).exclude(starts_on__lt=mandate.starts_on)
    for leadership in led.select_related("mentor", "group__programme"):
        if leadership.starts_on > mandate.ends_on:
            follow_grants([replace(leadership_grant(leadership), user_id=None)], by=by, at=at)
            leadership.delete()
            continue
        leadership.ends_on = mandate.ends_on
        leadership.save(update_fields=["ends_on"])
        follow_grants([leadership_grant(leadership)], by=by, at=at)


def _tell(mandate: Mandate, by: User, at: datetime) -> None:
    sync(MANDATE, str(mandate.pk), mandate_facts(mandate), by=by, at=at)
    follow_grants([mandate_grant(mandate)], by=by, at=at)
    search.changed("mentor", [mandate.mentor_id])
