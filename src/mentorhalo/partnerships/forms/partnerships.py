"""Opening a partnership, changing it, parties that come and go."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import AtMost, ClientKeyField, DateInput, SuggestField, Suggestion
from mentorhalo.network.models import Mentor
from mentorhalo.programmes.queries import county_names
from mentorhalo.territory.queries import settlement_chosen

from ..actions import PartnershipDraft
from ..choices import Field, Initiative, Standing
from ..models import Partnership
from ..queries.partnerships import Asked, party_chosen, party_words

CHIPS = {"class": "mh-chips"}
ANY = [("", "–")]


def party_field(**options: Any) -> SuggestField:
    return SuggestField(
        url_name="partnerships:suggest_parties",
        resolve=party_chosen,
        describe=lambda party: Suggestion(f"{party.party_type}:{party.pk}", party_words(party)),
        **options,
    )


class ReviseForm(forms.Form):
    """What is said of a partnership."""

    key = ClientKeyField()
    title = forms.CharField(
        label=_("What is it called?"), max_length=160, help_text=_("“The choir and the school”, for example.")
    )
    purpose = forms.CharField(
        label=_("What is it for?"), validators=[AtMost(2000)], widget=forms.Textarea(attrs={"rows": 3})
    )
    field = forms.ChoiceField(label=_("Field"), choices=[("", "–"), *Field.choices])
    initiative = forms.ChoiceField(
        label=_("Who brought them together?"),
        choices=Initiative.choices,
        widget=forms.RadioSelect(attrs=CHIPS),
    )
    settlement = SuggestField(
        url_name="territory:suggest",
        resolve=settlement_chosen,
        describe=lambda settlement: Suggestion(settlement.pk, settlement.name),
        label=_("Where?"),
        help_text=_("A few letters are enough."),
    )
    starts_on = forms.DateField(label=_("Since when?"), widget=DateInput())

    def __init__(self, *args: Any, mentor: Mentor | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.mentor = mentor
        if mentor is None:
            self.fields["mentor"] = forms.ModelChoiceField(
                label=_("Which mentor follows it?"),
                queryset=Mentor.objects.all(),
                required=False,
                help_text=_("It may be nobody."),
            )
            self.order_fields(["key", "title", "purpose", "field", "initiative", "mentor"])

    def parties(self) -> tuple[Any, ...]:
        return ()

    def draft(self) -> PartnershipDraft:
        said = self.cleaned_data
        return PartnershipDraft(
            key=said["key"] or uuid4(),
            title=said["title"],
            purpose=said["purpose"],
            field=said["field"],
            initiative=said["initiative"],
            settlement=said["settlement"].pk,
            starts_on=said["starts_on"],
            mentor=self.mentor or said.get("mentor"),
            parties=self.parties(),
        )


class OpenForm(ReviseForm):
    """The same with its first parties."""

    NAMES = ("first", "second", "third", "fourth")

    first = party_field(
        label=_("First party"), help_text=_("An institution, organisation or community of the register.")
    )
    second = party_field(label=_("Second party"))
    third = party_field(label=_("Third party"), required=False)
    fourth = party_field(label=_("Fourth party"), required=False, help_text=_("More can join later."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["starts_on"].initial = timezone.localdate()

    def parties(self) -> tuple[Any, ...]:
        return tuple(self.cleaned_data[name] for name in self.NAMES if self.cleaned_data[name])


class JoinForm(forms.Form):
    party = party_field(label=_("Which party joins?"))
    joined_on = forms.DateField(label=_("Since when?"), widget=DateInput(), initial=timezone.localdate)


class LeaveForm(forms.Form):
    left_on = forms.DateField(label=_("Its last day"), widget=DateInput(), initial=timezone.localdate)


class EndForm(forms.Form):
    ends_on = forms.DateField(label=_("Its last day"), widget=DateInput(), initial=timezone.localdate)
    reason = forms.CharField(
        label=_("Why did it end?"),
        max_length=300,
        help_text=_("It reached its goal, it faded, a party closed."),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why is it withdrawn?"), max_length=200)


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Party, place or title"), max_length=100, required=False)
    county = forms.ChoiceField(label=_("County"), required=False)
    field = forms.ChoiceField(label=_("Field"), choices=[*ANY, *Field.choices], required=False)
    standing = forms.ChoiceField(label=_("How it stands"), choices=[*ANY, *Standing.choices], required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["county"].choices = [*ANY, *county_names().items()]  # type: ignore[attr-defined]

    def asked(self, mentor: Mentor | None) -> Asked:
        said = self.cleaned_data if self.is_valid() else {}
        return Asked(
            words=said.get("q", ""),
            county=said.get("county", ""),
            field=said.get("field", ""),
            standing=said.get("standing", ""),
            mentor=mentor.pk if mentor else None,
        )


def initial_of(partnership: Partnership) -> dict[str, Any]:
    names = ("title", "purpose", "field", "initiative", "settlement", "starts_on", "mentor")
    return {"key": partnership.pk} | {name: getattr(partnership, name) for name in names}
