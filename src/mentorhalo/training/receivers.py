"""Who becomes a mentor is the same person as before."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from mentorhalo.accounts.models import User
from mentorhalo.network.signals import accounts_linked

from .actions.journal import tell_of_learners


@receiver(accounts_linked)
def carry_accounts(users: Collection[UUID], by: User | None, at: datetime, **_kwargs: Any) -> None:
    tell_of_learners(users, by=by, at=at)
