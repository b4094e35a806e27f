"""From what a provider tells, as django-anymail words it, to what this room knows."""

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason

from .actions.bounces import take_event
from .choices import BounceKind
from .models import Delivery
from .sending.reports import Report, kind_of
from .sending.verp import delivery_of

_OWN_MESSAGE_ID = re.compile(r"<?([0-9a-f]{1,16})\.([0-9a-f]{12})@")
_STATUS = re.compile(r"\b([45]\.\d{1,3}\.\d{1,3})\b")
FAILURES = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED, EventType.DEFERRED}
FOR_GOOD = {RejectReason.INVALID, RejectReason.BOUNCED}
LATELY = timedelta(days=30)


def take_tracking_event(sender: Any, event: AnymailTrackingEvent, esp_name: str, **_kwargs: Any) -> None:
    """Receiver of anymail's signal, which is sent only after the signature was checked."""
    at = event.timestamp or datetime.now(UTC)
    told = f"{event.event_type} {event.event_id or ''} {event.message_id} {event.recipient} {at.isoformat()}"
    take_event(
        provider=esp_name.lower()[:40],
        key=sha256(told.encode()).hexdigest(),
        delivery=_delivery(event, at),
        report=_report(event),
        has_left=event.event_type == EventType.UNSUBSCRIBED,
        at=at,
    )


def _report(event: AnymailTrackingEvent) -> Report | None:
    told = " ".join(f"{event.mta_response or event.description or ''}".split())[:300]
    if event.event_type == EventType.COMPLAINED:
        return Report(BounceKind.COMPLAINT, is_final=False, told=told)
    if event.event_type not in FAILURES:
        return None
    found = _STATUS.search(told)
    is_final = event.event_type != EventType.DEFERRED
    if not is_final:
        kind = BounceKind.SOFT
    elif found:
        kind = kind_of(found.group(1))
    else:
        kind = BounceKind.HARD if event.reject_reason in FOR_GOOD else BounceKind.SOFT
    return Report(kind, is_final, found.group(1) if found else "", told)


def _delivery(event: AnymailTrackingEvent, at: datetime) -> int | None:
    """By the token that went with the letter, by our Message-ID, else the latest letter to that address."""
    token = (event.metadata or {}).get("delivery", "")
    if token and (pk := delivery_of(str(token))) is not None:
        return pk
    if found := _OWN_MESSAGE_ID.match(event.message_id or ""):
        rows = Delivery.objects.filter(pk=int(found.group(1), 16)).values_list("pk", "issue")
        for pk, issue in rows:
            if issue.hex[:12] == found.group(2):
                return int(pk)
    sent = Delivery.objects.filter(address=(event.recipient or "").lower(), sent_at__gte=at - LATELY)
    latest = sent.order_by("-sent_at", "-pk").first()
    return latest.pk if latest else None
