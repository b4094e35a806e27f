"""Logging who was told what: on a phone, within a minute."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import ClientKeyField, DateInput, SuggestField, Suggestion
from mentorhalo.core.uploads import ALLOWED
from mentorhalo.programmes.queries import county_names
from mentorhalo.territory.models import Settlement
from mentorhalo.territory.queries import settlement_chosen

from ..actions.acts import ActDraft
from ..choices import ActChannel, Audience, CountMethod
from ..models import InformationAct

CHIPS = {"class": "mh-chips"}
ANY = [("", "–")]
BY_ITSELF = (ActChannel.NEWSLETTER, ActChannel.COUNTY_LETTER)
MOST_REACHED = 10_000_000


class ActForm(forms.Form):
    key = ClientKeyField()
    audience = forms.ChoiceField(
        label=_("Who was told?"), choices=Audience.choices, widget=forms.RadioSelect(attrs=CHIPS)
    )
    channel = forms.ChoiceField(
        label=_("How?"),
        choices=[(code, label) for code, label in ActChannel.choices if code not in BY_ITSELF],
        widget=forms.RadioSelect(attrs=CHIPS),
    )
    message = forms.CharField(
        label=_("What were they told, in one sentence?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Name no private person."),
    )
    given_on = forms.DateField(label=_("When?"), widget=DateInput())
    settlement = SuggestField(
        url_name="territory:suggest",
        resolve=settlement_chosen,
        describe=lambda settlement: Suggestion(settlement.pk, settlement.name),
        label=_("Where?"),
        help_text=_("A few letters are enough. Leave it empty if it was for a whole county."),
        required=False,
    )
    county = forms.ChoiceField(label=_("County"), required=False)
    reached = forms.IntegerField(label=_("How many were reached?"), min_value=0, max_value=MOST_REACHED)
    counting = forms.ChoiceField(
        label=_("How was it counted?"),
        choices=[(code, label) for code, label in CountMethod.choices if code != CountMethod.DELIVERED],
        widget=forms.RadioSelect(attrs=CHIPS),
    )
    counting_note = forms.CharField(
        label=_("How, in words"),
        max_length=200,
        required=False,
        help_text=_("For an estimate it must be said: “600 leaflets, every second house read it”."),
    )
    file = forms.FileField(
        label=_("Photo, sheet, clipping"),
        required=False,
        help_text=_("It gets a fingerprint on arrival."),
        widget=forms.FileInput(attrs={"accept": ",".join(["image/*", *ALLOWED])}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["given_on"].initial = timezone.localdate()
        self.fields["county"].choices = [("", _("the whole country")), *county_names().items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("counting") == CountMethod.ESTIMATE and not cleaned.get("counting_note"):
            self.add_error("counting_note", _("Say in words how it was estimated."))
        if cleaned.get("given_on") and cleaned["given_on"] > timezone.localdate():
            self.add_error("given_on", _("This day is still to come."))
        return cleaned

    def draft(self) -> ActDraft:
        said = self.cleaned_data
        return ActDraft(
            client_key=said["key"] or uuid4(),
            given_on=said["given_on"],
            audience=said["audience"],
            channel=said["channel"],
            message=said["message"],
            settlement=said["settlement"].pk if said["settlement"] else "",
            county=said["county"],
            reached=said["reached"],
            counting=said["counting"],
            counting_note=said["counting_note"],
        )


class CorrectActForm(ActForm):
    """What should have been written, and why it was not."""

    reason = forms.CharField(label=_("Why is it corrected?"), max_length=200)


class WithdrawActForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it withdrawn?"),
        max_length=200,
        help_text=_("It never happened, it stands twice, it was not ours."),
    )


class ActFilter(forms.Form):
    audience = forms.ChoiceField(label=_("Who was told"), choices=[*ANY, *Audience.choices], required=False)
    channel = forms.ChoiceField(label=_("How"), choices=[*ANY, *ActChannel.choices], required=False)
    county = forms.ChoiceField(label=_("County"), required=False)
    since = forms.DateField(label=_("From"), widget=DateInput(), required=False)
    until = forms.DateField(label=_("Until"), widget=DateInput(), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["county"].choices = [*ANY, *county_names().items()]  # type: ignore[attr-defined]

    def narrowing(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_valid() else {}


def initial_of(act: InformationAct) -> dict[str, Any]:
    """What the form shows of an act to be corrected. One query where it has a settlement."""
    names = ("audience", "channel", "message", "given_on", "county", "reached", "counting", "counting_note")
    settlement = Settlement.objects.filter(pk=act.settlement).first() if act.settlement else None
    return {"settlement": settlement, "key": act.client_key} | {name: getattr(act, name) for name in names}
