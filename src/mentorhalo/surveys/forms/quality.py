"""Rules of quality, their parameters, and answers to what they found."""

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import NumberField
from mentorhalo.core.numbers import plain

from ..actions.quality import LONGEST_ANSWER
from ..choices import FlagState
from ..explaining import title_of
from ..models import Interviewer, QualityRule
from ..quality.definitions import RULES, Parameter, Rule

UNITS = {
    "share": pgettext_lazy("unit", "share, 0 to 1"),
    "minutes": pgettext_lazy("unit", "minutes"),
    "seconds": pgettext_lazy("unit", "seconds"),
    "hours": pgettext_lazy("unit", "hours"),
    "hour": pgettext_lazy("unit", "hour of the day"),
    "metres": pgettext_lazy("unit", "metres"),
    "kilometres": pgettext_lazy("unit", "kilometres"),
    "kilometres an hour": pgettext_lazy("unit", "kilometres an hour"),
    "interviews": pgettext_lazy("unit", "interviews"),
    "interviewers": pgettext_lazy("unit", "interviewers"),
    "items": pgettext_lazy("unit", "questions"),
    "grids": pgettext_lazy("unit", "grids"),
    "units": pgettext_lazy("unit", "units of the sample"),
    "digits": pgettext_lazy("unit", "digits"),
    "times": pgettext_lazy("unit", "times"),
}


class RuleForm(forms.Form):
    """On or off, and a field for each parameter of the rule."""

    is_on = forms.BooleanField(label=_("The rule is on"), required=False)

    def __init__(self, data: Any, *, rule: Rule, chosen: QualityRule | None) -> None:
        super().__init__(data)
        self.rule = rule
        self.initial["is_on"] = chosen.is_on if chosen else True
        values = rule.settings(chosen.parameters if chosen else {})
        for parameter in rule.parameters:
            self.fields[parameter.name] = _field(parameter)
            self.initial[parameter.name] = _shown(parameter, values[parameter.name])
        # Of single questions: kept as they are.
        self.of_questions = {name: value for name, value in values.items() if ":" in name}

    def parameters(self) -> dict[str, float]:
        own = {parameter.name: float(self.cleaned_data[parameter.name]) for parameter in self.rule.parameters}
        return own | self.of_questions


def _field(parameter: Parameter) -> forms.Field:
    if parameter.options:
        options = [(str(at), gettext(words)) for at, words in enumerate(parameter.options)]
        return forms.ChoiceField(label=gettext(parameter.words), choices=options)
    unit = UNITS.get(parameter.unit)
    default = gettext("By default %(value)s.") % {"value": plain(parameter.default)}
    return NumberField(
        label=gettext(parameter.words),
        min_value=parameter.least,
        max_value=parameter.most,
        help_text=f"{unit}. {default}" if unit else default,
    )


def _shown(parameter: Parameter, value: float) -> Any:
    return str(int(value)) if parameter.options else value


class FlagFilter(forms.Form):
    """Which flags are shown; what does not fit is no filter."""

    rule = forms.ChoiceField(label=_("Rule"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[*FlagState.choices, ("all", _("every state"))]
    )
    interviewer = forms.ModelChoiceField(
        label=_("Interviewer"),
        required=False,
        queryset=Interviewer.objects.none(),
        empty_label=_("everybody"),
    )
    settlement = forms.CharField(label=_("Settlement"), required=False, max_length=60)

    def __init__(self, data: Any, *, rules: dict[str, tuple[int, int]], interviewers: Any) -> None:
        super().__init__(data)
        choosing, people = self.fields["rule"], self.fields["interviewer"]
        if isinstance(choosing, forms.ChoiceField) and isinstance(people, forms.ModelChoiceField):
            choosing.choices = [("", gettext("every rule"))] + [
                (code, f"{title_of(code)} ({rules[code][0]})") for code in RULES if code in rules
            ]
            people.queryset = interviewers

    def chosen(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_valid() else {}


class AnswerForm(forms.Form):
    """What came of looking at flags."""

    state = forms.ChoiceField(choices=FlagState.choices)
    answer = forms.CharField(
        label=_("What came of looking"),
        required=False,
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where it is harmless."),
    )
