"""After each migration (and each flush) the shipped figures are there."""

from typing import Any

from django.db import connections
from django.utils import timezone

from .actions import ship_definitions
from .models import Definition


def ship_after_migration(sender: Any, using: str, **kwargs: Any) -> None:
    if Definition._meta.db_table in connections[using].introspection.table_names():
        ship_definitions(at=timezone.now())
