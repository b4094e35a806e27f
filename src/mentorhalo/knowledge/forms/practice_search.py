"""The place of a search."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import SuggestField, Suggestion
from mentorhalo.territory.queries import settlement_chosen


class PlaceForm(forms.Form):
    """Near or like which settlement."""

    place = SuggestField(
        url_name="territory:suggest",
        resolve=settlement_chosen,
        describe=lambda settlement: Suggestion(settlement.pk, settlement.name),
        label=_("Your settlement"),
        required=False,
    )
