from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from .issues import Issue


class Sending(models.Model):
    """How the sending of an issue goes on: who began it, whose turn it is, and why it stands still."""

    issue = models.OneToOneField(Issue, primary_key=True, on_delete=models.CASCADE, related_name="sending")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    turn = models.PositiveIntegerField(default=0)  # only the job of the newest turn works; see tasks.py
    beat_at = models.DateTimeField(null=True, blank=True)  # when a worker last did something for it
    rest_until = models.DateTimeField(null=True, blank=True)  # the relay asked for patience
    rests = models.PositiveSmallIntegerField(default=0)  # how often in a row
    reason = models.CharField(_("why it stands still"), max_length=400, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.turn}"


class Claim(Entity):
    """What one worker has in hand: its deliveries in the order in which they go, and how far it is at most and at least.

    Those from `begun` on have not left: it is written durably before the last byte of a letter leaves. Those before `answered` are
    settled. Which of those between have left the worker's file says (`actions/workers.py`); where it cannot, they are uncertain.
    """

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="claims")
    worker = models.UUIDField()  # see actions/workers.py: whether it lives can be asked
    order = models.JSONField()  # keys of deliveries
    begun = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["taken_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(begun__gte=F("answered")), name="claim_begun_before_answered")
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.answered}/{len(self.order)}"


class DomainPace(models.Model):
    """When the next letter may go to a domain (or, as "*", over the relay): one throttle for all workers."""

    domain = models.CharField(max_length=190, primary_key=True)
    free_at = models.FloatField()  # seconds since 1970

    class Meta:
        ordering = ["domain"]

    def __str__(self) -> str:
        return f"{self.domain} {self.free_at:.3f}"
