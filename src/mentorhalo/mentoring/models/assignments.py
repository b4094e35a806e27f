"""Who is responsible for what, and when."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import AssignmentEnd, AssignmentRole


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def on(self, day: date) -> Self:
        """Assignments in force on `day`; the last day counts."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def open(self) -> Self:
        return self.filter(ends_on=None)

    def with_names(self) -> Self:
        return self.select_related("mentor", "consortium", "settlement", "community")


class Assignment(Entity):
    """A mentor's responsibility for one consortium, settlement or community, dated."""

    mentor = models.ForeignKey("network.Mentor", on_delete=models.PROTECT, related_name="assignments")
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="assignments"
    )
    consortium = models.ForeignKey(
        "partners.Consortium", null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    settlement = models.ForeignKey(
        "territory.Settlement", null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    community = models.ForeignKey(
        "partners.Community", null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    role = models.CharField(_("role"), max_length=8, choices=AssignmentRole, default=AssignmentRole.PRIMARY)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    end_reason = models.CharField(_("reason of end"), max_length=16, choices=AssignmentEnd, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        indexes = [models.Index(fields=["mentor", "ends_on"], name="assignment_of_mentor")]
        constraints = [
            models.CheckConstraint(
                condition=Q(consortium__isnull=False, settlement=None, community=None)
                | Q(consortium=None, settlement__isnull=False, community=None)
                | Q(consortium=None, settlement=None, community__isnull=False),
                name="assignment_to_one_thing",
                violation_error_message=_(
                    "An assignment is to one consortium, one settlement or one community."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="assignment_ends_after_start",
                violation_error_message=_("An assignment cannot end before it starts."),
            ),
        ]

    @property
    def thing_field(self) -> str:
        """Which of the three the assignment is to: "consortium", "settlement" or "community"."""
        if self.consortium_id:
            return "consortium"
        return "settlement" if self.settlement_id else "community"

    def __str__(self) -> str:
        return f"{self.mentor_id} {self.starts_on}"
