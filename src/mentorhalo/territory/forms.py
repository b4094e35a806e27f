from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorhalo.core.forms import DateInput, SuggestField, Suggestion
from mentorhalo.core.hungarian import closeness, matches
from mentorhalo.territory.models import Settlement
from mentorhalo.territory.queries import settlement_coded, settlements_named


def settlement_field(**options: Any) -> SuggestField:
    """A settlement chosen while typing; also takes a KSH code or a whole name. Its value is a `Settlement`.

    What is typed without accents and means several is refused with their names.
    """
    return SuggestField(
        url_name="territory:suggest",
        resolve=resolve_settlement,
        describe=lambda settlement: Suggestion(settlement.code, settlement.name),
        **{"label": gettext_lazy("Settlement"), **options},
    )


def resolve_settlement(value: str, words: str) -> Settlement | None:
    """The chosen settlement while the words still name it, else the one the words mean. At most two queries."""
    chosen = settlement_coded(value) if value else None
    if chosen is not None and closeness(words, chosen.name) <= 1 and matches(words, chosen.name):
        return chosen
    if words.isdecimal() and len(words) == 5:
        return settlement_coded(words)
    meant = settlements_named(words)
    if len(meant) > 1:
        raise ValidationError(
            _("“%(words)s” may mean %(names)s. Write it with its accents, or choose one of the suggestions.")
            % {"words": words, "names": ", ".join(f"{one.name} ({one.county.name})" for one in meant)}
        )
    return meant[0] if meant else None


class DayForm(forms.Form):
    """As of which day a page speaks."""

    day = forms.DateField(label=gettext_lazy("As of"), widget=DateInput(), required=False)

    def chosen(self, default: date) -> date:
        return self.cleaned_data.get("day") or default if self.is_valid() else default
