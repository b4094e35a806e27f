"""What waits for a person in this room."""

from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorhalo.accounts.choices import Role
from mentorhalo.accounts.models import User
from mentorhalo.core.numbers import day
from mentorhalo.core.registry import Waiting

from .queries import evaluations, obligations, pool

SOON = timedelta(days=14)
MOST = 5  # evaluations at once


def what_waits(user: Any, now: datetime) -> list[Waiting]:
    """Obligations due soon or late, for mentors and grantees; yearly evaluations, for mentors; questions to pass on, for mentors,
    else for their leaders, else for the office; exceptions to decide, for the office. Six queries at most.
    """
    if not isinstance(user, User):
        return []
    today = timezone.localdate(now)
    roles = user.roles_on(today)
    waiting: list[Waiting] = []
    if roles & {Role.MENTOR, Role.REPRESENTATIVE}:
        waiting += _obligations(user, today)
    if roles & {Role.MENTOR, Role.GROUP_LEADER, Role.OFFICE}:
        waiting += [
            Waiting(
                _("Somebody would like to learn: %(what)s") % {"what": one.what},
                _("Pass the question on"),
                reverse("processes:offer", args=[one.pk]),
            )
            for one in pool.asked_of(user, today)
        ]
    if Role.MENTOR in roles:
        due = evaluations.yearly_due(user, today)
        waiting += [
            Waiting(
                _("It is time for the yearly evaluation: %(area)s") % {"area": one},
                _("Evaluate"),
                reverse("processes:evaluations", args=[one.pk]),
            )
            for one in due[:MOST]
        ]
    if Role.OFFICE in roles and (count := obligations.exceptions_asked()):
        words = ngettext(
            "An exception from an obligation is asked for.",
            "%(count)s exceptions from obligations are asked for.",
            count,
        )
        waiting.append(Waiting(words % {"count": count}, _("Decide"), reverse("processes:grants")))
    return waiting


def _obligations(user: User, today: date) -> list[Waiting]:
    """Each by itself, but of a grant that is late with several one line for all of these. Two queries."""
    late = obligations.late_of(user, today)
    alone = [grant.pk for grant in late if grant.late == 1]
    lines = [
        Waiting(
            _("%(count)s obligations of %(grant)s are late, the first since %(day)s.")
            % {"count": grant.late, "grant": grant.title, "day": day(grant.first)},
            _("Show what fulfils them"),
            reverse("processes:obligations", args=[grant.pk]),
            is_urgent=True,
        )
        for grant in late
        if grant.late > 1
    ]
    lines += [
        Waiting(
            _("Due on %(day)s %(what)s (%(grant)s)")
            % {"day": day(one.due_on), "what": one.rule, "grant": one.consortium.title},
            _("Show what fulfils it"),
            reverse("processes:obligations", args=[one.consortium_id]),
            is_urgent=one.due_on < today,
        )
        for one in obligations.due_of(user, today, today + SOON, late_in=alone)
    ]
    return lines
