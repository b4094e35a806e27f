"""The office's words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import AtMost

from .plans import line


class TermForm(forms.Form):
    name_hu = line(_("Hungarian name"), 80, required=True)
    name_en = line(_("English name"), 80, required=True)
    order = forms.IntegerField(
        label=_("Order"),
        min_value=0,
        max_value=9999,
        help_text=_("The smaller the number, the earlier it stands."),
    )


class WordingForm(forms.Form):
    text_hu = forms.CharField(
        label=_("Wording in Hungarian"), validators=[AtMost(2000)], widget=forms.Textarea(attrs={"rows": 8})
    )
    text_en = forms.CharField(
        label=_("Wording in English"), validators=[AtMost(2000)], widget=forms.Textarea(attrs={"rows": 8})
    )
