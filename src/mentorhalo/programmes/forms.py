from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import DateInput, validate_code
from mentorhalo.programmes.actions import ProgrammeDraft
from mentorhalo.programmes.models import GrantCall, Programme
from mentorhalo.programmes.queries import county_names

RESERVED = {"new"}


class ProgrammeForm(forms.Form):
    name_hu = forms.CharField(label=_("Hungarian name"), max_length=200)
    name_en = forms.CharField(label=_("English name"), max_length=200, required=False)
    summary_hu = forms.CharField(
        label=_("Hungarian summary"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    summary_en = forms.CharField(
        label=_("English summary"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    starts_on = forms.DateField(label=_("From"), widget=DateInput())
    ends_on = forms.DateField(
        label=_("Until"), widget=DateInput(), required=False, help_text=_("The last day.")
    )
    counties = forms.MultipleChoiceField(
        label=_("Counties it works in"), widget=forms.CheckboxSelectMultiple, required=False
    )
    fund_hu = forms.CharField(label=_("Fund, in Hungarian"), max_length=200, required=False)
    fund_en = forms.CharField(label=_("Fund, in English"), max_length=200, required=False)
    project_code = forms.CharField(label=_("Project identifier"), max_length=80, required=False)
    amount = forms.DecimalField(
        label=_("Amount of support"), max_digits=15, decimal_places=2, min_value=0, required=False
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=[("HUF", "HUF"), ("EUR", "EUR")])

    def __init__(self, *args: Any, programme: Programme | None = None, **options: Any) -> None:
        if programme is not None:
            options["initial"] = _initial(programme)
        super().__init__(*args, **options)
        self.fields["counties"].choices = list(county_names().items())  # type: ignore[attr-defined]

    def draft(self) -> ProgrammeDraft:
        return ProgrammeDraft(
            **{name: self.cleaned_data[name] for name in ProgrammeDraft.__dataclass_fields__}
        )


class NewProgrammeForm(ProgrammeForm):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        validators=[validate_code],
        help_text=_(
            "Letters without accents, digits, hyphens and underscores, no spaces. It stands in addresses and reports, and never changes."
        ),
    )
    field_order = ["code"]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code.lower() in RESERVED:
            raise forms.ValidationError(_("This code is taken already."))
        return code


class CallForm(forms.Form):
    title_hu = forms.CharField(label=_("Hungarian title"), max_length=200)
    title_en = forms.CharField(label=_("English title"), max_length=200, required=False)


class NewCallForm(CallForm):
    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("For example TOP-5.3.1-16."))
    is_listed = forms.BooleanField(
        label=_("Counts for the programme's figures"), initial=True, required=False
    )
    field_order = ["code"]


def call_initial(call: GrantCall) -> dict[str, str]:
    return {"title_hu": call.title_hu, "title_en": call.title_en}


def _initial(programme: Programme) -> dict[str, Any]:
    names = [name for name in ProgrammeDraft.__dataclass_fields__ if name != "counties"]
    said = {name: getattr(programme, name) for name in names}
    return said | {"counties": [county.county_code for county in programme.counties.all()]}
