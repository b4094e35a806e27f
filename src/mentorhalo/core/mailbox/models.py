"""What came in by mail."""

from uuid import uuid4

from django.db import models

from .choices import MailState


class InboundMessage(models.Model):
    """One message that came in. Of a handled one nothing is kept but its fingerprint, so that it is handled once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    fingerprint = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=12, choices=MailState.choices)
    received_at = models.DateTimeField()
    prefixes = models.CharField(max_length=80, default="")
    sender = models.CharField(max_length=254, default="")
    subject = models.CharField(max_length=300, default="")
    size = models.PositiveIntegerField()
    attempts = models.PositiveSmallIntegerField(default=1)
    error = models.TextField(default="")
    raw = models.BinaryField(null=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["state", "received_at"], name="inbound_state")]

    def __str__(self) -> str:
        return f"{self.state} {self.received_at:%Y-%m-%d %H:%M}"
