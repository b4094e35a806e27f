"""What somebody types who answers without an account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.guard import Guarded

from ..codes import plain


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("It stands beside the questionnaire, and in your invitation."),
    )

    def clean_code(self) -> str:
        code = plain(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("This is no such code."))
        return code


class BeginForm(Guarded, forms.Form):
    """To begin by an invitation."""

    agrees = forms.BooleanField(
        label=_("I have read this, and I take part."),
        error_messages={"required": _("Tick this to begin.")},
    )
