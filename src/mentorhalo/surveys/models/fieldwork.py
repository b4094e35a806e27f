"""The sample of a wave: strata, quotas, units, who visits them, and what came of each attempt."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.models import Entity

from ..choices import AttemptResult, UnitState
from ..strata import stratum_label
from .studies import Wave

USER = settings.AUTH_USER_MODEL


class Stratum(Entity):
    """A part of the sample drawn by itself, with the number of responses wanted from it."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="strata")
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=160)
    target = models.PositiveIntegerField(_("responses wanted"))
    population = models.PositiveIntegerField(_("size of the population"), null=True, blank=True)

    class Meta:
        ordering = ["wave", "code", "pk"]
        verbose_name_plural = "strata"
        constraints = [models.UniqueConstraint(fields=["wave", "code"], name="stratum_code_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return stratum_label(self.code, self.name)


class Quota(Entity):
    """How many responses are wanted from one settlement."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="quotas")
    settlement = models.ForeignKey("territory.Settlement", on_delete=models.PROTECT, related_name="+")
    target = models.PositiveIntegerField(_("responses wanted"))

    class Meta:
        ordering = ["wave", "settlement", "pk"]
        constraints = [models.UniqueConstraint(fields=["wave", "settlement"], name="quota_settlement_once")]

    def __str__(self) -> str:
        return f"{self.settlement_id}: {self.target}"


class SampleUnitQuerySet(models.QuerySet["SampleUnit"]):
    def in_play(self) -> Self:
        """Units that count for the sample: reserves only once they were called in."""
        return self.filter(is_reserve=False)


class SampleUnit(Entity):
    """One address, person or institution to be asked. What would tell who it is lies in `UnitKey`."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="units", db_index=False)
    code = models.CharField(_("code"), max_length=60)
    settlement = models.ForeignKey(
        "territory.Settlement", on_delete=models.PROTECT, related_name="sample_units"
    )
    stratum = models.ForeignKey(
        Stratum, null=True, blank=True, on_delete=models.PROTECT, related_name="units"
    )
    organisation = models.ForeignKey(
        "partners.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="sample_units"
    )
    state = models.CharField(_("state"), max_length=12, choices=UnitState, default=UnitState.OPEN)
    drawn_order = models.PositiveIntegerField(default=0)
    is_reserve = models.BooleanField(_("reserve"), default=False)
    substitutes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="substituted_by"
    )
    substitution_reason = models.CharField(_("why it was substituted"), max_length=200, blank=True)

    objects = SampleUnitQuerySet.as_manager()

    class Meta:
        ordering = ["wave", "settlement", "drawn_order", "pk"]
        indexes = [models.Index(fields=["wave", "state"], name="unit_of_wave")]
        constraints = [models.UniqueConstraint(fields=["wave", "code"], name="unit_code_once")]

    def __str__(self) -> str:
        return self.code


class FieldAssignment(Entity):
    """A unit is given to an interviewer until it is answered, lost or taken back. One at a time."""

    unit = models.ForeignKey(SampleUnit, on_delete=models.CASCADE, related_name="assignments")
    interviewer = models.ForeignKey(
        "surveys.Interviewer", on_delete=models.PROTECT, related_name="assignments"
    )
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(USER, null=True, on_delete=models.SET_NULL, related_name="+")
    due_on = models.DateField(_("due on"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(_("reason of end"), max_length=200, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["assigned_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=models.Q(ended_at=None),
                name="assignment_open_once",
                violation_error_message=_("This unit is somebody's already: take it back first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.interviewer_id}"


class ContactAttempt(Entity):
    """One try to reach a unit. Its id is minted by the phone: sending it twice is harmless."""

    unit = models.ForeignKey(SampleUnit, on_delete=models.CASCADE, related_name="attempts")
    interviewer = models.ForeignKey("surveys.Interviewer", on_delete=models.PROTECT, related_name="attempts")
    attempted_at = models.DateTimeField(_("when"))
    result = models.CharField(_("result"), max_length=16, choices=AttemptResult)
    appointment_at = models.DateTimeField(_("appointment"), null=True, blank=True)
    recorded_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["attempted_at", "pk"]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.result}"
