"""What the room does after each migration, and when a grant changes."""

from datetime import datetime
from typing import Any

from django.db import connections
from django.dispatch import receiver

from mentorhalo.accounts.models import User
from mentorhalo.partners.models import Consortium
from mentorhalo.partners.signals import consortium_revised

from .actions import derive_obligations, ship_phases
from .models import ObligationRule, PhaseKind


@receiver(consortium_revised)
def move_obligations_with_grant(consortium: Consortium, by: User | None, at: datetime, **_more: Any) -> None:
    """A grant begins or ends on another day: what it owes falls due on others."""
    if ObligationRule.objects.filter(call=consortium.call_id).exists():
        derive_obligations(consortia=[consortium], by=by, at=at)


def ship_after_migration(sender: Any, using: str, **_kwargs: Any) -> None:
    """After each migration, and each flush, what is shipped is there."""
    if PhaseKind._meta.db_table in connections[using].introspection.table_names():
        ship_phases()
