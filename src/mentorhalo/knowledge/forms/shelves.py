"""The words of a shelf."""

from typing import ClassVar

from django import forms

from ..models import Shelf


class ShelfForm(forms.ModelForm):
    class Meta:
        model = Shelf
        fields: ClassVar[list[str]] = ["title", "note"]
        widgets: ClassVar[dict[str, forms.Widget]] = {"note": forms.Textarea(attrs={"rows": 3})}
