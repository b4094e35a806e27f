"""Interviews, and the words that people agree to."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorhalo.core.forms import ClientKeyField, DateInput

from ..models import Theme
from ..models.phases import LONG
from .consents import ConsentForm


def theme_choices(offered: list[Theme]) -> list[tuple[str, str]]:
    return [(one.code, str(one)) for one in offered]


class ThemesForm(forms.Form):
    themes = forms.MultipleChoiceField(
        label=gettext_lazy("What was it about?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, offered: list[Theme], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["themes"].choices = theme_choices(offered)  # type: ignore[attr-defined]


class InterviewForm(ConsentForm, ThemesForm):
    key = ClientKeyField()
    agreed = forms.BooleanField(label=gettext_lazy("The respondent heard these words and agreed"))
    held_on = forms.DateField(label=gettext_lazy("Day"), widget=DateInput())
    said = forms.CharField(
        label=gettext_lazy("What did they say?"),
        max_length=LONG * 2,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("No names here, neither the respondent's nor others'."),
    )
    contribution = forms.CharField(
        label=gettext_lazy("What would they do for it?"), max_length=400, required=False
    )
    is_quotable = forms.BooleanField(
        label=gettext_lazy("This may be shown to the community, without a name"), required=False
    )
    text_until = forms.DateField(label=gettext_lazy("The text is deleted on"), widget=DateInput())
    name = forms.CharField(
        label=gettext_lazy("Name of the respondent"),
        max_length=120,
        required=False,
        help_text=gettext_lazy(
            "Only if you need it to go back. It is kept apart: you and the process's mentor read it."
        ),
    )
    contact = forms.CharField(label=gettext_lazy("Phone or e-mail"), max_length=200, required=False)
    name_until = forms.DateField(
        label=gettext_lazy("Name and contact are deleted on"), widget=DateInput(), required=False
    )

    field_order = ("key", "wording", "agreed", "held_on", "said", "themes", "contribution")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("contact") and not data.get("name"):
            self.add_error("name", _("A phone or e-mail is kept with a name alone."))
        if data.get("name") and not data.get("name_until"):
            self.add_error("name_until", _("Say when the name is deleted."))
        return data
