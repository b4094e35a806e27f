"""What the room does after each migration."""

from typing import Any

from django.db import connections

from .actions.practices.words import ship_words
from .models import Term


def ship_after_migration(sender: Any, using: str, **_kwargs: Any) -> None:
    """After each migration, and each flush, the shipped words are there."""
    if Term._meta.db_table in connections[using].introspection.table_names():
        ship_words()
