"""Drawing a sample and setting its targets."""

from secrets import token_hex
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import SuggestField, Suggestion
from mentorhalo.partners.choices import Sector
from mentorhalo.programmes.models import Programme
from mentorhalo.territory.models import County
from mentorhalo.territory.queries import settlement_chosen

from ..models import Stratum
from ..queries.frames import InstitutionDraw, SettlementDraw

MOST = 100_000
CULTURAL = [Sector.LIBRARY, Sector.MUSEUM, Sector.COMMUNITY_CULTURE]


def new_seed() -> str:
    return token_hex(8)


class DrawForm(forms.Form):
    """What both kinds of draws ask."""

    counties = forms.MultipleChoiceField(label=_("Counties"), widget=forms.CheckboxSelectMultiple)
    minimum = forms.IntegerField(
        label=_("At least in each stratum"),
        min_value=0,
        max_value=MOST,
        initial=0,
        help_text=_("Responses are shared out in proportion to size; small strata get at least so many."),
    )
    reserve_percent = forms.IntegerField(
        label=_("Reserves, percent"),
        min_value=0,
        max_value=500,
        initial=50,
        help_text=_("Units drawn beyond the number wanted. They are called in by the rule of substitution."),
    )
    seed = forms.CharField(
        label=_("Seed of the draw"),
        max_length=40,
        initial=new_seed,
        help_text=_("It is written down: with the same seed anybody draws the same sample again."),
    )

    def __init__(self, *args: Any, programme: Programme, **options: Any) -> None:
        super().__init__(*args, **options)
        codes = list(programme.counties.values_list("county_code", flat=True))
        rows = County.objects.filter(pk__in=codes) if codes else County.objects.all()
        choices = list(rows.order_by("name_sort", "code").values_list("code", "name"))
        self.fields["counties"].choices = choices  # type: ignore[attr-defined]
        self.fields["counties"].initial = [code for code, _name in choices]


class DrawSettlementsForm(DrawForm):
    responses = forms.IntegerField(label=_("Responses wanted"), min_value=1, max_value=MOST)
    cluster = forms.IntegerField(
        label=_("Responses in one settlement, about"),
        min_value=1,
        max_value=1000,
        initial=15,
        help_text=_("More in one place is cheaper, less tells more."),
    )
    field_order = ["counties", "responses", "minimum", "cluster", "reserve_percent", "seed"]

    def draw(self) -> SettlementDraw:
        return SettlementDraw(**self.cleaned_data)


class DrawInstitutionsForm(DrawForm):
    sectors = forms.MultipleChoiceField(
        label=_("Fields"), choices=Sector.choices, widget=forms.CheckboxSelectMultiple, initial=CULTURAL
    )
    responses = forms.IntegerField(
        label=_("Responses wanted"),
        min_value=1,
        max_value=MOST,
        required=False,
        help_text=_("Empty: every institution is asked."),
    )
    field_order = ["counties", "sectors", "responses", "minimum", "reserve_percent", "seed"]

    def draw(self) -> InstitutionDraw:
        return InstitutionDraw(**self.cleaned_data)


class StratumForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=160)
    target = forms.IntegerField(label=_("Responses wanted"), min_value=0, max_value=MOST)
    population = forms.IntegerField(label=_("Size of the population"), min_value=0, required=False)

    @staticmethod
    def of(stratum: Stratum) -> dict[str, Any]:
        return {"name": stratum.name, "target": stratum.target, "population": stratum.population}


class ReservesForm(forms.Form):
    count = forms.IntegerField(label=_("How many further reserves?"), min_value=1, max_value=10_000)


class QuotaForm(forms.Form):
    settlement = SuggestField(
        label=_("Settlement"),
        help_text=_("A few letters are enough."),
        url_name="territory:suggest",
        resolve=settlement_chosen,
        describe=lambda settlement: Suggestion(settlement.pk, settlement.name),
    )
    target = forms.IntegerField(
        label=_("Responses wanted"), min_value=0, max_value=MOST, help_text=_("Nought takes the quota away.")
    )
