from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import ConsentChannel, Purpose, Withdrawal
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


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class Consent(Entity):
    """A line of the register of consents: who agreed to which text, when, how, and when it was taken back.

    When the person is erased the line stays without them: `email_hash` answers whoever names the address, and nobody else.
    """

    subscriber = models.ForeignKey(
        Subscriber, null=True, blank=True, on_delete=models.SET_NULL, related_name="consents"
    )
    email_hash = models.CharField(max_length=64)  # keyed hash of the address
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
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=10, choices=Withdrawal, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "pk"]
        indexes = [models.Index(fields=["email_hash"], name="consent_of_address")]
        constraints = [
            models.UniqueConstraint(
                fields=["subscriber", "purpose"],
                condition=Q(withdrawn_at=None, subscriber__isnull=False),
                name="consent_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(channel=ConsentChannel.WEB) | ~Q(proof=""),
                name="consent_proven",
                violation_error_message=_("A consent taken over needs its proof."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="consent_withdrawn_somehow",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.given_at:%Y-%m-%d}"


class OptIn(Entity):
    """A wish to subscribe that waits for the address to confirm. The token is kept as its hash, works once and expires.

    Nothing of it touches the subscriber before: whoever types a stranger's address changes nothing for them.
    """

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="opt_ins")
    token_hash = models.CharField(max_length=64, unique=True)
    texts = models.ManyToManyField(ConsentText, related_name="+")
    name = models.CharField(max_length=150, blank=True)
    language = models.CharField(max_length=5, default="hu")
    wishes = models.JSONField(default=list)  # [{"topic": code or "", "county": code or ""}]
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    address_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-asked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.subscriber_id} {self.asked_at:%Y-%m-%d %H:%M}"
