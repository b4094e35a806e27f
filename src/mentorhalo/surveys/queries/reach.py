"""How far somebody's say reaches in the field: every county, or those whose mentor group they lead."""

from datetime import date
from typing import Any

from mentorhalo.accounts.models import User
from mentorhalo.accounts.rules import is_auditor, is_office, is_researcher
from mentorhalo.network.models import CountyGroup


def counties_of(user: Any, day: date) -> frozenset[str] | None:
    """None: the whole country. A leader of county groups has their counties, anybody else has none. One query at most."""
    if is_researcher(user) or is_office(user) or is_auditor(user):
        return None
    groups = user.groups_led(day) if isinstance(user, User) else frozenset()
    if not groups:
        return frozenset()
    return frozenset(CountyGroup.objects.filter(pk__in=groups).values_list("county", flat=True))
