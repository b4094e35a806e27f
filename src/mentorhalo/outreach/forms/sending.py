"""When a letter goes, and which of its deliveries to look at."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..choices import DeliveryState


class PlanForm(forms.Form):
    planned_at = forms.DateTimeField(
        label=_("Day and time of sending"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )

    def clean_planned_at(self) -> Any:
        moment = self.cleaned_data["planned_at"]
        if moment <= timezone.now():
            raise forms.ValidationError(_("This moment has passed."))
        return moment


class DeliveryFilter(forms.Form):
    state = forms.ChoiceField(
        label=_("State of the delivery"),
        required=False,
        choices=[("", _("all")), *DeliveryState.choices],
    )
