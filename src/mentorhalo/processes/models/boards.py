"""SWOT sessions: one board each, what was put on it, and the votes."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import EXPLOITABLE, Quadrant, SwotMethod
from .phases import Process

USER = settings.AUTH_USER_MODEL
TEXT = 240


class SwotSession(Entity):
    """A session of a community on its strengths, weaknesses, opportunities and threats; its number is its version.

    As long as it is open, whoever has its link takes part. `revision` rises with each change of the board.
    """

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="swot_sessions")
    number = models.PositiveSmallIntegerField(_("number"))
    held_on = models.DateField(_("day"))
    method = models.CharField(_("method"), max_length=12, choices=SwotMethod, default=SwotMethod.WORKSHOP)
    participants = models.PositiveSmallIntegerField(_("participants"), null=True, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    link_number = models.PositiveSmallIntegerField(default=1)  # a link of another number opens nothing
    revision = models.PositiveIntegerField(default=1)
    photo = models.FileField(_("photo of the flipchart"), upload_to="flipcharts/%Y/%m/", blank=True)
    photo_name = models.CharField(max_length=200, blank=True)
    photo_type = models.CharField(max_length=120, blank=True)
    photo_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["process", "-number"]
        constraints = [models.UniqueConstraint(fields=["process", "number"], name="swot_number_once")]

    def __str__(self) -> str:
        return f"{self.process_id} {self.number}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class SwotItemQuerySet(models.QuerySet["SwotItem"]):
    def standing(self) -> Self:
        return self.filter(removed_at=None)

    def exploitable(self) -> Self:
        """Strengths and opportunities of closed sessions: what the journal knows of."""
        return self.standing().filter(quadrant__in=EXPLOITABLE, session__closed_at__isnull=False)


class SwotItem(Entity):
    """Something put on the board. Its id is minted where it was typed: sending it twice is harmless."""

    session = models.ForeignKey(SwotSession, on_delete=models.CASCADE, related_name="items")
    quadrant = models.CharField(max_length=12, choices=Quadrant)
    text = models.CharField(_("text"), max_length=TEXT)
    voter = models.UUIDField()  # the browser it came from; says nothing of the person
    put_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = SwotItemQuerySet.as_manager()

    class Meta:
        ordering = ["put_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="swot_item_says_something")]

    def __str__(self) -> str:
        return self.text


class SwotVote(models.Model):
    item = models.ForeignKey(SwotItem, on_delete=models.CASCADE, related_name="votes")
    voter = models.UUIDField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["item", "voter"], name="swot_vote_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.voter}"
