"""What is asked for on the pages of figures: a day and filters, a rule, a target, two runs."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import DateInput
from mentorhalo.core.registry import registry
from mentorhalo.territory.choices import SizeType

from .continuity import Parameters
from .language import (
    CHOICES,
    SWITCHES,
    CountRule,
    Rule,
    RuleRefused,
    parameters_of,
    with_overrides,
)
from .models import Definition
from .queries import farthest_day
from .reading import read_rule
from .wording import VALUES, parameter_name


class ScopeForm(forms.Form):
    """The day and the filters of a page, from its address; whatever is not understood is left out."""

    as_of = forms.DateField(label=_("Day"), required=False, widget=DateInput)
    county = forms.ChoiceField(label=_("County"), required=False)
    settlement_type = forms.ChoiceField(label=_("Type of settlement"), required=False)
    known_at = forms.DateTimeField(
        label=_("As known at"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    group = forms.CharField(required=False, widget=forms.HiddenInput)
    mentor = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any], *, day: date, may_look_back: bool) -> None:
        super().__init__({**data, "as_of": data.get("as_of") or day.isoformat()})
        self.day = day
        anywhere = [("", _("the whole country"))]
        self.fields["county"].choices = [*anywhere, *registry.choices["county"]()]  # type: ignore[attr-defined]
        self.fields["settlement_type"].choices = [("", _("every type")), *SizeType.choices]  # type: ignore[attr-defined]
        if not may_look_back:
            for name in ("known_at", "group", "mentor"):
                del self.fields[name]

    def clean_as_of(self) -> date | None:
        day: date | None = self.cleaned_data["as_of"]
        if day and day > farthest_day():
            raise ValidationError(_("“%(value)s” is too far ahead."), params={"value": day.isoformat()})
        return day

    def scope(self) -> dict[str, Any]:
        """What to count by; filters that make no sense are as if they were not there."""
        self.is_valid()
        said = getattr(self, "cleaned_data", {})
        found: dict[str, Any] = {"as_of": said.get("as_of") or self.day}
        for name in ("county", "settlement_type", "group", "mentor"):
            if said.get(name):
                found[name] = said[name]
        known_at: datetime | None = said.get("known_at")
        if known_at:
            found["known_at"] = known_at
        return found


class DefinitionForm(forms.Form):
    """A draft: its sentences, its parameters as fields, and the whole rule as JSON."""

    sentence_hu = forms.CharField(
        label=_("The rule in a Hungarian sentence"), widget=forms.Textarea({"rows": 4})
    )
    sentence_en = forms.CharField(
        label=_("The rule in an English sentence"), widget=forms.Textarea({"rows": 4})
    )
    change_note = forms.CharField(label=_("What changes, and why"), max_length=300)
    rule = forms.CharField(
        label=_("The whole rule (JSON)"),
        widget=forms.Textarea({"rows": 18, "spellcheck": "false"}),
        help_text=_(
            "A parameter changed above is written into it. The language is described in the documentation."
        ),
        strip=True,
    )

    def __init__(self, data: Mapping[str, Any] | None, *, definition: Definition) -> None:
        super().__init__(
            data,
            initial={
                "sentence_hu": definition.sentence_hu,
                "sentence_en": definition.sentence_en,
                "change_note": definition.change_note,
                "rule": json.dumps(definition.rule, ensure_ascii=False, indent=2),
            },
        )
        rule = _read(definition.rule)
        self.parameters = parameters_of(rule) if rule is not None else {}
        own = self.fields.pop("rule")
        for name, value in self.parameters.items():
            self.fields[_field(name)] = _parameter_field(name, value)
        self.fields["rule"] = own

    def clean_rule(self) -> dict[str, Any]:
        try:
            said = json.loads(self.cleaned_data["rule"])
        except ValueError as fault:
            raise ValidationError(
                _("This is not JSON: line %(line)s, column %(column)s."),
                params={"line": getattr(fault, "lineno", 1), "column": getattr(fault, "colno", 1)},
            ) from None
        try:
            read_rule(said)
        except RuleRefused as refusal:
            raise ValidationError(
                [f"{place}: {words}" if place else words for place, words in refusal.errors]
            ) from None
        document: dict[str, Any] = said
        return document

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "rule" not in said:
            return said
        changed = {
            name: said.get(_field(name)) for name in self.parameters if _field(name) in self.changed_data
        }
        try:
            said["rule"] = written_with(said["rule"], changed)
        except RuleRefused as refusal:
            for place, words in refusal.errors:
                self.add_error(_field(place) if _field(place) in self.fields else "rule", words)
        return said


def written_with(document: dict[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    """The rule's JSON with these parameters set; refuses what the rule does not have."""
    if not changed:
        return document
    rule = with_overrides(read_rule(document), changed)
    values = parameters_of(rule)
    written: dict[str, Any] = json.loads(json.dumps(document))
    if not isinstance(rule, CountRule):
        written.setdefault("parameters", {}).update({name: values[name] for name in changed})
        return written
    parts = {part["name"]: part for part in written.get("union", ())}
    for name in changed:
        part, _dot, own = name.rpartition(".")
        (parts[part] if part else written)[own] = values[name]
    return written


def _read(document: Any) -> Rule | None:
    try:
        return read_rule(document)
    except RuleRefused:
        return None


def _field(name: str) -> str:
    return "parameter_" + name.replace(".", "__")


def _parameter_field(name: str, value: Any) -> forms.Field:
    label = parameter_name(name)
    if name in CHOICES:
        choices = [("none", _("not asked for")), *((code, VALUES[code]) for code in CHOICES[name])]
        return forms.ChoiceField(label=label, choices=choices, initial=value or "none", required=False)
    if name in SWITCHES:
        choices = [("true", _("yes")), ("false", _("no"))]
        return forms.ChoiceField(
            label=label, choices=choices, initial="true" if value else "false", required=False
        )
    least = 0 if hasattr(Parameters(), name) else 1
    return forms.IntegerField(label=label, initial=value, required=False, min_value=least, max_value=999_999)


class TargetForm(forms.Form):
    """A promise: how many by when, and where it was made."""

    due_on = forms.DateField(label=_("To be reached by"), widget=DateInput)
    value = forms.IntegerField(
        label=_("Value to reach"),
        min_value=0,
        max_value=10_000_000,
        help_text=_("A share is promised in per cent."),
    )
    source = forms.CharField(label=_("Where it was promised"), max_length=200, required=False)


class SnapshotForm(forms.Form):
    """What a figure is frozen for."""

    as_of = forms.DateField(label=_("Day"), widget=DateInput)
    note = forms.CharField(label=_("What it is for"), max_length=200, required=False)

    def clean_as_of(self) -> date:
        day: date = self.cleaned_data["as_of"]
        if day > timezone.localdate():
            raise ValidationError(_("A day in the future cannot be frozen."))
        return day


class CompareForm(forms.Form):
    """Two runs: snapshots from the list, or FIGURE@DAY[@MOMENT]."""

    first = forms.CharField(label=_("First run"), max_length=120)
    second = forms.CharField(label=_("Second run"), max_length=120)
