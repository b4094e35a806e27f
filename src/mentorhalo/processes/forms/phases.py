"""Opening a process and each of its steps."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import ClientKeyField, DateInput
from mentorhalo.network.models import Mentor
from mentorhalo.partners.models import Community
from mentorhalo.territory.models import Settlement

from ..models.phases import LONG


def offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]


def _id(value: str) -> UUID | None:
    return UUID(value) if value else None


class ReviseForm(forms.Form):
    area = forms.CharField(
        label=_("Part of the settlement"),
        max_length=120,
        required=False,
        help_text=_("Leave it empty where the whole settlement is the target area."),
    )
    community = forms.TypedChoiceField(
        label=_("Community"),
        required=False,
        coerce=_id,
        empty_value=None,
        help_text=_("Its representative sees the process and works in it."),
    )
    mentor = forms.TypedChoiceField(label=_("Mentor"), required=False, coerce=_id, empty_value=None)

    def __init__(
        self, *args: Any, communities: list[Community], mentors: list[Mentor], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        nobody = ("", str(_("nobody yet")))
        offer(self, "community", [nobody, *((str(one.pk), str(one)) for one in communities)])
        offer(self, "mentor", [nobody, *((str(one.pk), one.name) for one in mentors)])


class OpenForm(ReviseForm):
    key = ClientKeyField()
    settlement = forms.ChoiceField(label=_("Settlement"))
    starts_on = forms.DateField(label=_("From which day?"), widget=DateInput())

    field_order = ["key", "settlement", "area", "community", "mentor", "starts_on"]

    def __init__(self, *args: Any, settlements: list[Settlement], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "settlement", [(one.pk, one.name) for one in settlements])


class EndForm(forms.Form):
    ended_on = forms.DateField(label=_("Last day"), widget=DateInput())
    reason = forms.CharField(label=_("Why does it end?"), max_length=300)


class BeginForm(forms.Form):
    began_on = forms.DateField(label=_("On which day did it begin?"), widget=DateInput())


class CompleteForm(forms.Form):
    done_on = forms.DateField(label=_("On which day was it completed?"), widget=DateInput())
    findings = forms.CharField(
        label=_("What was found"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("In the community's own words where you can. The phases after it build on this."),
    )
    opinion = forms.CharField(
        label=_("The mentor's professional opinion"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
