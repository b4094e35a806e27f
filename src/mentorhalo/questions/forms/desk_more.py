"""Forms of the further steps and of experts' profiles."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.forms import DateInput
from mentorhalo.programmes.models import Topic

from ..actions.experts import ExpertDraft
from ..choices import StepKind
from ..models import Expert

HOUR = {"type": "time"}


class OfferForm(forms.Form):
    kind = forms.ChoiceField(label=_("Which step?"), choices=StepKind.choices, widget=forms.RadioSelect)
    agenda = forms.CharField(
        label=_("What it is about"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ArrangeForm(forms.Form):
    """Day and hour of beginning and end, place, agenda."""

    starts_on = forms.DateField(label=_("First day"), widget=DateInput())
    starts_hour = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(attrs=HOUR, format="%H:%M"))
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput())
    ends_hour = forms.TimeField(label=_("Ends at"), widget=forms.TimeInput(attrs=HOUR, format="%H:%M"))
    place = forms.CharField(label=_("Place or link"), max_length=300)
    agenda = forms.CharField(
        label=_("What it is about"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def starts_at(self) -> datetime:
        return self._moment("starts")

    def ends_at(self) -> datetime:
        return self._moment("ends")

    def _moment(self, which: str) -> datetime:
        said = self.cleaned_data
        return timezone.make_aware(datetime.combine(said[f"{which}_on"], said[f"{which}_hour"]))


class InviteForm(forms.Form):
    """One person on each line: a name and an address."""

    guests = forms.CharField(
        label=_("Who is asked?"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One person a line: name and e-mail address, for example: Kiss Éva kiss.eva@pelda.hu"),
    )

    def people(self) -> list[tuple[str, str]]:
        """(name, address) of each line; the last word is the address."""
        found = []
        for line in self.cleaned_data["guests"].splitlines():
            words = line.replace("<", " ").replace(">", " ").replace(",", " ").replace(";", " ").split()
            if words:
                found.append((" ".join(words[:-1]), words[-1]))
        return found


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label=_("What came of it?"), max_length=8000, widget=forms.Textarea(attrs={"rows": 6})
    )


class ProfileForm(forms.Form):
    """What an expert says of themselves."""

    name = forms.CharField(label=_("Name"), max_length=150)
    topics = forms.MultipleChoiceField(label=_("Topics you know"), widget=forms.CheckboxSelectMultiple)
    county_codes = forms.MultipleChoiceField(
        label=_("Counties you know"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none if you answer questions from the whole country."),
    )
    is_available = forms.BooleanField(label=_("Takes new questions"), required=False)
    away_until = forms.DateField(label=_("Away until"), required=False, widget=DateInput())
    most_open = forms.IntegerField(label=_("Open questions at most"), min_value=1, max_value=50)
    title_hu = forms.CharField(label=_("Title in Hungarian"), required=False, max_length=200)
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=200)
    about_hu = forms.CharField(
        label=_("About you, in Hungarian"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    about_en = forms.CharField(
        label=_("About you, in English"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    is_public = forms.BooleanField(
        label=_("Show my profile to everybody"),
        required=False,
        help_text=_("Without it your name stands only in the letter to who asked."),
    )

    def __init__(self, *args: Any, topics: list[Topic], counties: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["topics"].choices = [(one.code, one.name) for one in topics]  # type: ignore[attr-defined]
        self.fields["county_codes"].choices = list(counties.items())  # type: ignore[attr-defined]

    def draft(self) -> ExpertDraft:
        fields = [name for name in ExpertDraft.__dataclass_fields__ if name in self.cleaned_data]
        return ExpertDraft(**{name: self.cleaned_data[name] for name in fields})


class OpenExpertForm(ProfileForm):
    """The same, for somebody chosen among the accounts."""

    user = forms.ChoiceField(label=_("Account"))
    field_order = ("user",)

    def __init__(self, *args: Any, accounts: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        people = [(str(one.pk), f"{one} ({one.email})") for one in accounts]
        self.fields["user"].choices = [("", _("Choose an account")), *people]  # type: ignore[attr-defined]


def shown(expert: Expert) -> dict[str, Any]:
    """A profile as its form begins."""
    fields = {name: getattr(expert, name) for name in ExpertDraft.__dataclass_fields__ if name != "topics"}
    return {**fields, "topics": [topic.code for topic in expert.topics.all()]}
