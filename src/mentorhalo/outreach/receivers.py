"""What this room does when the house tells something."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connections
from django.dispatch import receiver

from mentorhalo.accounts.models import User
from mentorhalo.territory.signals import register_changed

from .actions.acts import follow_register
from .actions.consents import ship_consent_texts
from .models import ConsentText


@receiver(register_changed)
def carry_register(codes: Collection[str], by: User | None, at: datetime, **_more: Any) -> None:
    follow_register(codes=codes, by=by, at=at)


def ship_after_migration(sender: Any, using: str, **_kwargs: Any) -> None:
    """After each migration, and each flush, the sentences one agrees to are there."""
    if ConsentText._meta.db_table in connections[using].introspection.table_names():
        ship_consent_texts()
