"""A photo somebody sends, and what must be known of it before others see it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .photos import PeopleShown, PhotoRights


class DescribePhotoForm(forms.Form):
    alt = forms.CharField(
        label=_("What can be seen on it?"),
        help_text=_("One sentence, for those who cannot see it."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    people = forms.ChoiceField(
        label=_("People on it"),
        choices=PeopleShown.choices,
        widget=forms.RadioSelect(attrs={"class": "mh-chips"}),
    )
    rights = forms.ChoiceField(
        label=_("By what right?"),
        choices=PhotoRights.choices,
        widget=forms.RadioSelect(attrs={"class": "mh-chips"}),
    )
    credit = forms.CharField(
        label=_("Who took it?"),
        help_text=_("The name shown beside it."),
        max_length=120,
        required=False,
    )

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("alt", "people", "rights", "credit")}


class PhotoForm(DescribePhotoForm):
    file = forms.FileField(
        label=_("Photo"),
        help_text=_("A JPEG, PNG or WebP. It is made smaller; where it was taken is left out."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    field_order = ("file",)
