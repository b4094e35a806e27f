"""A changed register of settlements is carried into the facts of the parties."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connections
from django.dispatch import receiver

from mentorhalo.accounts.models import User
from mentorhalo.territory.signals import register_changed

from . import actions
from .actions.kinds import ship_organisation_kinds
from .models import OrganisationKind


@receiver(register_changed)
def carry_register(codes: Collection[str], by: User | None, at: datetime, **_more: Any) -> None:
    actions.follow_register(codes=codes, by=by, at=at)


def ship_after_migration(sender: Any, using: str, **_kwargs: Any) -> None:
    """After each migration, and each flush, the shipped kinds are there."""
    if OrganisationKind._meta.db_table in connections[using].introspection.table_names():
        ship_organisation_kinds()
