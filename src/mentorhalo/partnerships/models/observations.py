"""What was seen of a partnership on a day, with its proof."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity
from mentorhalo.mentoring.choices import ActivityState
from mentorhalo.mentoring.models.activities import COUNTING_STATES

from ..choices import Observed
from .partnerships import Member, Partnership


class ObservationQuerySet(models.QuerySet["Observation"]):
    def counting(self) -> Self:
        """Not withdrawn; of those that are a log entry, as long as it, or what corrected it, counts."""
        stands = Q(activity__state__in=COUNTING_STATES, activity__is_annulment=False) & ~Q(
            activity__corrected_by__state=ActivityState.APPROVED, activity__corrected_by__is_annulment=True
        )
        return self.filter(Q(activity=None) | stands, withdrawn_at=None)


class Observation(Entity):
    """One dated fact of a partnership. A log entry can be one: then its day is the entry's and nothing is written twice.

    `between` names the parties it concerns; nobody named means all of them.
    """

    client_key = models.UUIDField(unique=True)
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="observations")
    kind = models.CharField(_("what was seen"), max_length=16, choices=Observed)
    occurred_on = models.DateField(_("day"))
    words = models.CharField(_("in one sentence"), max_length=300, blank=True)
    between = models.ManyToManyField(Member, blank=True, related_name="observations")
    activity = models.ForeignKey(
        "mentoring.Activity",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seen_of_partnerships",
        verbose_name=_("log entry"),
    )
    file = models.FileField(upload_to="partnerships/%Y/", blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    entered_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(_("why it is withdrawn"), max_length=200, blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_on", "-entered_at", "pk"]
        indexes = [models.Index(fields=["partnership", "occurred_on"], name="observation_of_partnership")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(words="") | Q(activity__isnull=False),
                name="observation_in_words",
                violation_error_message=_("Say in one sentence what was seen, or choose the log entry."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="observation_withdrawn_with_reason",
            ),
            models.UniqueConstraint(
                fields=["partnership", "activity", "kind"],
                condition=Q(activity__isnull=False, withdrawn_at=None),
                name="observation_of_entry_once",
                violation_error_message=_("This log entry says so already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurred_on} {self.kind}"
