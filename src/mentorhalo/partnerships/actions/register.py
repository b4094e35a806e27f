"""A settlement that moved to another county takes its partnerships along."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from mentorhalo.accounts.models import User
from mentorhalo.core.paging import in_pages

from ..models import Partnership
from .journal import tell_all_of


@transaction.atomic
def follow_register(*, codes: Collection[str], by: User | None, at: datetime) -> None:
    rows = Partnership.objects.filter(settlement__in=codes).select_related("programme")
    for partnership in in_pages(rows):
        tell_all_of(partnership, by=by, at=at, reason="register changed")
