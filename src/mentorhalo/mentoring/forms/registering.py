"""What somebody fills in who comes to the network by themself."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorhalo.core.forms import ClientKeyField
from mentorhalo.core.guard import Guarded
from mentorhalo.partners.choices import CommunityField, ContactRole, Sector
from mentorhalo.partners.models import OrganisationKind

from ..choices import Registrant
from .fields import settlement_field


class SearchCardForm(forms.Form):
    """Search first: is it here already?"""

    settlement = settlement_field(required=False)
    q = forms.CharField(label=_("Name"), max_length=200, required=False)


class SenderForm(Guarded, forms.Form):
    """Who registers, and what they allow."""

    key = ClientKeyField()
    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_(
            "We send a letter there to confirm. If it is on the card already, the card is yours at once."
        ),
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    role = forms.ChoiceField(label=_("What you are there"), choices=ContactRole.choices)
    asks_mentor = forms.BooleanField(label=_("We ask for a mentor"), required=False)
    message = forms.CharField(
        label=_("Message to the mentors of the county"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is going well, what help is needed."),
    )
    agrees = forms.BooleanField(
        label=_(
            "I agree that the network keeps my name and address as a contact of this card, until I take it back."
        ),
        error_messages={"required": _("Without this we could not keep whom to write to.")},
    )
    may_show = forms.BooleanField(
        label=_("My name and e-mail address may be shown on the public card."), required=False
    )


class NewCardForm(SenderForm):
    """The same, for what is not in the register yet."""

    proposed_name = forms.CharField(label=_("Its name"), max_length=200)
    settlement = settlement_field()
    proposed_kind = forms.ChoiceField(label=pgettext_lazy("of a card", "Kind"))
    field_order = ["proposed_name", "settlement", "proposed_kind"]

    def __init__(self, *args: Any, registrant: str, **options: Any) -> None:
        super().__init__(*args, **options)
        kind = self.fields["proposed_kind"]
        assert isinstance(kind, forms.ChoiceField)
        if registrant == Registrant.COMMUNITY:
            kind.label = _("What it gathers for")
            kind.choices = CommunityField.choices
        else:
            kind.choices = [(str(one.pk), str(one)) for one in _kinds(registrant)]


def _kinds(registrant: str) -> Any:
    kinds = OrganisationKind.objects.order_by("sector", "pk")
    if registrant == Registrant.MUNICIPALITY:
        return kinds.filter(sector=Sector.MUNICIPALITY)
    return kinds.exclude(sector=Sector.MUNICIPALITY)


class ProfessionalForm(Guarded, forms.Form):
    """A professional speaks for nobody; the county group answers."""

    key = ClientKeyField()
    name = SenderForm.base_fields["name"]
    email = forms.EmailField(
        label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    settlement = settlement_field()
    message = forms.CharField(
        label=_("What you know, and how you would like to help"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    agrees = forms.BooleanField(
        label=_("I agree that the county's mentors see this and write to me about it."),
        error_messages={"required": _("Without this nobody could answer.")},
    )


class AskMentorForm(forms.Form):
    key = ClientKeyField()
    message = forms.CharField(
        label=_("Message to the mentors of the county"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What is going well, what help is needed."),
    )


class AnswerForm(forms.Form):
    """The county group's answer. `decision` comes from the button."""

    decision = forms.ChoiceField(choices=[("accept", ""), ("decline", "")], widget=forms.HiddenInput)
    answer = forms.CharField(
        label=_("Answer to the sender"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It goes by e-mail. A refusal needs its reason."),
    )


def promised_days() -> int:
    return int(settings.REGISTRATION_DAYS)
