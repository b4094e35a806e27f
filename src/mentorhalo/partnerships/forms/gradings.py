"""Asking parties how close they are; their answer."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import AtMost, DateInput

from ..actions import AnswerDraft
from ..choices import NOTED, Occasion
from ..models import Level, Member


class AskForm(forms.Form):
    """Where each party gets its letter."""

    occasion = forms.ChoiceField(label=_("Occasion"), choices=Occasion.choices)
    graded_on = forms.DateField(label=_("For which day?"), widget=DateInput())

    def __init__(
        self, *args: Any, members: Sequence[Member], addresses: Mapping[UUID, str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.members = members
        for member in members:
            self.fields[f"email_{member.pk}"] = forms.EmailField(
                label=_("%(party)s: e-mail address") % {"party": member},
                required=False,
                initial=addresses.get(member.pk, ""),
            )
            self.fields[f"in_person_{member.pk}"] = forms.BooleanField(
                label=_("%(party)s has no e-mail: I ask by telephone or on paper") % {"party": member},
                required=False,
            )

    def addresses(self) -> dict[UUID, str]:
        return {one.pk: self.cleaned_data[f"email_{one.pk}"] for one in self.members}

    def in_person(self) -> list[UUID]:
        return [one.pk for one in self.members if self.cleaned_data[f"in_person_{one.pk}"]]


class AnswerForm(forms.Form):
    """A level and a word about each of the others."""

    def __init__(self, *args: Any, others: Sequence[Member], levels: Sequence[Level], **options: Any) -> None:
        super().__init__(*args, **options)
        self.others = others
        offered = [(level.value, f"{level.name}: {level.definition}") for level in levels]
        for member in others:
            self.fields[f"level_{member.pk}"] = forms.TypedChoiceField(
                label=_("How closely do you work together with %(party)s?") % {"party": member},
                choices=offered,
                coerce=int,
                widget=forms.RadioSelect,
            )
            self.fields[f"comment_{member.pk}"] = forms.CharField(
                label=_("A word about it, if you like"),
                help_text=_("The mentors and the other party read it once everybody has answered."),
                required=False,
                validators=[AtMost(1000)],
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields["name"] = forms.CharField(label=_("Your name"), max_length=150)
        self.fields["role"] = forms.CharField(label=_("Your role"), max_length=80, required=False)

    def draft(self) -> AnswerDraft:
        said = self.cleaned_data
        return AnswerDraft(
            levels={one.pk: said[f"level_{one.pk}"] for one in self.others},
            comments={one.pk: said[f"comment_{one.pk}"] for one in self.others},
            name=said["name"],
            role=said["role"],
        )


class NotedAnswerForm(AnswerForm):
    """What a party said, written down by who steers the partnership."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["channel"] = forms.ChoiceField(label=_("How did the party answer?"), choices=NOTED)
        self.fields["name"].label = _("Who answered for the party?")
        self.fields["role"].label = _("In which role?")


class Indented(json.JSONEncoder):
    """A rule as a person reads it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "indent": 1, "ensure_ascii": False})


class RuleForm(forms.Form):
    """The next version of how a scale is read."""

    rule = forms.JSONField(
        encoder=Indented,
        label=_("The rule"),
        help_text=_("JSON; the version in force stands here to begin with."),
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
    )
    sentence_hu = forms.CharField(
        label=_("The rule in words, in Hungarian"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    sentence_en = forms.CharField(
        label=_("The rule in words, in English"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
