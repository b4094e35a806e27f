"""What happens under a model project's contract: milestones with their proofs, and spending by budget line."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from .projects import BudgetLine, ModelProject, money

USER = settings.AUTH_USER_MODEL


class Milestone(Entity):
    """Something that has to be done by a day, and what proves that it was."""

    project = models.ForeignKey(ModelProject, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(_("what has to be done"), max_length=200)
    due_on = models.DateField(_("by when"))
    done_on = models.DateField(_("done on"), null=True, blank=True)
    note = models.TextField(_("what was done"), max_length=4000, blank=True)
    file = models.FileField(upload_to="projects/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=120, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on=None) | ~Q(note="") | ~Q(file=""), name="milestone_done_is_proven"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Spending(Entity):
    """One payment, on one line of the budget."""

    project = models.ForeignKey(ModelProject, on_delete=models.CASCADE, related_name="spendings")
    line = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, related_name="spendings", verbose_name=_("line of the budget")
    )
    on = models.DateField(_("day"))
    amount = money(_("forints"))
    receipt = models.CharField(_("number of the receipt"), max_length=60)
    note = models.CharField(_("for what"), max_length=200, blank=True)
    by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="spending_is_money"),
            models.UniqueConstraint(fields=["project", "receipt"], name="spending_receipt_once"),
        ]

    def __str__(self) -> str:
        return self.receipt
