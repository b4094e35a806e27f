"""What this room does when a log entry takes a step or a settlement moves to another county."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connections
from django.dispatch import receiver

from mentorhalo.accounts.models import User
from mentorhalo.mentoring.models import Activity
from mentorhalo.mentoring.signals import (
    activities_revised,
    activity_approved,
    activity_returned,
    activity_revised,
    activity_submitted,
)
from mentorhalo.territory.signals import register_changed

from .actions import follow_activities, follow_activity, ship_scales
from .actions.register import follow_register
from .models import ScaleRule


@receiver([activity_submitted, activity_approved, activity_returned, activity_revised])
def carry_activity(activity: Activity, by: User | None, at: datetime, **_more: Any) -> None:
    follow_activity(activity=activity, by=by, at=at)


@receiver(activities_revised)
def carry_activities(activities: Collection[UUID], by: User | None, at: datetime, **_more: Any) -> None:
    follow_activities(activities=activities, by=by, at=at)


@receiver(register_changed)
def carry_register(codes: Collection[str], by: User | None, at: datetime, **_more: Any) -> None:
    follow_register(codes=codes, by=by, at=at)


def ship_after_migration(sender: Any, using: str, **_kwargs: Any) -> None:
    """After each migration, and each flush, the shipped scales are there."""
    if ScaleRule._meta.db_table in connections[using].introspection.table_names():
        ship_scales()
