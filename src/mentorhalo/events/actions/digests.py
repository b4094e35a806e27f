"""What was published is told in one letter to each address, however many programmes and joiners it is of."""

from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.utils import translation

from ..models import Joiner, WeekProgramme
from .letters import joiner_address, tell_joiner


def tell_of_accepted(*, at: datetime) -> int:
    """Each address in a transaction of its own. Says how many letters there were."""
    pairs = WeekProgramme.objects.untold().values_list("joiner__edition", "joiner__email")
    waiting = pairs.order_by("joiner__edition", "joiner__email").distinct()
    return sum(_tell(edition, email, at) for edition, email in list(waiting))


@transaction.atomic
def _tell(edition: UUID, email: str, at: datetime) -> bool:
    """What was called off meanwhile is passed over; it is not told later, either."""
    rows = WeekProgramme.objects.untold().filter(joiner__edition=edition, joiner__email=email)
    found = list(
        rows.select_for_update(of=("self",))
        .select_related("joiner__edition", "occasion")
        .order_by("joiner__name", "joiner", "starts_at", "pk")
    )
    WeekProgramme.objects.filter(pk__in=[one.pk for one in found]).update(told_at=at)
    standing = [one for one in found if one.is_standing]
    if not email or not standing:
        return False
    by_joiner = [(joiner, list(rows)) for joiner, rows in groupby(standing, key=lambda one: one.joiner)]
    first: Joiner = by_joiner[0][0]
    with translation.override(first.language):
        told = [(joiner, joiner_address(joiner), rows) for joiner, rows in by_joiner]
    tell_joiner(first, "accepted", joiners=told, count=len(standing))
    return True
