"""What somebody who leaves may say. Nothing has to be."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..choices import LeavingReason

THESE = "these"
ALL = "all"


class LeaveLetterForm(forms.Form):
    which = forms.ChoiceField(
        label=_("Which letters shall not come any more?"),
        choices=[(THESE, _("letters of this kind")), (ALL, _("all letters of the network"))],
        initial=THESE,
        widget=forms.RadioSelect,
    )
    why = forms.ChoiceField(
        label=_("Why? (Need not be said.)"),
        choices=[("", _("I do not say")), *LeavingReason.choices],
        required=False,
    )
