"""Information acts as lists and single records, as far as one may see them."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from mentorhalo.accounts.choices import Role
from mentorhalo.network.models import Mandate

from ..models import InformationAct
from ..models.acts import InformationActQuerySet


def act(pk: UUID) -> InformationAct:
    """Raises `DoesNotExist`. One query."""
    return InformationAct.objects.select_related("by", "issue").get(pk=pk)


def acts_seen_by(user: Any) -> InformationActQuerySet:
    """All for the office and the auditor; own and the group's for mentors and leaders. One query to know the groups."""
    rows: InformationActQuerySet = InformationAct.objects.all()
    if not getattr(user, "is_authenticated", False):
        return rows.none()
    if user.holds(Role.OFFICE) or user.holds(Role.AUDITOR):
        return rows
    today = timezone.localdate()
    groups = set(user.groups_led(today))
    groups |= set(Mandate.objects.on(today).filter(mentor__user=user).values_list("group", flat=True))
    return rows.filter(Q(by=user) | Q(group__in=groups))


def acts_listed(
    user: Any,
    *,
    audience: str = "",
    channel: str = "",
    county: str = "",
    since: date | None = None,
    until: date | None = None,
    own: bool = False,
) -> InformationActQuerySet:
    """What a list shows, the latest first; withdrawn ones stay in it."""
    rows = acts_seen_by(user)
    if own:
        rows = rows.filter(by=user)
    if audience:
        rows = rows.filter(audience=audience)
    if channel:
        rows = rows.filter(channel=channel)
    if county:
        rows = rows.filter(county=county)
    if since:
        rows = rows.filter(given_on__gte=since)
    if until:
        rows = rows.filter(given_on__lte=until)
    return rows.select_related("by").order_by("-given_on", "-entered_at", "pk")
