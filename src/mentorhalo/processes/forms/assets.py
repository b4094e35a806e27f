"""An asset: what it is, where it is found, what it stands behind."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import ClientKeyField, DateInput

from ..actions import AssetDraft
from ..choices import AssetSource
from ..models import Asset, AssetCategory, SwotItem
from .phases import offer
from .plans import line

PARTIES = {"organisation": _("Institutions and organisations"), "community": _("Communities")}
SHOWN = ("name", "offers", "audience", "availability", "lat", "lon", "source", "starts_on")


def degree(label: Any, most: int, help_text: Any = "") -> forms.FloatField:
    return forms.FloatField(
        label=label,
        required=False,
        min_value=-most,
        max_value=most,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )


class AssetForm(forms.Form):
    key = ClientKeyField()
    category = forms.ChoiceField(label=_("Category"))
    name = line(
        _("What is there?"), 160, required=True,
        help_text=_("No names of single people: “a retired joiner”. Who wants to be named is in the knowledge pool."),
    )  # fmt: skip
    offers = line(_("What does it offer?"), 400, required=True, widget=forms.Textarea(attrs={"rows": 2}))
    party = forms.ChoiceField(label=_("Is it an institution or a community of the network?"), required=False)
    lat = degree(_("Latitude"), 90, _("Empty for what single people can do: it could be somebody's home."))
    lon = degree(_("Longitude"), 180)
    source = forms.ChoiceField(label=_("How did it become known?"), choices=AssetSource.choices)
    strengths = forms.TypedMultipleChoiceField(
        label=_("Which strengths or opportunities does it stand behind?"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    audience = line(_("To whom?"), 160)
    availability = line(_("When can it be used?"), 160)
    starts_on = forms.DateField(
        label=_("From when is it there?"), widget=DateInput(), required=False, help_text=_("If it is known.")
    )

    def __init__(
        self,
        *args: Any,
        categories: list[AssetCategory],
        parties: list[tuple[str, list[tuple[str, str]]]],
        strengths: list[SwotItem],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        offer(self, "category", [(one.code, str(one)) for one in categories])
        groups: Any = [(PARTIES[kind], choices) for kind, choices in parties if choices]
        offer(self, "party", [("", "–"), *groups])
        if strengths:
            offer(self, "strengths", [(str(one.pk), one.text) for one in strengths])
        else:
            del self.fields["strengths"]

    def draft(self) -> AssetDraft:
        said: dict[str, Any] = dict(self.cleaned_data)
        key, party = said.pop("key"), said.pop("party")
        kind, _colon, pk = party.partition(":")
        if kind:
            said[kind] = UUID(pk)
        if key:
            said["id"] = key
        return AssetDraft(**said)

    @staticmethod
    def told(asset: Asset) -> dict[str, Any]:
        """What the form begins with for one that stands."""
        party = f"organisation:{asset.organisation_id}" if asset.organisation_id else ""
        return {
            **{name: getattr(asset, name) for name in SHOWN},
            "category": asset.category.code,
            "party": f"community:{asset.community_id}" if asset.community_id else party,
            "strengths": [str(pk) for pk in asset.strengths.values_list("pk", flat=True)],
        }


class EndAssetForm(forms.Form):
    ended_on = forms.DateField(label=_("Until which day was it there?"), widget=DateInput())
