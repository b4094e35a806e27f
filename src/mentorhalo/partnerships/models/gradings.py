"""Asking each party how close they are: the occasion, who was asked, what they said of each other party."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import Channel, Occasion
from .partnerships import Member, Partnership
from .scales import Scale


class GradingQuerySet(models.QuerySet["Grading"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class Grading(Entity):
    """One round of asking. It is closed when everybody has answered, or when the time is over."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="gradings")
    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="gradings")
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion)
    graded_on = models.DateField(_("for which day"))
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = GradingQuerySet.as_manager()

    class Meta:
        ordering = ["graded_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "graded_on"],
                name="grading_once_a_day",
                violation_error_message=_("The parties were asked for this day already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.partnership_id} {self.graded_on}"

    def is_open(self, at: datetime) -> bool:
        return self.closed_at is None and at < self.closes_at


class Asking(Entity):
    """One party asked by a letter with a link, or without an address by telephone or on paper. What was said stays."""

    grading = models.ForeignKey(Grading, on_delete=models.CASCADE, related_name="askings")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="askings")
    email = models.EmailField(_("e-mail"), blank=True)
    asked_at = models.DateTimeField()
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(_("your name"), max_length=150, blank=True)
    role = models.CharField(_("your role"), max_length=80, blank=True)
    channel = models.CharField(_("how it answered"), max_length=8, choices=Channel, default=Channel.LINK)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # who wrote down what the party said by telephone or on paper

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["email"], name="asking_email")]
        constraints = [models.UniqueConstraint(fields=["grading", "member"], name="asking_once")]

    def __str__(self) -> str:
        return f"{self.grading_id} {self.member_id}"


class Perception(models.Model):
    """How close one party says it is to another, on the scale of the round."""

    asking = models.ForeignKey(Asking, on_delete=models.CASCADE, related_name="perceptions")
    about = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="perceived")
    level = models.PositiveSmallIntegerField(_("level"))
    comment = models.TextField(_("a word about it"), max_length=1000, blank=True)

    class Meta:
        ordering = ["asking", "pk"]
        constraints = [models.UniqueConstraint(fields=["asking", "about"], name="perception_once")]

    def __str__(self) -> str:
        return f"{self.asking_id}: {self.level}"
