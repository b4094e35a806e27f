"""Who is behind a response or a unit: apart from the data, with a door of its own and a day of destruction."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .fieldwork import SampleUnit
from .responses import Response


class RespondentKey(models.Model):
    """The answers of a response that identify a person. On `delete_on` they are destroyed; the row tells that they were."""

    response = models.OneToOneField(
        Response, primary_key=True, on_delete=models.CASCADE, related_name="respondent_key"
    )
    answers = models.JSONField(default=dict)
    delete_on = models.DateField(_("to be deleted on"), db_index=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["delete_on", "pk"]

    def __str__(self) -> str:
        return str(self.response_id)


class UnitKey(models.Model):
    """Where a unit is found: for the interviewer it is assigned to, and for key holders."""

    unit = models.OneToOneField(
        SampleUnit, primary_key=True, on_delete=models.CASCADE, related_name="unit_key"
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    contact = models.CharField(_("telephone or e-mail"), max_length=150, blank=True)
    delete_on = models.DateField(_("to be deleted on"), db_index=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["delete_on", "pk"]

    def __str__(self) -> str:
        return str(self.unit_id)
