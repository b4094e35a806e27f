"""Which network, on which day, read by which scale."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.numbers import day as in_words
from mentorhalo.programmes.queries import county_names

from ..models import Scale


class NetworkForm(forms.Form):
    county = forms.ChoiceField(label=_("County"), required=False)
    day = forms.ChoiceField(label=_("On which day"), required=False)
    scale = forms.ChoiceField(label=_("By which scale"), required=False)

    def __init__(self, *args: Any, days: Sequence[date], scales: Sequence[Scale], **options: Any) -> None:
        super().__init__(*args, **options)
        choices: Any = self.fields
        choices["county"].choices = [("", _("the whole country")), *county_names().items()]
        choices["day"].choices = [(one.isoformat(), in_words(one)) for one in reversed(days)]
        choices["scale"].choices = [(one.code, one.name) for one in scales]
