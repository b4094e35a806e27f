"""Entries shared with supervisors."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from mentorhalo.network.models import Supervisor

from ..choices import ActivityState
from ..models import Activity, SharedEntry


def share(pk: UUID) -> SharedEntry:
    return _with_entry(SharedEntry.objects.all()).get(pk=pk)


def shares_of(activity: Activity) -> list[SharedEntry]:
    """Those in force, the latest first."""
    rows = SharedEntry.objects.filter(activity=activity, ended_at=None)
    return list(rows.select_related("supervisor__user"))


def shared_with(user: Any, day: date) -> QuerySet[SharedEntry]:
    """What this account may read on the day, the latest shared first: nothing once the contract has ended."""
    contracts = Supervisor.objects.on(day).filter(user=user)
    rows = SharedEntry.objects.filter(supervisor__in=contracts, ended_at=None)
    return _with_entry(rows.exclude(activity__state=ActivityState.DRAFT)).order_by("-shared_at", "pk")


def supervisors_to_share_with(activity: Activity, day: date) -> QuerySet[Supervisor]:
    return Supervisor.objects.on(day).filter(programme=activity.programme_id).select_related("user")


def _with_entry(rows: QuerySet[SharedEntry]) -> QuerySet[SharedEntry]:
    return rows.select_related(
        "supervisor",
        "activity__kind",
        "activity__mentor",
        "activity__settlement",
        "activity__engagement__community",
    )
