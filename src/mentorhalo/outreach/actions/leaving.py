"""Leaving by the link, the button or the mail of a letter."""

from datetime import datetime

from django.db import transaction

from mentorhalo.core import audit

from ..choices import IssueKind, Purpose, Withdrawal
from ..models import Delivery
from ..queries.audience import PURPOSES
from .consents import withdraw_consent


def leave(
    *, delivery: Delivery, way: Withdrawal, at: datetime, from_all: bool = False, why: str = ""
) -> None:
    """Take back the consent by which this letter came, or all. Repeating it is harmless, also after the person was erased."""
    if delivery.subscriber is None:
        return
    purposes = tuple(Purpose.values) if from_all else (PURPOSES[IssueKind(delivery.issue.kind)],)
    with transaction.atomic():
        withdraw_consent(subscriber=delivery.subscriber, way=way, purposes=purposes, at=at)
        if why:
            audit.note(
                deed="leave",
                subject=f"issue:{delivery.issue_id}",
                by=None,
                at=at,
                details={"why": why, "way": way.value},
            )
