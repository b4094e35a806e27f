"""“We do this too”, and what the owner of the practice says of it."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.forms import AtMost, ClientKeyField, DateInput, SuggestField, Suggestion
from mentorhalo.core.guard import Guarded
from mentorhalo.partners.queries import organisation_called
from mentorhalo.territory.queries import settlement_chosen

from ..actions.practices import AdoptionDraft
from .practice_deeds import CodeField


class AdoptForm(Guarded, forms.Form):
    """Who does it, where, since when, what was changed, what came of it."""

    adopter_name = forms.CharField(label=_("Institution or community that does it"), validators=[AtMost(200)])
    settlement = SuggestField(
        url_name="territory:suggest",
        resolve=settlement_chosen,
        describe=lambda settlement: Suggestion(settlement.pk, settlement.name),
        label=_("Settlement"),
        help_text=_("A few letters are enough."),
    )
    since = forms.DateField(label=_("Since when"), widget=DateInput)
    changed = forms.CharField(
        label=_("What did you change?"),
        required=False,
        validators=[AtMost(2000)],
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    result = forms.CharField(
        label=_("What came of it?"),
        required=False,
        validators=[AtMost(2000)],
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    own_practice = CodeField(
        label=_("Your own description of it here, if there is one"),
        help_text=_(
            "Its identifier, such as JGY-0042. Others who take yours over stand below it then. The institution that agreed to it is asked by letter."
        ),
        required=False,
    )
    name = forms.CharField(
        label=_("Your name"), validators=[AtMost(150)], widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "We send a link for you to confirm, and write when the owner has answered. It is not shown."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    key = ClientKeyField()

    def __init__(self, *args: Any, member: User | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if member is not None:
            del self.fields["name"], self.fields["email"]

    def draft(self) -> AdoptionDraft:
        said = self.cleaned_data
        called = f"{said['adopter_name']}, {said['settlement'].name}"
        organisation = organisation_called(called)
        return AdoptionDraft(
            key=said["key"] or uuid4(),
            adopter_name=said["adopter_name"],
            settlement=said["settlement"].pk,
            since=said["since"],
            changed=said["changed"],
            result=said["result"],
            organisation=organisation,
            own_practice=said["own_practice"],
            name=said.get("name", ""),
            email=said.get("email", ""),
            language=(get_language() or "hu")[:2],
        )


class OwnerForm(forms.Form):
    """Whether it is so."""

    verdict = forms.ChoiceField(
        label=_("Is it so?"),
        choices=[("yes", _("Yes, they do it, too")), ("no", _("No, or we do not know of it"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("A word to them"),
        help_text=_("Needed for a no."),
        required=False,
        validators=[AtMost(1000)],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
