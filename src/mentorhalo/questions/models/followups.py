from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import StepKind, StepState
from .questions import Question


class Vote(models.Model):
    """“Was this useful?” - one per reader: the asker, an account, or a browser's random key (not an address)."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="votes")
    voter = models.CharField(max_length=80)
    is_useful = models.BooleanField()
    change = models.CharField(_("what changed since"), max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["question", "voter"], name="question_vote_once")]

    def __str__(self) -> str:
        return "+" if self.is_useful else "-"


class FurtherStep(Entity):
    """When a written answer is not enough: a call with peers, or a visit of theirs."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="further_steps")
    kind = models.CharField(_("step"), max_length=16, choices=StepKind)
    state = models.CharField(max_length=16, choices=StepState, default=StepState.OFFERED)
    offered_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place or link"), max_length=300, blank=True)
    agenda = models.TextField(_("what it is about"), blank=True)
    outcome = models.TextField(_("what came of it"), blank=True)
    sequence = models.PositiveSmallIntegerField(default=0)  # of the invitation: rises with each change
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["offered_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__isnull=False, ends_at__gt=models.F("starts_at")),
                name="further_step_ends_after_start",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(state=StepState.OFFERED)
                | Q(state=StepState.CALLED_OFF)
                | Q(starts_at__isnull=False),
                name="further_step_arranged_has_time",
                violation_error_message=_("What is arranged has a time."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class StepGuest(models.Model):
    """Somebody asked to a further step, by e-mail; the answer comes by their own link."""

    step = models.ForeignKey(FurtherStep, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail"))
    asked_at = models.DateTimeField()
    is_coming = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["step", "email"], name="step_guest_once")]

    def __str__(self) -> str:
        return self.name
