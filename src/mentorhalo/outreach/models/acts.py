from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import ActChannel, Audience, CountMethod
from .issues import Issue


class InformationActQuerySet(models.QuerySet["InformationAct"]):
    def in_programme(self, code: str) -> Self:
        return self.filter(programme=code)

    def standing(self) -> Self:
        """Those that count: not withdrawn."""
        return self.filter(withdrawn_at=None)


class InformationAct(Entity):
    """Who was told what, by which channel, how many, and how that was counted.

    A newsletter makes its own when its sending is over; the others are logged by hand.
    """

    client_key = models.UUIDField(unique=True)
    programme = models.CharField(max_length=40)
    given_on = models.DateField(_("day"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="information_acts"
    )
    mentor = models.UUIDField(null=True, blank=True)
    group = models.UUIDField(null=True, blank=True)
    audience = models.CharField(_("who was told"), max_length=16, choices=Audience)
    channel = models.CharField(_("how"), max_length=16, choices=ActChannel)
    message = models.CharField(_("what they were told, in one sentence"), max_length=300)
    settlement = models.CharField(_("settlement"), max_length=5, blank=True)
    county = models.CharField(_("county"), max_length=2, blank=True)
    reached = models.PositiveIntegerField(_("how many were reached"))
    counting = models.CharField(_("how it was counted"), max_length=12, choices=CountMethod)
    counting_note = models.CharField(_("how, in words"), max_length=200, blank=True)
    issue = models.OneToOneField(Issue, null=True, blank=True, on_delete=models.PROTECT, related_name="act")
    file = models.FileField(upload_to="information/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(_("why it is withdrawn"), max_length=200, blank=True)

    objects = InformationActQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-entered_at", "pk"]
        indexes = [
            models.Index(fields=["county", "given_on"], name="information_in_county"),
            models.Index(fields=["group", "given_on"], name="information_of_group"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(issue__isnull=False) | ~Q(counting=CountMethod.DELIVERED),
                name="information_counted_by_delivery",
                violation_error_message=_("Only a letter sent here is counted by its deliveries."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="information_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.message
