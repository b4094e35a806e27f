"""The register of consents: what to show, and what is written into it by hand."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import DateInput

from ..choices import ConsentChannel, Purpose

ANY = [("", "–")]


class RegisterFilter(forms.Form):
    purpose = forms.ChoiceField(label=_("For what"), choices=[*ANY, *Purpose.choices], required=False)
    channel = forms.ChoiceField(
        label=_("How it was given"), choices=[*ANY, *ConsentChannel.choices], required=False
    )
    standing = forms.ChoiceField(
        label=_("Does it stand?"),
        choices=[*ANY, ("yes", _("it stands")), ("no", _("withdrawn"))],
        required=False,
    )

    def narrowing(self) -> dict[str, Any]:
        """What `consents_listed` is to be narrowed by; nothing that is not on offer."""
        said = self.cleaned_data if self.is_valid() else {}
        return {
            "purpose": said.get("purpose", ""),
            "channel": said.get("channel", ""),
            "standing": {"yes": True, "no": False}.get(said.get("standing", "")),
        }


class ContactConsentForm(forms.Form):
    """A consent that a contact gave on paper or by letter."""

    given_on = forms.DateField(label=_("When was it given?"), widget=DateInput())
    proof = forms.CharField(
        label=_("Where can it be seen?"),
        max_length=300,
        help_text=_(
            "The signed sheet, its file number and place, or the letter. Without proof it is no consent."
        ),
    )

    def given_at(self) -> datetime:
        """Noon of the day, as the hour is not known; today, the present moment."""
        day: date = self.cleaned_data["given_on"]
        noon = timezone.make_aware(datetime.combine(day, time(12)))
        return min(noon, timezone.now()) if day == timezone.localdate() else noon
