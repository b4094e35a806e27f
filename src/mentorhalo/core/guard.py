"""What keeps spam out of forms that anybody may send: no tracker, no outside service, nothing to read from a picture."""

from typing import Any

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SALT = "mentorhalo.guard"
LEAST_SECONDS = 3
MOST_SECONDS = 24 * 60 * 60


class Guarded(forms.Form):
    """Put before a form's own class: a field no person sees, and a form that nobody fills in within three seconds."""

    website = forms.CharField(required=False, label=_("Leave this empty"), widget=forms.HiddenInput)
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = signing.dumps(timezone.now().timestamp(), salt=SALT)

    def clean(self) -> dict[str, Any] | None:
        found = super().clean()
        if self.cleaned_data.get("website"):
            raise forms.ValidationError(_("This could not be taken. Please write it once more."))
        return found
