from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import DateInput


class DayForm(forms.Form):
    """As of which day a page speaks."""

    day = forms.DateField(label=_("As of"), widget=DateInput(), required=False)

    def chosen(self, default: date) -> date:
        return self.cleaned_data.get("day") or default if self.is_valid() else default
