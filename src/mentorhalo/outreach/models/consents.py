from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import ConsentChannel, Purpose
from .subscribers import Subscriber


class ConsentText(models.Model):
    """The exact sentence somebody agrees to; a new wording is a new version, the old ones stay."""

    purpose = models.CharField(max_length=16, choices=Purpose)
    version = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=5)
    text = models.TextField()
    since = models.DateTimeField()

    class Meta:
        ordering = ["purpose", "language", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version", "language"], name="consent_text_once")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version} {self.language}"


class Consent(Entity):
    """A line of the register of consents: who agreed to which text, when, how, and when it was taken back."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=16, choices=Purpose)
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    given_at = models.DateTimeField()
    channel = models.CharField(max_length=8, choices=ConsentChannel)
    proof = models.CharField(
        _("proof"), max_length=300, blank=True
    )  # where the paper or the other register is
    address_hash = models.CharField(max_length=64, blank=True)  # keyed hash of the network address, web only
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # who took it over; nobody for the web
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=20, blank=True)  # one_click, page, mail, complaint, office

    class Meta:
        ordering = ["-given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "purpose"], condition=Q(withdrawn_at=None), name="consent_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(channel=ConsentChannel.WEB) | ~Q(proof=""),
                name="consent_proven",
                violation_error_message=_("A consent taken over needs its proof."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.given_at:%Y-%m-%d}"


class OptIn(Entity):
    """A wish to subscribe that waits for the address to confirm. The token is kept as its hash, works once and expires."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="opt_ins")
    token_hash = models.CharField(max_length=64, unique=True)
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    wishes = models.JSONField(default=list)  # [{"topic": code or "", "county": code or ""}]
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    address_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-asked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.subscriber_id} {self.asked_at:%Y-%m-%d %H:%M}"
