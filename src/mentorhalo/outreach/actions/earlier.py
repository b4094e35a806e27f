"""Letters that left by other hands, entered with what became of them: taken over from an earlier system, or never sent at all."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from mentorhalo.accounts.models import User

from ..choices import DeliveryState
from ..models import Delivery, Issue
from .sending import finish_sending, freeze_sending


@transaction.atomic
def enter_as_sent(*, issue: Issue, by: User, at: datetime, most: int | None = None) -> Issue:
    """The draft becomes a letter that reached everybody of its audience at that moment (the first `most` of them); none leaves now.

    Raises `SendingRefused` for what could not have been sent. With some still waiting it stays open: pause it.
    """
    issue = freeze_sending(issue=issue, by=by, at=at)
    rows = Delivery.objects.of(issue.pk).order_by("pk")
    went = (
        rows
        if most is None
        else Delivery.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[:most]))
    )
    went.order_by().update(state=DeliveryState.SENT, sent_at=at, attempts=F("attempts") + 1)
    finish_sending(issue=issue.pk, at=at)
    issue.refresh_from_db()
    return issue
