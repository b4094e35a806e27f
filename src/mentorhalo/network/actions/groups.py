"""County groups and who leads them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mentorhalo.accounts.actions import follow_grants
from mentorhalo.accounts.models import User
from mentorhalo.core import audit, search
from mentorhalo.core.numbers import day as in_words
from mentorhalo.evidence.actions import sync
from mentorhalo.network.facts import GROUP, group_facts
from mentorhalo.network.models import CountyGroup, Leadership, Mandate, Mentor
from mentorhalo.programmes.models import Programme
from mentorhalo.territory.models import County

from .grants import leadership_grant


class GroupRefused(Exception):
    """The group cannot be formed, ended or led so; the message is meant for the person."""


@transaction.atomic
def form_group(
    *,
    programme: Programme,
    county: County,
    starts_on: date | None = None,
    ends_on: date | None = None,
    by: User,
    at: datetime,
) -> CountyGroup:
    """Form the mentors' group of a county the programme works in; without a day, from the programme's first."""
    group = CountyGroup(
        programme=programme, county=county, starts_on=starts_on or programme.starts_on, ends_on=ends_on
    )
    check_group(group, programme.counties.values_list("county_code", flat=True))
    if CountyGroup.objects.filter(programme=programme, county=county).exists():
        raise GroupRefused(_("This county already has a group in the programme."))
    group.save(force_insert=True)
    _tell(group, by, at)
    return group


@transaction.atomic
def end_group(*, group: CountyGroup, ends_on: date, by: User, at: datetime) -> CountyGroup:
    """Let the group end with the day `ends_on`. Its mandates must have been ended by then."""
    group = (
        CountyGroup.objects.select_related("programme", "county")
        .select_for_update(of=("self",))
        .get(pk=group.pk)
    )
    if ends_on < group.starts_on:
        raise GroupRefused(_("A group cannot end before it starts."))
    if Mandate.objects.filter(Q(ends_on=None) | Q(ends_on__gt=ends_on), group=group).exists():
        raise GroupRefused(_("Some mandates of the group last longer. End or move them first."))
    group.ends_on = ends_on
    group.save(update_fields=["ends_on"])
    _tell(group, by, at)
    return group


@transaction.atomic
def appoint_leader(
    *, group: CountyGroup, mentor: Mentor, starts_on: date, by: User, at: datetime
) -> Leadership:
    """Let a member lead the group from the day on, as long as their mandate lasts. Who led before leads until then."""
    CountyGroup.objects.select_for_update().get(pk=group.pk)
    mandate = Mandate.objects.on(starts_on).filter(group=group, mentor=mentor).first()
    if mandate is None:
        raise GroupRefused(
            _("%(name)s has no mandate in this group on %(day)s.")
            % {"name": mentor.name, "day": in_words(starts_on)}
        )
    _end_former(group, starts_on, by, at)
    leadership = Leadership.objects.create(
        group=group, mentor=mentor, starts_on=starts_on, ends_on=mandate.ends_on
    )
    follow_grants([leadership_grant(leadership)], by=by, at=at)
    _note("appoint_leader", leadership, by, at)
    return leadership


@transaction.atomic
def end_leadership(*, leadership: Leadership, ends_on: date, by: User, at: datetime) -> Leadership:
    leadership = Leadership.objects.select_related("mentor", "group__programme").get(pk=leadership.pk)
    if ends_on < leadership.starts_on:
        raise GroupRefused(_("Leading a group cannot end before it starts."))
    if leadership.ends_on and leadership.ends_on < ends_on:
        raise GroupRefused(_("This ended earlier than that day already."))
    leadership.ends_on = ends_on
    leadership.save(update_fields=["ends_on"])
    follow_grants([leadership_grant(leadership)], by=by, at=at)
    _note("end_leadership", leadership, by, at)
    return leadership


def check_group(group: CountyGroup, counties: Iterable[str]) -> None:
    """Refuse a group that breaks a rule; `counties` are those of its programme."""
    if group.county_id not in counties:
        raise GroupRefused(_("The programme does not work in this county."))
    if group.starts_on < group.programme.starts_on:
        raise GroupRefused(
            _("The programme begins on %(day)s only.") % {"day": in_words(group.programme.starts_on)}
        )
    if group.ends_on and group.ends_on < group.starts_on:
        raise GroupRefused(_("A group cannot end before it starts."))


def _end_former(group: CountyGroup, starts_on: date, by: User, at: datetime) -> None:
    standing = Leadership.objects.filter(group=group).touching(starts_on, None)
    for former in standing.select_related("mentor", "group__programme"):
        if former.starts_on >= starts_on:
            raise GroupRefused(
                _("%(name)s leads the group from %(day)s.")
                % {"name": former.mentor.name, "day": in_words(former.starts_on)}
            )
        former.ends_on = starts_on - timedelta(days=1)
        former.save(update_fields=["ends_on"])
        follow_grants([leadership_grant(former)], by=by, at=at)


def _tell(group: CountyGroup, by: User, at: datetime) -> None:
    sync(GROUP, str(group.pk), group_facts(group), by=by, at=at)
    search.changed("group", [group.pk])


def _note(deed: str, leadership: Leadership, by: User, at: datetime) -> None:
    details = {
        "mentor": str(leadership.mentor_id),
        "from": leadership.starts_on.isoformat(),
        "until": leadership.ends_on.isoformat() if leadership.ends_on else "",
    }
    audit.note(deed=deed, subject=f"group:{leadership.group_id}", by=by.pk, at=at, details=details)
