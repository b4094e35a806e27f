"""The community's own action plan."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import ItemState
from .boards import SwotItem
from .phases import Process

USER = settings.AUTH_USER_MODEL


class PlanItem(Entity):
    """Who does what by when, with whom and what, by what measure of their own - and what came of it."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="plan_items")
    source = models.ForeignKey(
        SwotItem, null=True, blank=True, on_delete=models.PROTECT, related_name="plan_items"
    )
    goal = models.CharField(_("goal"), max_length=300)
    action = models.TextField(_("what we do"), max_length=2000, blank=True)
    responsible = models.CharField(_("who is responsible"), max_length=200, blank=True)
    partners = models.CharField(_("with whom"), max_length=300, blank=True)
    resources = models.CharField(_("with what"), max_length=300, blank=True)
    measure = models.CharField(_("how we see that it worked"), max_length=300, blank=True)
    methods = models.ManyToManyField(
        "knowledge.Method", blank=True, related_name="plan_items", verbose_name=_("by which methods")
    )
    deadline = models.DateField(_("by when"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=ItemState, default=ItemState.PLANNED)
    done_on = models.DateField(_("carried out on"), null=True, blank=True)
    result = models.CharField(_("what came of it, in a sentence"), max_length=400, blank=True)
    activity = models.ForeignKey(
        "mentoring.Activity",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plan_items",
        verbose_name=_("log entry that shows it"),
    )
    written_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = [models.F("deadline").asc(nulls_last=True), "written_at", "pk"]
        indexes = [models.Index(fields=["process", "deadline"], name="plan_item_deadline")]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(state=ItemState.DONE) & Q(done_on=None))
                | (Q(state=ItemState.DONE, done_on__isnull=False) & ~Q(result="")),
                name="plan_item_done_with_result",
                violation_error_message=_("An action that was carried out has a day and a result."),
            )
        ]

    def __str__(self) -> str:
        return self.goal
