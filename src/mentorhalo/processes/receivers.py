"""What the room does after each migration, and when a grant changes."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connections
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse

from mentorhalo.accounts.models import User
from mentorhalo.knowledge.models import Method
from mentorhalo.knowledge.signals import MethodUse, uses_of_method
from mentorhalo.mentoring.models import Activity
from mentorhalo.mentoring.signals import (
    activities_revised,
    activity_approved,
    activity_returned,
    activity_revised,
)
from mentorhalo.partners.models import Consortium
from mentorhalo.partners.signals import consortium_revised

from .actions import (
    derive_obligations,
    follow_entries,
    follow_entry,
    ship_dimensions,
    ship_phases,
    ship_words,
)
from .choices import ItemState
from .models import ConsentWording, ObligationRule, PhaseKind, PlanItem, PoolTopic


@receiver(consortium_revised)
def move_obligations_with_grant(consortium: Consortium, by: User | None, at: datetime, **_more: Any) -> None:
    """A grant begins or ends on another day: what it owes falls due on others."""
    if ObligationRule.objects.filter(call=consortium.call_id).exists():
        derive_obligations(consortia=[consortium], by=by, at=at)


@receiver([activity_approved, activity_returned, activity_revised])
def follow_what_it_fulfilled(
    sender: type[Activity], activity: Activity, by: User | None, at: datetime, **_more: Any
) -> None:
    follow_entry(entry=activity, by=by, at=at)


@receiver(activities_revised)
def follow_what_they_fulfilled(
    sender: type[Activity], activities: Collection[UUID], by: User | None, at: datetime, **_more: Any
) -> None:
    follow_entries(entries=activities, by=by, at=at)


@receiver(uses_of_method)
def tell_where_it_carried_a_plan(
    sender: type[Method], method: Method, request: HttpRequest, **_more: Any
) -> list[MethodUse]:
    """Actions that were carried out by the method: for visitors where and when, for the network the action too. One query."""
    rows = PlanItem.objects.filter(methods=method, state=ItemState.DONE).order_by("pk")
    told = rows.values_list("process__settlement", "done_on", "goal", "process")
    if not request.user.has_perm("mentoring.view"):
        return [MethodUse(place, on) for place, on, _goal, _process in told if on]
    return [
        MethodUse(place, on, goal, reverse("processes:plan", args=[process]))
        for place, on, goal, process in told
        if on
    ]


def ship_after_migration(sender: Any, using: str, **_kwargs: Any) -> None:
    """After each migration, and each flush, what is shipped is there."""
    tables = connections[using].introspection.table_names()
    if {PhaseKind._meta.db_table, ConsentWording._meta.db_table, PoolTopic._meta.db_table} <= set(tables):
        ship_phases()
        ship_dimensions()
        ship_words()
