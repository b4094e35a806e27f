from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorhalo.core.forms import DateInput
from mentorhalo.core.guard import Guarded
from mentorhalo.core.registry import registry

from .choices import Role

# Mentors and group leaders get their role with their mandate in the network, supervisors with their contract, interviewers with their work in a study.
GIVEN_BY_HAND = [
    Role.REPRESENTATIVE,
    Role.OFFICE,
    Role.EXPERT,
    Role.EDITOR,
    Role.RESEARCHER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
]


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        help_text=_("As your colleagues will see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language of letters"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class AskEntryForm(Guarded, forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("The one the network knows you by."),
    )


class GiveRoleForm(forms.Form):
    role = forms.ChoiceField(
        label=pgettext_lazy("of an account", "Role"),
        choices=[(role.value, role.label) for role in GIVEN_BY_HAND],
    )
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    starts_on = forms.DateField(label=_("From"), widget=DateInput())
    ends_on = forms.DateField(
        label=_("Until"),
        widget=DateInput(),
        required=False,
        help_text=_("The last day. Empty: until further notice."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=200, required=False, help_text=_("Who asked for it, for what.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        programmes = registry.choices["programme"]()
        self.fields["programme"].choices = [("", _("every programme")), *programmes]  # type: ignore[attr-defined]


class EndRoleForm(forms.Form):
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput())
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class PeopleFilter(forms.Form):
    role = forms.ChoiceField(
        label=pgettext_lazy("of an account", "Role"),
        required=False,
        choices=[("", _("any role")), *Role.choices],
    )
