"""What this room does when the house tells something."""

from typing import Any

from django.db import connections

from .actions.consents import ship_consent_texts
from .models import ConsentText


def ship_after_migration(sender: Any, using: str, **_kwargs: Any) -> None:
    """After each migration, and each flush, the sentences one agrees to are there."""
    if ConsentText._meta.db_table in connections[using].introspection.table_names():
        ship_consent_texts()
