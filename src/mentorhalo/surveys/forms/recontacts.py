"""What is asked again, by whom, and what they were told."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import DateInput, NumberField

from ..actions.recontacts import LONGEST_REMARK, Chosen
from ..choices import Firmness
from ..models import Interviewer
from ..queries.compared import Comparable
from ..xforms import codes_of

NOT_COMPARED = ("", _("is not asked again"))


class ComparedForm(forms.Form):
    """For each question whether it is asked again, what a difference says, and which one is let pass."""

    def __init__(self, data: Any, *, questions: Sequence[Comparable]) -> None:
        super().__init__(data)
        self.questions = questions
        for at, one in enumerate(questions):
            chosen = one.chosen
            self.fields[f"firmness_{at}"] = forms.ChoiceField(
                label=one.label,
                required=False,
                choices=[NOT_COMPARED, *Firmness.choices],
                initial=chosen.firmness if chosen else "",
            )
            if one.question.holds in ("int", "decimal"):
                self.fields[f"tolerance_{at}"] = NumberField(
                    label=gettext("“%(question)s”: difference that is let pass") % {"question": one.label},
                    required=False,
                    min_value=0,
                    initial=chosen.tolerance if chosen else 0,
                )

    def chosen(self) -> list[Chosen]:
        found = []
        for at, one in enumerate(self.questions):
            firmness = self.cleaned_data[f"firmness_{at}"]
            if firmness:
                tolerance = self.cleaned_data.get(f"tolerance_{at}") or 0.0
                found.append(Chosen(one.key, Firmness(int(firmness)), tolerance))
        return found


class AssignForm(forms.Form):
    """To whom the ticked re-contacts are given."""

    interviewer = forms.ModelChoiceField(
        label=_("Who asks again"),
        queryset=Interviewer.objects.none(),
    )

    def __init__(self, data: Any, *, interviewers: QuerySet[Interviewer], counties: Collection[str]) -> None:
        """Those who work in these counties stand first."""
        super().__init__(data)
        chosen: forms.ModelChoiceField = self.fields["interviewer"]  # type: ignore[assignment]
        chosen.queryset = interviewers
        near: list[tuple[UUID, str]] = []
        far: list[tuple[UUID, str]] = []
        for one in interviewers:
            (near if one.county_id in counties else far).append((one.pk, one.name))
        if near and far:
            chosen.choices = [
                ("", chosen.empty_label or ""),
                (gettext("Work in the county of the interviews"), near),
                (gettext("Work elsewhere"), far),
            ]


class RecontactForm(forms.Form):
    """The compared questions once more. What was said the first time is not shown."""

    is_reached = forms.TypedChoiceField(
        label=_("Was somebody reached?"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("yes, and asked again")), ("no", _("no, it was tried in vain"))],
        widget=forms.RadioSelect(attrs={"class": "mh-chips"}),
    )

    def __init__(self, data: Any, *, questions: Sequence[Comparable]) -> None:
        super().__init__(data)
        self.names = {one.key: f"answer_{at}" for at, one in enumerate(questions)}
        for one in questions:
            self.fields[self.names[one.key]] = _field(one)
        self.fields["remark"] = forms.CharField(
            label=_("Remark"),
            required=False,
            max_length=LONGEST_REMARK,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def answers(self) -> dict[str, Any]:
        """As the questionnaire itself keeps them."""
        given = {key: self.cleaned_data[name] for key, name in self.names.items()}
        return {
            key: value.isoformat() if hasattr(value, "isoformat") else value
            for key, value in given.items()
            if value not in (None, "", [])
        }


def _field(one: Comparable) -> forms.Field:
    holds = one.question.holds
    choices = [(code, one.words(code)) for code in codes_of(one.question)]
    if holds == "code" and choices:
        return forms.ChoiceField(label=one.label, required=False, choices=[("", "–"), *choices])
    if holds == "codes" and choices:
        return forms.MultipleChoiceField(
            label=one.label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple
        )
    if holds == "int":
        return forms.IntegerField(label=one.label, required=False)
    if holds == "decimal":
        return NumberField(label=one.label, required=False)
    if holds == "date":
        return forms.DateField(label=one.label, required=False, widget=DateInput())
    return forms.CharField(label=one.label, required=False, max_length=500)
