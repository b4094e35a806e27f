"""What the room does after each migration."""

from typing import Any

from django.db import connections

from .actions import ship_phases
from .models import PhaseKind


def ship_after_migration(sender: Any, using: str, **_kwargs: Any) -> None:
    """After each migration, and each flush, what is shipped is there."""
    if PhaseKind._meta.db_table in connections[using].introspection.table_names():
        ship_phases()
