"""A form of Django as data: what the phone asks, in which words, and what it refuses by itself."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.fields import Field

LIMITS = ((MinValueValidator, "min"), (MaxValueValidator, "max"))


def described(form: forms.Form, offered: Mapping[str, list[Any]]) -> list[dict[str, Any]]:
    """One description for each field that has a question; `offered` are the choices of fields that take more than is offered."""
    return [
        _field(name, field, offered.get(name))
        for name, field in form.fields.items()
        if field.label is not None
    ]


def _field(name: str, field: Field, offered: list[Any] | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": name,
        "type": _type(name, field),
        "label": str(field.label),
        "help": str(field.help_text),
        "required": field.required,
        "errors": {"required": str(field.error_messages["required"])},
    }
    if "invalid" in field.error_messages:
        told["errors"]["invalid"] = str(field.error_messages["invalid"])
    if isinstance(field, forms.CharField) and field.max_length:
        told["maxLength"] = field.max_length
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        offered = [*cast(Iterable[Any], field.choices)]
        told["errors"]["invalid_choice"] = str(field.error_messages["invalid_choice"])
    if offered is not None:
        told["choices"] = _choices(offered)
    if field.initial not in (None, ""):
        told["initial"] = field.initial if isinstance(field.initial, bool) else str(field.initial)
    for validator in field.validators:
        for kind, side in LIMITS:
            if isinstance(validator, kind):
                limit = validator.limit_value
                told[side] = limit
                told["errors"][side] = str(validator.message) % {"limit_value": limit, "show_value": ""}
    return told


def _type(name: str, field: Field) -> str:
    if name == "settlement":
        return "settlement"
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return "several"
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return "choice"
    if isinstance(field, forms.BooleanField):
        return "flag"
    if isinstance(field, forms.IntegerField):
        return "number"
    if isinstance(field, forms.DateField):
        return "day"
    if isinstance(field, forms.TimeField):
        return "time"
    if isinstance(field, forms.EmailField):
        return "email"
    return "long" if isinstance(field.widget, forms.Textarea) else "text"


def _choices(choices: Iterable[Any]) -> list[Any]:
    """[value, label], or {"label": …, "choices": […]} for a group."""
    return [
        {"label": str(value), "choices": _choices(label)}
        if isinstance(label, list)
        else [str(value), str(label)]
        for value, label in choices
    ]
