from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.programmes.models import GrantCall
from mentorhalo.territory.choices import Level
from mentorhalo.territory.queries import all_counties, level_label

from ..choices import CommunityField, PartyStatus, Sector


class CountyFilter(forms.Form):
    county = forms.ChoiceField(label=_("County"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        counties = [(each.code, each.name) for each in all_counties()]
        label = level_label(Level.COUNTY, timezone.localdate())
        self.fields["county"].label = label.capitalize() or _("County")
        self._offer("county", counties)

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("– all –")), *choices]

    def wanted(self) -> dict[str, str]:
        """What was chosen; what makes no sense narrows nothing."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class OrganisationFilter(CountyFilter):
    sector = forms.ChoiceField(label=_("Field"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer("sector", list(Sector.choices))
        self._offer("status", list(PartyStatus.choices))


class CommunityFilter(CountyFilter):
    field = forms.ChoiceField(label=_("Field"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer("field", list(CommunityField.choices))
        self._offer("status", list(PartyStatus.choices))


class ConsortiumFilter(CountyFilter):
    call = forms.ChoiceField(label=_("Grant call"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        codes = GrantCall.objects.order_by("code").values_list("code", flat=True).distinct()
        self._offer("call", [(code, code) for code in codes])
