"""A consent, word by word as it is in force."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import ConsentWording


class ConsentForm(forms.Form):
    """The wording in force, word by word; sent with another one it is shown anew and asked again."""

    wording = forms.IntegerField(widget=forms.HiddenInput)
    agreed = forms.BooleanField(label=gettext_lazy("The person heard these words and agreed"))

    def __init__(self, data: QueryDict | None = None, *, asked: ConsentWording, **options: Any) -> None:
        self.was_reworded = data is not None and data.get("wording") != str(asked.number)
        if data is not None and self.was_reworded:
            data = data.copy()
            data["wording"] = str(asked.number)
            data.pop("agreed", None)
        super().__init__(data, **options)
        self.fields["agreed"].help_text = str(asked)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.was_reworded:
            self.errors.pop("agreed", None)
            self.add_error("agreed", _("The wording has changed meanwhile. Read the new one to them."))
        return data
