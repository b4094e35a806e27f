"""What is planned, and which periods are closed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from .activities import Activity
from .engagements import Engagement

USER = settings.AUTH_USER_MODEL


class PeriodClosing(Entity):
    """From `closed_at` on, entries of the programme dated up to `until` change only by correction entries."""

    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="period_closings"
    )
    until = models.DateField(_("closed up to and including"))
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-until", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "until"],
                name="period_closed_once",
                violation_error_message=_("This period is already closed."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.until}"


class Appointment(Entity):
    """A planned visit or call in a mentor's calendar; done when an entry is logged from it, or called off."""

    mentor = models.ForeignKey("network.Mentor", on_delete=models.CASCADE, related_name="appointments")
    engagement = models.ForeignKey(
        Engagement, null=True, blank=True, on_delete=models.CASCADE, related_name="appointments"
    )
    settlement = models.ForeignKey(
        "territory.Settlement", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("what"), max_length=120)
    starts_at = models.DateTimeField(_("when"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    activity = models.OneToOneField(
        Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="appointment"
    )
    called_off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["mentor", "starts_at"], name="appointment_of_mentor")]

    def __str__(self) -> str:
        return self.title
