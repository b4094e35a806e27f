"""Links by which somebody answers without an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import DateInput

from ..actions.invitations import MOST
from ..choices import InvitationKind
from ..models import Instrument, Stratum, Wave
from ..queries.parts import by_name


class LinksForm(forms.Form):
    instrument = forms.ModelChoiceField(Instrument.objects.none(), label=_("Questionnaire"), empty_label=None)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=InvitationKind.choices,
        widget=forms.RadioSelect,
        initial=InvitationKind.SINGLE,
        help_text=_("By a public link everybody answers; a single-use link takes one questionnaire."),
    )
    count = forms.IntegerField(
        label=_("How many single-use links"), min_value=1, max_value=MOST, initial=1, required=False
    )
    label = forms.CharField(label=_("What it is for"), max_length=120, required=False)
    closes_on = forms.DateField(label=_("Open until"), required=False, widget=DateInput())

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instruments: forms.ModelChoiceField = self.fields["instrument"]  # type: ignore[assignment]
        instruments.queryset = Instrument.objects.filter(study=wave.study_id)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == InvitationKind.PUBLIC:
            cleaned["count"] = 1
        cleaned["count"] = cleaned.get("count") or 1
        return cleaned


class UnitLinksForm(forms.Form):
    """Links of drawn units, one for each. `may_see_names`: whether this person may know who they are."""

    instrument = forms.ModelChoiceField(Instrument.objects.none(), label=_("Questionnaire"), empty_label=None)
    closes_on = forms.DateField(label=_("Open until"), required=False, widget=DateInput())
    label = forms.CharField(label=_("What it is for"), max_length=120, required=False)
    with_names = forms.BooleanField(
        label=_("Names and addresses beside the links"),
        required=False,
        help_text=_("For letters. That you looked is written down."),
    )

    def __init__(
        self, *args: Any, wave: Wave, may_see_names: bool, instrument: Instrument | None = None, **kwargs: Any
    ) -> None:
        """`instrument`: where it was chosen before, with the units."""
        super().__init__(*args, **kwargs)
        instruments: forms.ModelChoiceField = self.fields["instrument"]  # type: ignore[assignment]
        instruments.queryset = Instrument.objects.filter(study=wave.study_id)
        if instrument is not None:
            instruments.initial = instrument.pk
            instruments.widget = forms.HiddenInput()
        if not may_see_names:
            del self.fields["with_names"]


class UnitLinksFilter(forms.Form):
    """Of which units links are to be made, for which of several questionnaires."""

    instrument = forms.ModelChoiceField(
        label=_("Questionnaire"), queryset=Instrument.objects.none(), required=False, empty_label=None
    )
    stratum = forms.ModelChoiceField(
        label=_("Stratum"), queryset=Stratum.objects.none(), required=False, to_field_name="code"
    )

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instruments = list(Instrument.objects.filter(study=wave.study_id))
        self.first = instruments[0] if instruments else None
        self.chooses = len(instruments) > 1
        offered: forms.ModelChoiceField = self.fields["instrument"]  # type: ignore[assignment]
        offered.queryset = Instrument.objects.filter(study=wave.study_id)
        strata = wave.strata.order_by("code")
        field: forms.ModelChoiceField = self.fields["stratum"]  # type: ignore[assignment]
        field.queryset = strata
        field.choices = [("", _("any")), *((one.code, one.label) for one in by_name(strata))]
