"""A changed register of settlements is carried into the facts of the parties."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from mentorhalo.accounts.models import User
from mentorhalo.territory.signals import register_changed

from . import actions


@receiver(register_changed)
def carry_register(codes: Collection[str], by: User | None, at: datetime, **_more: Any) -> None:
    actions.follow_register(codes=codes, by=by, at=at)
