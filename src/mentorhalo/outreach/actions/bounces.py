"""Letters that came back and readers who complained: written down once, counted gently, never answered."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from mentorhalo.core import audit

from ..choices import BounceKind, DeliveryState, SubscriberState, Withdrawal
from ..models import Bounce, Delivery, Issue, ProviderEvent, Subscriber
from ..sending.reports import Report as Report
from ..sending.reports import read_report
from ..sending.verp import delivery_of
from .acts import record_issue_act
from .leaving import leave

MOST_OF_A_DELIVERY = 5  # reports kept of one letter: a storm is not worth more
DECAY = timedelta(days=30)  # after which a temporary failure is forgiven
COUNTED_BACK = timedelta(days=365)
RECOUNTED = timedelta(days=30)


def take_bounce_mail(message: EmailMessage, token: str) -> bool:
    """From the mailbox: a report about one of our letters. False if it is about none."""
    report = read_report(message)
    pk = delivery_of(token) if token else None
    if pk is None and report is not None:
        pk = delivery_of(report.token)
    if pk is None:
        return False
    if report is not None:
        identity = str(message.get("Message-ID", "")) or message.as_string()
        key = "mail:" + sha256(identity.encode("utf-8", "replace")).hexdigest()
        record_bounce(delivery=pk, report=report, key=key, source="mailbox", at=timezone.now())
    return True


def take_leave_mail(message: EmailMessage, token: str) -> bool:
    """From the mailbox: somebody's mail program wrote to the address of List-Unsubscribe. What is written in it does not matter."""
    pk = delivery_of(token)
    delivery = Delivery.objects.select_related("issue", "subscriber").filter(pk=pk).first() if pk else None
    if delivery is None:
        return False
    leave(delivery=delivery, way=Withdrawal.MAIL, at=timezone.now())
    return True


def record_bounce(*, delivery: int, report: Report, key: str, source: str, at: datetime) -> Bounce | None:
    """Write a report down and draw the consequences. None if it was known, or is one of too many about the same letter."""
    with transaction.atomic():
        row = Delivery.objects.select_for_update().filter(pk=delivery).first()
        if row is None or Bounce.objects.filter(key=key).exists():
            return None
        earlier = list(row.bounces.values_list("kind", flat=True)[:MOST_OF_A_DELIVERY])
        if len(earlier) >= MOST_OF_A_DELIVERY and (
            report.kind != BounceKind.COMPLAINT or BounceKind.COMPLAINT in earlier
        ):
            return None
        bounce = Bounce.objects.create(
            delivery=row,
            at=at,
            kind=report.kind,
            code=report.code[:12],
            told=report.told,
            source=source,
            key=key,
        )
        if report.kind == BounceKind.COMPLAINT:
            row.state = DeliveryState.COMPLAINED
            row.save(update_fields=["state"])
            leave(delivery=row, way=Withdrawal.COMPLAINT, from_all=True, at=at)
            return bounce
        if report.is_final and row.state in (DeliveryState.SENT, DeliveryState.UNCERTAIN):
            row.state, row.reason = DeliveryState.BOUNCED, report.told
            row.save(update_fields=["state", "reason"])
        if report.kind not in earlier and row.subscriber_id is not None:
            _count(row.subscriber_id, report.kind, at)
    return bounce


def take_event(
    *, provider: str, key: str, delivery: int | None, report: Report | None, has_left: bool, at: datetime
) -> bool:
    """What a provider tells, once. False if it was told before, or is about no letter of ours."""
    with transaction.atomic():
        _event, is_new = ProviderEvent.objects.get_or_create(provider=provider, key=key, defaults={"at": at})
        if not is_new or delivery is None:
            return False
        if report is not None:
            record_bounce(
                delivery=delivery, report=report, key=f"{provider}:{key}"[:250], source="webhook", at=at
            )
        if has_left and (row := Delivery.objects.filter(pk=delivery).first()) is not None:
            leave(delivery=row, way=Withdrawal.MAIL, at=at)
    return True


def recount_acts(*, at: datetime) -> None:
    """Say anew how many letters arrived where some came back lately. Repeating it is harmless.

    Lately is long: a provider may tell late, with the moment at which it happened, and workers may have stood still.
    """
    lately = Bounce.objects.filter(at__gte=at - RECOUNTED).order_by()
    ids: set[UUID] = set(lately.values_list("delivery__issue", flat=True))
    for issue in Issue.objects.filter(pk__in=ids, finished_at__isnull=False).order_by("pk"):
        record_issue_act(issue=issue, at=at)


def forget_events(*, at: datetime) -> None:
    """Providers repeat themselves for days, not for months."""
    ProviderEvent.objects.filter(at__lt=at - timedelta(days=90)).delete()


def _count(subscriber: UUID, kind: BounceKind, at: datetime) -> None:
    row = Subscriber.objects.select_for_update().get(pk=subscriber)
    if row.last_bounce_at is not None:
        row.soft_bounces = max(0, row.soft_bounces - (at - row.last_bounce_at) // DECAY)
    if kind == BounceKind.SOFT:
        row.soft_bounces += 1
    row.last_bounce_at = at
    row.save(update_fields=["soft_bounces", "last_bounce_at"])
    hard = Bounce.objects.filter(
        delivery__subscriber=row, kind=BounceKind.HARD, at__gte=at - COUNTED_BACK
    ).order_by()
    failed_for_good = hard.values("delivery").distinct().count() >= settings.OUTREACH_HARD_BOUNCES
    if row.state == SubscriberState.ACTIVE and (
        failed_for_good or row.soft_bounces >= settings.OUTREACH_SOFT_BOUNCES
    ):
        row.state = SubscriberState.BOUNCING
        row.save(update_fields=["state"])
        audit.note(deed="stop_writing_to", subject=f"subscriber:{row.pk}", by=None, at=at)
