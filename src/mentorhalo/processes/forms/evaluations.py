"""Marks with evidence, from outside and from within: two forms."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorhalo.core.forms import DateInput
from mentorhalo.mentoring.models import Activity

from ..actions import DimensionDraft, MarkDraft
from ..choices import HIGHEST_MARK, Perspective
from ..models import Dimension, Mark, PlanItem
from ..models.phases import LONG
from .obligations import entry_words

PARTS = ("mark", "shows", "entry", "item")


def words(label: Any, help_text: Any = "", rows: int = 4) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=LONG, required=False, widget=area)


class OpenEvaluationForm(forms.Form):
    perspective = forms.ChoiceField(label=gettext_lazy("Which evaluation is it?"))
    held_on = forms.DateField(label=gettext_lazy("Day"), widget=DateInput())

    def __init__(self, *args: Any, kinds: list[Perspective], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(one.value, one.label) for one in kinds]
        self.fields["perspective"].choices = choices  # type: ignore[attr-defined]


class OpenSelfEvaluationForm(forms.Form):
    held_on = forms.DateField(
        label=gettext_lazy("On which day do you sit down together?"), widget=DateInput()
    )


class MarksForm(forms.Form):
    """The day, and for each dimension a mark with what shows it."""

    held_on = forms.DateField(label=gettext_lazy("Day"), widget=DateInput())
    seen = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        dimensions: list[Dimension],
        entries: list[Activity],
        items: list[PlanItem],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.dimensions = dimensions
        offered = {
            "entry": [("", "–"), *((str(one.pk), entry_words(one)) for one in entries)],
            "item": [("", "–"), *((str(one.pk), one.goal) for one in items)],
        }
        for one in dimensions:
            marks = [(str(value), f"{value} – {anchor}") for value, anchor in enumerate(one.anchors)]
            self.fields[f"mark_{one.code}"] = forms.ChoiceField(
                label=str(one),
                choices=[*marks, ("", _("we cannot say"))],
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"shows_{one.code}"] = forms.CharField(
                label=_("What shows it? (%(dimension)s)") % {"dimension": one}, max_length=400, required=False
            )
            for part, label in (
                ("entry", _("Log entry (%(dimension)s)")),
                ("item", _("Action (%(dimension)s)")),
            ):
                self.fields[f"{part}_{one.code}"] = forms.TypedChoiceField(
                    label=label % {"dimension": one},
                    choices=offered[part],
                    coerce=UUID,
                    empty_value=None,
                    required=False,
                )

    @classmethod
    def told(cls, marks: list[Mark]) -> dict[str, Any]:
        """What the fields hold for these marks."""
        told: dict[str, Any] = {}
        for one in marks:
            values = (one.value, one.sentence, one.activity_id or "", one.plan_item_id or "")
            told |= {
                f"{part}_{one.dimension.code}": str(value) for part, value in zip(PARTS, values, strict=True)
            }
        return told

    def by_dimension(self) -> Iterator[tuple[str, list[BoundField], list[BoundField]]]:
        for one in self.dimensions:
            mark, shows, *pointed = (self[f"{part}_{one.code}"] for part in PARTS)
            yield str(one), [mark, shows], pointed

    def clean(self) -> dict[str, Any]:
        """What shows a mark without the mark is kept back, not thrown away in silence."""
        data = super().clean() or {}
        for one in self.dimensions:
            said = any(data.get(f"{part}_{one.code}") for part in PARTS[1:])
            if said and not data.get(f"mark_{one.code}"):
                self.add_error(f"mark_{one.code}", _("Choose a mark, or empty what shows it."))
        return data

    def marks(self) -> list[MarkDraft]:
        data = self.cleaned_data
        return [
            MarkDraft(
                dimension=one.code,
                value=int(data[f"mark_{one.code}"]),
                sentence=data[f"shows_{one.code}"],
                activity=data[f"entry_{one.code}"],
                plan_item=data[f"item_{one.code}"],
            )
            for one in self.dimensions
            if data[f"mark_{one.code}"]
        ]


class ExternalForm(MarksForm):
    """The mentor's look from outside."""

    summary = words(
        gettext_lazy("Summary"), gettext_lazy("What changed since the last one, and what comes next."), 6
    )
    WORDS = ("summary",)


class OwnForm(MarksForm):
    """The group's own, by the steps of LEAP."""

    participants = forms.IntegerField(
        label=gettext_lazy("How many of you took part?"), required=False, min_value=1, max_value=5000
    )
    outcomes = words(
        gettext_lazy("Outcomes"), gettext_lazy("What did we want to be different in our community?")
    )
    indicators = words(gettext_lazy("Indicators"), gettext_lazy("How did we want to see that it is so?"))
    action_plan = words(gettext_lazy("Action plan"), gettext_lazy("What did we do for it?"))
    monitoring = words(gettext_lazy("Monitoring"), gettext_lazy("How did we follow it on the way?"))
    conclusions = words(
        gettext_lazy("Evaluation"), gettext_lazy("What came of it, what did we learn, what is next?")
    )
    WORDS = ("outcomes", "indicators", "action_plan", "monitoring", "conclusions")


class DimensionForm(forms.Form):
    name_hu = forms.CharField(label=gettext_lazy("Name in Hungarian"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=80)
    order = forms.IntegerField(label=gettext_lazy("Place in the order"), min_value=1, max_value=999)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        labels = {"hu": _("%(mark)s means, in Hungarian"), "en": _("%(mark)s means, in English")}
        for language, label in labels.items():
            for mark in range(HIGHEST_MARK + 1):
                self.fields[f"anchor_{language}_{mark}"] = forms.CharField(
                    label=label % {"mark": mark}, max_length=200
                )

    @classmethod
    def told(cls, dimension: Dimension) -> dict[str, Any]:
        told: dict[str, Any] = {name: getattr(dimension, name) for name in ("name_hu", "name_en", "order")}
        for language in ("hu", "en"):
            for mark, anchor in enumerate(getattr(dimension, f"anchors_{language}")):
                told[f"anchor_{language}_{mark}"] = anchor
        return told

    def draft(self) -> DimensionDraft:
        data = self.cleaned_data
        marks = range(HIGHEST_MARK + 1)
        return DimensionDraft(
            name_hu=data["name_hu"],
            name_en=data["name_en"],
            anchors_hu=[data[f"anchor_hu_{mark}"] for mark in marks],
            anchors_en=[data[f"anchor_en_{mark}"] for mark in marks],
            order=data["order"],
        )


class ConditionForm(forms.Form):
    least = forms.IntegerField(
        label=gettext_lazy("At least how many?"),
        min_value=1,
        max_value=100,
        help_text=gettext_lazy("Counts where something is counted: actions, log entries, sessions."),
    )
    is_asked = forms.BooleanField(label=gettext_lazy("This has to hold"), required=False)
