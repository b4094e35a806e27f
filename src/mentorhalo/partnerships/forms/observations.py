"""Noting what was seen: within a minute, from the log where it stands there already."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.forms import ClientKeyField, DateInput
from mentorhalo.core.uploads import ALLOWED
from mentorhalo.mentoring.models import Activity

from ..actions import ObservationDraft
from ..choices import Observed
from ..models import Member, Partnership
from ..queries.partnerships import entries_to_choose, entry_words


class EntryChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return entry_words(obj)


class ObserveForm(forms.Form):
    key = ClientKeyField()
    kind = forms.ChoiceField(label=_("What was seen?"), choices=Observed.choices, widget=forms.RadioSelect)
    activity = EntryChoice(
        label=_("Is it in the log already?"),
        queryset=Activity.objects.none(),
        required=False,
        empty_label=_("no: I write it here"),
        help_text=_("Then the entry's day and words stand here, too, and nothing need be written twice."),
    )
    occurred_on = forms.DateField(label=_("When?"), widget=DateInput(), required=False)
    words = forms.CharField(
        label=_("In one sentence"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Name no private person."),
    )
    between = forms.ModelMultipleChoiceField(
        label=_("Between whom?"),
        queryset=Member.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody chosen: all of them."),
    )
    file = forms.FileField(
        label=_("Agreement, photo, sheet"),
        required=False,
        help_text=_("It gets a fingerprint on arrival."),
        widget=forms.FileInput(attrs={"accept": ",".join(["image/*", *ALLOWED])}),
    )

    def __init__(self, *args: Any, partnership: Partnership, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        members: Any = self.fields["between"]
        members.queryset = partnership.members.with_names()
        if partnership.members.count() < 3:
            del self.fields["between"]
        entries: Any = self.fields["activity"]
        entries.queryset = entries_to_choose(partnership, user)

    def draft(self) -> ObservationDraft:
        said = self.cleaned_data
        return ObservationDraft(
            key=said["key"] or uuid4(),
            kind=said["kind"],
            occurred_on=said["occurred_on"],
            words=said["words"],
            activity=said["activity"],
            between=list(said.get("between") or ()),
        )
