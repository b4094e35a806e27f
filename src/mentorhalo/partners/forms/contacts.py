from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.forms import DateInput

from .. import queries
from ..choices import ContactRole


class ReviseContactForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    role = forms.ChoiceField(label=_("Role"), choices=ContactRole.choices, initial=ContactRole.CONTACT)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)


class ConsentForm(forms.Form):
    on = forms.DateField(label=_("Day of the consent"), widget=DateInput(), initial=timezone.localdate)
    channel = forms.CharField(
        label=_("How it was given"), max_length=80, help_text=_("E.g. in writing, on a form, by e-mail.")
    )
    is_public = forms.BooleanField(label=_("They agree to being shown publicly"), required=False)


class OwnConsentForm(forms.Form):
    """What somebody decides for themself on their own card."""

    is_public = forms.BooleanField(
        label=_("My name and e-mail address may be shown on the public card."), required=False
    )


class ContactForm(ReviseContactForm):
    starts_on = forms.DateField(label=_("In this role since"), widget=DateInput(), initial=timezone.localdate)
    consent_channel = forms.CharField(
        label=_("How they agreed to our keeping these data"),
        max_length=80,
        required=False,
        help_text=_("Leave it empty until they have agreed."),
    )
    consent_public = forms.BooleanField(label=_("They agree to being shown publicly"), required=False)


class EndContactForm(forms.Form):
    on = forms.DateField(label=_("Last day in the role"), widget=DateInput(), initial=timezone.localdate)


class RepresentForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address of their account"),
        required=False,
        help_text=_("With it they see and correct this card. Leave it empty to take that back."),
    )

    def clean_email(self) -> User | None:
        email: Any = self.cleaned_data["email"]
        if not email:
            return None
        account = queries.account_named(email)
        if account is None:
            raise forms.ValidationError(
                _("There is no account with this address. Ask them to sign up first.")
            )
        return account
