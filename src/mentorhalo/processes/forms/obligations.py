"""What fulfils an obligation, and the rules of a call."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import DateInput
from mentorhalo.core.numbers import day
from mentorhalo.core.uploads import ALLOWED
from mentorhalo.mentoring.models import Activity

from .phases import offer


class NumbersField(forms.CharField):
    """Whole numbers with commas between them."""

    def to_python(self, value: Any) -> list[int]:  # type: ignore[override]
        parts = [part for part in re.split(r"[,;\s]+", super().to_python(value) or "") if part]
        if any(not part.isdecimal() or len(part) > 4 for part in parts):
            raise ValidationError(_now("Write whole numbers with commas between them, e.g. 4, 2."))
        return [int(part) for part in parts]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(one) for one in value) if isinstance(value, list) else value

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        return


class RuleForm(forms.Form):
    clause = forms.CharField(
        label=_("Clause"), max_length=20, help_text=_("As the call numbers it, e.g. A.5.")
    )
    wording_hu = forms.CharField(
        label=_("Hungarian wording"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    wording_en = forms.CharField(
        label=_("English wording"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    per_year = NumbersField(
        label=_("How often in each year?"),
        required=False,
        help_text=_("“4, 2” is four in the first year of the grant, then two a year."),
    )
    by_months = NumbersField(
        label=_("Or once, by the end of which months?"),
        required=False,
        help_text=_("“6” is by the end of the sixth month of the grant."),
    )


class EntryForm(forms.Form):
    activity = forms.TypedChoiceField(
        label=_("Log entry"), coerce=UUID, help_text=_("It is fulfilled on the day of the entry.")
    )
    note = forms.CharField(label=_("What was done"), max_length=400, required=False)

    def __init__(self, *args: Any, entries: list[Activity], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "activity", [(str(one.pk), entry_words(one)) for one in entries])


class DocumentForm(forms.Form):
    fulfilled_on = forms.DateField(label=_("On which day was it fulfilled?"), widget=DateInput())
    upload = forms.FileField(
        label=_("Document"), widget=forms.FileInput(attrs={"accept": ",".join(["image/*", *ALLOWED])})
    )
    note = forms.CharField(label=_("What was done"), max_length=400, required=False)


class ExceptionForm(forms.Form):
    reason = forms.CharField(
        label=_("Why can it not be done?"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class DecisionForm(forms.Form):
    accept = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("accept", _("accept the exception")), ("refuse", _("do not accept it"))],
        coerce=lambda value: value == "accept",
        widget=forms.RadioSelect,
    )


def entry_words(entry: Activity) -> str:
    """“10 April 2025, consultation, Abda: …”."""
    place = entry.settlement.name if entry.settlement else entry.get_channel_display()
    words = f"{day(entry.occurred_on)}, {entry.kind.name}, {place}"
    return f"{words}: {entry.public_sentence[:80]}" if entry.public_sentence else words
