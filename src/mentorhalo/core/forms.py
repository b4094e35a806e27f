"""How forms look, and the few fields every room may need."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .numbers import number


class ElementBoundField(BoundField):
    """Gives each input the class its look hangs on."""

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
