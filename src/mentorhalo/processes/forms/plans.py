"""The action plan and SWOT sessions."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import ClientKeyField, DateInput
from mentorhalo.mentoring.models import Activity

from ..actions import PlanDraft
from ..choices import SwotMethod
from .obligations import entry_words
from .phases import offer


def line(label: Any, most: int = 300, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **{"required": False, **options})


class PlanItemForm(forms.Form):
    key = ClientKeyField()
    goal = line(_("What do we want to reach?"), required=True)
    action = line(_("What do we do for it?"), 2000, widget=forms.Textarea(attrs={"rows": 3}))
    responsible = line(
        _("Who is responsible?"), 200, help_text=_("A person by role, a group or an organisation.")
    )
    partners = line(_("With whom?"))
    deadline = forms.DateField(label=_("By when?"), widget=DateInput(), required=False)
    resources = line(_("With what?"), help_text=_("Money, place, tools, time, knowledge."))
    measure = line(
        _("How do we see that it worked?"), help_text=_("The group's own measure, in its own words.")
    )
    methods = forms.TypedMultipleChoiceField(
        label=_("By which methods?"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Once it is carried out, the page of the method names this settlement and the day."),
    )

    def __init__(self, *args: Any, methods: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        if methods:
            offer(self, "methods", methods)
        else:
            del self.fields["methods"]

    def draft(self) -> PlanDraft:
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("key", "methods")}
        key = self.cleaned_data["key"]
        methods = tuple(self.cleaned_data.get("methods", ()))
        return PlanDraft(**said, methods=methods, **({"id": key} if key else {}))


class CompleteItemForm(forms.Form):
    done_on = forms.DateField(label=_("On which day was it carried out?"), widget=DateInput())
    result = line(_("What came of it? One sentence"), 400, required=True)
    activity = forms.TypedChoiceField(
        label=_("Log entry that shows it"), coerce=UUID, required=False, empty_value=None
    )

    def __init__(self, *args: Any, entries: list[Activity], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "activity", [("", "–"), *((str(one.pk), entry_words(one)) for one in entries)])


class SessionForm(forms.Form):
    held_on = forms.DateField(label=_("Day"), widget=DateInput())
    method = forms.ChoiceField(label=_("Method"), choices=SwotMethod.choices)
    participants = forms.IntegerField(
        label=_("How many take part?"), required=False, min_value=1, max_value=5000,
        help_text=_("It can be given when the session is closed, too."),
    )  # fmt: skip


class CloseSessionForm(forms.Form):
    participants = forms.IntegerField(
        label=_("How many took part?"), required=False, min_value=1, max_value=5000
    )


class FlipchartForm(forms.Form):
    upload = forms.FileField(
        label=_("Photo of the flipchart"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("No faces: the sheet alone."),
    )
