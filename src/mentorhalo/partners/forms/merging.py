from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Contact


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), max_length=200)


class MergeForm(ReasonForm):
    """Which of the two stays, and why they are one."""

    survivor = forms.ChoiceField(label=_("Which one stays?"), widget=forms.RadioSelect)
    field_order = ("survivor", "reason")

    def __init__(self, *args: Any, sides: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["survivor"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(sides)
        field.initial = sides[0][0]


class SplitForm(ReasonForm):
    """The offshoot's name, and who goes with it."""

    name = forms.CharField(label=_("Name of the new card"), max_length=200)
    contacts = forms.ModelMultipleChoiceField(
        label=_("Contacts that go with it"),
        queryset=Contact.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("name", "contacts", "reason")

    def __init__(self, *args: Any, contacts: Sequence[Contact], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["contacts"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Contact.objects.filter(pk__in=[each.pk for each in contacts])
        if not contacts:
            del self.fields["contacts"]
