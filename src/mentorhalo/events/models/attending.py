from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import AttendanceMethod, AttendeeState, Usefulness
from .occasions import Occasion

HOLDING = (AttendeeState.REGISTERED, AttendeeState.WAITING)


class AttendeeQuerySet(models.QuerySet["Attendee"]):
    def seated(self) -> Self:
        return self.filter(state=AttendeeState.REGISTERED)

    def waiting(self) -> Self:
        """The waiting list, whoever confirmed first stands first."""
        return self.filter(state=AttendeeState.WAITING).order_by("confirmed_at", "pk")

    def holding(self) -> Self:
        """With a place or on the waiting list."""
        return self.filter(state__in=HOLDING)


class Attendee(Entity):
    """Somebody who registered, or came without. Who withdraws leaves an empty row, without name and address."""

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="attendees")
    client_key = models.UUIDField(unique=True)  # the form's: sending it twice is harmless
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="attendances",
    )
    mentor = models.ForeignKey(
        "network.Mentor", null=True, blank=True, on_delete=models.PROTECT, related_name="attendances"
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    organisation = models.CharField(_("organisation or community"), max_length=200, blank=True)
    language = models.CharField(max_length=5, default="hu")
    answers = models.JSONField(default=dict, blank=True)  # id of the question -> what was answered
    state = models.CharField(max_length=12, choices=AttendeeState, default=AttendeeState.UNCONFIRMED)
    is_walk_in = models.BooleanField(_("came without registering"), default=False)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    evaluated_at = models.DateTimeField(null=True, blank=True)

    objects = AttendeeQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["occasion", "state", "confirmed_at"], name="attendee_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["occasion", "email"],
                condition=~Q(email=""),
                name="attendee_once",
                violation_error_message=_("This address is registered already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Attendance(models.Model):
    """That an attendee was there on a day. `county` is the mentor's on that day, for the counting rule."""

    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    method = models.CharField(max_length=8, choices=AttendanceMethod)
    county = models.CharField(max_length=2, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["day", "pk"]
        constraints = [models.UniqueConstraint(fields=["attendee", "day"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.attendee_id} {self.day}"


class Evaluation(models.Model):
    """What somebody thought of an occasion. Whose it is stands nowhere; it has a day, not a moment."""

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="evaluations")
    usefulness = models.PositiveSmallIntegerField(_("how useful it was"), choices=Usefulness)
    will_use = models.CharField(_("what will be used of it"), max_length=500, blank=True)
    better = models.CharField(_("what could be better"), max_length=500, blank=True)
    on = models.DateField()

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return str(self.usefulness)
