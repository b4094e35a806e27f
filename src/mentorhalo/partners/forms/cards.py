from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import DateInput
from mentorhalo.programmes.models import GrantCall
from mentorhalo.territory.queries import settlement_named

from .. import queries
from ..actions import CommunityDraft, ConsortiumDraft, Coverage, Membership, OrganisationDraft
from ..choices import CommunityField, ExistenceProof, PartyStatus, SizeBand
from ..models import OrganisationKind
from .fields import LinesField, OrganisationField, SettlementField, organisation_words

NONE = ("", _("– not known –"))


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(widget=DateInput(), **options)


class PublicPart(forms.Form):
    """What a representative may correct, too."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    description_hu = forms.CharField(
        label=_("Public introduction"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    description_en = forms.CharField(
        label=_("Public introduction in English"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class OwnOrganisationForm(PublicPart):
    short_name = forms.CharField(label=_("Short name"), max_length=80, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    field_order = ["short_name", "address"]

    def draft(self, before: OrganisationDraft | None = None) -> OrganisationDraft:
        """The card with what was typed; a new one without `before`."""
        if before is None:
            return OrganisationDraft(**self.cleaned_data)
        return replace(before, **self.cleaned_data)


class OrganisationForm(OwnOrganisationForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    settlement = SettlementField()
    kind = forms.ModelChoiceField(label=_("Kind"), queryset=OrganisationKind.objects.none())
    legal_form = forms.CharField(label=_("Legal form (GFO code)"), max_length=4, required=False)
    tax_number = forms.CharField(label=_("Tax number"), max_length=13, required=False)
    part_of = OrganisationField(
        label=_("Site of"),
        required=False,
        help_text=_("The institution it is a site of. In figures it counts as that institution."),
    )
    maintainer = OrganisationField(label=_("Maintainer"), required=False)
    status = forms.ChoiceField(label=_("Status"), choices=PartyStatus.choices, initial=PartyStatus.ACTIVE)
    status_on = _day(label=_("Since when"), required=False)
    external_id = forms.CharField(label=_("Identifier in earlier records"), max_length=80, required=False)
    field_order = [
        "name",
        "settlement",
        "kind",
        "short_name",
        "address",
        "website",
        "description_hu",
        "description_en",
    ]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ModelChoiceField)
        kind.queryset = OrganisationKind.objects.all()


class OwnCommunityForm(PublicPart):
    aliases = forms.CharField(
        label=_("Other names"), max_length=300, required=False, help_text=_("Parted by commas.")
    )
    founded_year = forms.IntegerField(
        label=_("Year of foundation"), min_value=1000, max_value=2100, required=False
    )
    size_band = forms.ChoiceField(label=_("Size"), choices=[NONE, *SizeBand.choices], required=False)
    meets_every_days = forms.IntegerField(
        label=_("Meets every … days"), min_value=1, max_value=730, required=False, help_text=_("7 if weekly.")
    )
    target_group = forms.CharField(label=_("For whom"), max_length=120, required=False)

    def draft(self, before: CommunityDraft | None = None) -> CommunityDraft:
        """The card with what was typed; a new one without `before`."""
        if before is None:
            return CommunityDraft(**self.cleaned_data)
        return replace(before, **self.cleaned_data)


class CommunityForm(OwnCommunityForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    settlement = SettlementField()
    field = forms.ChoiceField(label=_("Field"), choices=CommunityField.choices, initial=CommunityField.OTHER)
    is_formal = forms.BooleanField(label=_("It is a registered organisation"), required=False)
    host = OrganisationField(
        label=_("Host"), required=False, help_text=_("The organisation that gives it a place.")
    )
    existence_proof = forms.ChoiceField(
        label=_("Proof of existence"), choices=[NONE, *ExistenceProof.choices], required=False
    )
    status = forms.ChoiceField(label=_("Status"), choices=PartyStatus.choices, initial=PartyStatus.ACTIVE)
    status_on = _day(label=_("Since when"), required=False)
    external_id = forms.CharField(label=_("Identifier in earlier records"), max_length=80, required=False)
    field_order = [
        "name",
        "settlement",
        "field",
        "host",
        "is_formal",
        "existence_proof",
        "aliases",
        "target_group",
    ]


class ConsortiumForm(forms.Form):
    """Members and settlements that stay keep the days they have."""

    title = forms.CharField(label=_("Title"), max_length=250)
    grant_id = forms.CharField(label=_("Grant identifier"), max_length=80)
    call = forms.ModelChoiceField(label=_("Grant call"), queryset=GrantCall.objects.none())
    lead = OrganisationField(label=_("Lead"))
    starts_on = _day(label=_("From"))
    ends_on = _day(label=_("Until"), required=False)
    amount = forms.DecimalField(
        label=_("Amount of support, HUF"), min_value=0, max_digits=14, decimal_places=0, required=False
    )
    members = LinesField(
        label=_("Members"),
        required=False,
        resolve=queries.organisation_called,
        describe=organisation_words,
        help_text=_("One a line: name, settlement."),
    )
    settlements = LinesField(
        label=_("Settlements covered"),
        required=False,
        resolve=settlement_named,
        describe=lambda settlement: settlement.name,
        help_text=_("One a line: name or KSH code."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        call = self.fields["call"]
        assert isinstance(call, forms.ModelChoiceField)
        call.queryset = GrantCall.objects.select_related("programme")

    def draft(self, before: ConsortiumDraft | None = None) -> ConsortiumDraft:
        typed = dict(self.cleaned_data)
        members = {each.organisation.pk: each for each in before.members} if before else {}
        covered = {each.settlement.pk: each for each in before.settlements} if before else {}
        typed["members"] = [members.get(each.pk, Membership(each)) for each in typed["members"]]
        typed["settlements"] = [covered.get(each.pk, Coverage(each)) for each in typed["settlements"]]
        typed["programme"] = typed["call"].programme
        return replace(before, **typed) if before else ConsortiumDraft(**typed)
