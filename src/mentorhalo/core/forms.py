"""How forms look, and the few fields every room may need."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, slug_re
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .numbers import MINUS, is_grouped, number, plain

# Django's own words for a list of which nothing is chosen yet: its Hungarian catalogue lacks them, ours translates them.
NOTHING_CHOSEN = _("- Select an option -")


# Django's own sentence speaks of “slugs”.
validate_code = RegexValidator(
    slug_re, _("Use letters without accents, digits, hyphens and underscores, and no spaces.")
)


class ElementBoundField(BoundField):
    """Gives each input the class its look hangs on, and a field of numbers words that say which numbers."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        if isinstance(field, forms.IntegerField):
            _say_which_numbers(field)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        classes = " ".join(filter(None, (widget.attrs.get("class"), attrs.get("class"), "ds-input")))
        built = {**super().build_widget_attrs(attrs, widget), "class": classes}
        if str(widget.attrs.get("placeholder", "")) in (str(self.label), str(self.field.label)):
            built["placeholder"] = False  # the label says it already
        return built


class ElementRenderer(DjangoTemplates):
    """Fields by `core/forms/`, so that `{{ form }}` and `{{ field.as_field_group }}` wear the house's look."""

    bound_field_class = ElementBoundField
    form_template_name = "core/forms/form.html"
    formset_template_name = "core/forms/formset.html"
    field_template_name = "core/forms/field.html"


class AtMost:
    """A length the browser does not cut off by itself: whoever pastes too much is told, and loses nothing."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, text: str) -> None:
        if len(text) > self.limit:
            raise ValidationError(
                _(
                    "At most %(limit)s characters fit in here, and these are %(length)s. Nothing was lost: please shorten it."
                ),
                code="too_long",
                params={"limit": number(self.limit), "length": number(len(text))},
            )


def _say_which_numbers(field: forms.IntegerField) -> None:
    """Of a number outside its limits Django says one limit, and in Hungarian hardly that. What the field says itself stays."""
    own = field.error_messages
    words = _whole_number(field) if _is_whole(field) else _any_number(field)
    if own["invalid"] == type(field).default_error_messages["invalid"]:
        own["invalid"] = words
    for code in ("min_value", "max_value"):
        own.setdefault(code, words)


def _is_whole(field: forms.IntegerField) -> bool:
    return not isinstance(field, forms.FloatField | forms.DecimalField) or (
        isinstance(field, forms.DecimalField) and field.decimal_places == 0
    )


def _limit(value: Any) -> str:
    limit = value() if callable(value) else value
    return number(limit) if limit == int(limit) else plain(limit)


def _whole_number(field: forms.IntegerField) -> str:
    least, most = field.min_value, field.max_value
    if least is not None and most is not None:
        words = gettext("Write a whole number between %(least)s and %(most)s.")
        return words % {"least": _limit(least), "most": _limit(most)}
    if least is not None:
        return gettext("Write a whole number that is at least %(least)s.") % {"least": _limit(least)}
    if most is not None:
        return gettext("Write a whole number that is at most %(most)s.") % {"most": _limit(most)}
    return gettext("Write a whole number.")


def _any_number(field: forms.IntegerField) -> str:
    least, most = field.min_value, field.max_value
    if least is not None and most is not None:
        words = gettext("Write a number between %(least)s and %(most)s.")
        return words % {"least": _limit(least), "most": _limit(most)}
    if least is not None:
        return gettext("Write a number that is at least %(least)s.") % {"least": _limit(least)}
    if most is not None:
        return gettext("Write a number that is at most %(most)s.") % {"most": _limit(most)}
    return gettext("Write a number.")


class NumberField(forms.FloatField):
    """A number that may have decimals, shown as the page's language writes it. A comma is a point, too.

    The browser's own field for numbers writes them as the browser's language does, not the page's.
    """

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"widget": widget, **options})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "".join(value.split()).replace(MINUS, "-")
            if is_grouped(value):
                raise ValidationError(
                    gettext("Write the number without a sign between the thousands."), "grouped"
                )
            value = value.replace(",", ".")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return plain(value) if isinstance(value, int | float) else value


class DateInput(forms.DateInput):
    """The browser's own calendar; its value is always ISO, whatever the page's language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ClientKeyField(forms.UUIDField):
    """A hidden key made with the form: the same sending twice carries the same key."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "initial": uuid4, **options})


def needed_at_times[Kind: forms.Field](field: Kind) -> Kind:
    """One the form itself asks for when something else was chosen or left out: it is not called optional."""
    field.is_needed_at_times = True  # type: ignore[attr-defined]
    return field


@dataclass(frozen=True)
class Suggestion:
    """One line of a suggestion list; `value` is what is sent, `label` what the person reads."""

    value: str
    label: str
    note: str = ""


class SuggestInput(forms.MultiWidget):
    """A text box that suggests while typing, for lists too long to show.

    `url_name` answers `?q=typed` with JSON: `{"results": [{"value": "3", "label": "Abda", "note": "Győr-Moson…"}]}`.
    What is chosen travels in a hidden second input; without JavaScript only the typed words arrive.
    """

    template_name = "core/forms/suggest.html"
    use_fieldset = False

    def __init__(self, url_name: str, attrs: dict[str, Any] | None = None) -> None:
        self.url_name = url_name
        super().__init__({"": forms.TextInput(attrs), "value": forms.HiddenInput()})

    def decompress(self, value: Suggestion | str | None) -> list[str]:
        if isinstance(value, Suggestion):
            return [value.label, value.value]
        return [value or "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["url"] = reverse(self.url_name)
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_


class SuggestField(forms.Field):
    """A choice from a long list: the chosen value or, failing that, the typed words, turned into a record.

    `resolve(value, words)` gets both (either may be empty) and returns the record or None; `describe(record)` tells how
    a record already chosen is shown.
    """

    default_error_messages = {
        "unknown": _("“%(words)s” is not in the list. Type a few letters and choose one of the suggestions."),
    }

    def __init__(
        self,
        *,
        url_name: str,
        resolve: Callable[[str, str], Any],
        describe: Callable[[Any], Suggestion],
        **options: Any,
    ) -> None:
        self.resolve = resolve
        self.describe = describe
        super().__init__(widget=SuggestInput(url_name), **options)

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, list | Suggestion):
            return value
        return self.describe(value)

    def clean(self, value: Any) -> Any:
        if self.disabled:  # what stands there was not sent
            return value
        words, chosen = (str(part or "").strip() for part in (value or ["", ""]))
        if not words:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        record = self.resolve(chosen, words)
        if record is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown", params={"words": words})
        return record

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = self.widget.decompress(self.prepare_value(initial))
        return [str(part or "") for part in data or ["", ""]] != before
