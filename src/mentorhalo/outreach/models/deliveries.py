from datetime import datetime
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from mentorhalo.core.models import Entity

from ..choices import BounceKind, DeliveryState, OmissionReason
from ..sending.verp import token_of
from .issues import Issue
from .subscribers import Subscriber


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def of(self, issue: UUID) -> Self:
        return self.filter(issue=issue)

    def due(self, at: datetime) -> Self:
        """What a worker may claim now."""
        return self.filter(Q(state=DeliveryState.WAITING) | Q(state=DeliveryState.DEFERRED, retry_at__lte=at))


class Delivery(models.Model):
    """One issue to one address: made for everybody before the first is sent, so that nobody is left out or met twice.

    The domains take turns in the order of the keys, so that a long run of one provider's addresses never stands together.
    """

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(
        Subscriber, null=True, blank=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    contact = models.UUIDField(null=True, blank=True)  # a party's contact, for county letters
    party = models.CharField(max_length=60, blank=True)  # "community:id", "organisation:id"
    address = models.EmailField()
    name = models.CharField(max_length=150, blank=True)
    domain = models.CharField(max_length=190)
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    claim = models.UUIDField(null=True, blank=True)  # the Claim that holds it
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)  # what the mail server said

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["issue", "state", "id"], name="delivery_next")]
        constraints = [
            models.UniqueConstraint(fields=["issue", "address"], name="delivery_once"),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.SENT) | Q(sent_at__isnull=False),
                name="delivery_sent_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.CLAIMED, claim__isnull=False)
                | (~Q(state=DeliveryState.CLAIMED) & Q(claim=None)),
                name="delivery_claimed_by_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.state}"

    @property
    def token(self) -> str:
        """In the addresses of this letter: unsubscribing, bounces. Sealed, never stored; see `sending/verp.py`."""
        return token_of(self.pk)


class Omission(models.Model):
    """Somebody the segment named and the letter did not go to, with the reason; frozen when sending began."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="omissions")
    whom = models.CharField(max_length=60)  # "subscriber:id", "contact:id", "community:id"
    reason = models.CharField(max_length=16, choices=OmissionReason)

    class Meta:
        ordering = ["reason", "pk"]

    def __str__(self) -> str:
        return f"{self.whom} {self.reason}"


class Bounce(Entity):
    """A letter that came back, or a complaint about it."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="bounces")
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=BounceKind)
    code = models.CharField(max_length=12, blank=True)  # RFC 3463, e.g. 5.1.1
    told = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=20)  # mailbox, webhook, smtp
    key = models.CharField(max_length=250, unique=True)  # Message-ID or the provider's id: taken once

    class Meta:
        ordering = ["-at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class ProviderEvent(models.Model):
    """An event a provider told us; kept so that telling it twice is harmless."""

    provider = models.CharField(max_length=40)
    key = models.CharField(max_length=250)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "pk"]
        constraints = [models.UniqueConstraint(fields=["provider", "key"], name="provider_event_once")]

    def __str__(self) -> str:
        return f"{self.provider} {self.key}"
