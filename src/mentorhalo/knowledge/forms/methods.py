"""What those who work on method cards fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.programmes.models import Topic

from ..actions.methods import CardDraft
from ..choices.methods import CardLanguage, MethodVerdict
from ..models.methods import LONG, MethodVersion

HELP = {
    "definition": _("What it is, in two or three sentences that a newcomer understands."),
    "purpose": _("What it is good for, and what changes where it is used."),
    "key_concepts": _("The words one has to know for it, each with a short explanation."),
    "conditions": _("What has to be there before it is begun, and when it should not be used."),
    "steps": _("What is done, one step in a line."),
    "time_needed": _("From the preparation to the last step, e.g. “three evenings within a month”."),
    "group_size": _("With how many people it works, e.g. “8-15 people”."),
    "tools": _("Things, places and papers it needs."),
    "source": _("Who worked it out, where it can be read in full."),
}
ROWS = {"definition": 4, "steps": 8}
SHORT = ("title", "time_needed", "group_size")


class CardForm(forms.Form):
    """The parts of a card, in the order they are read. `seen` is the fingerprint of the words it was opened with."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for part in MethodVersion.PARTS:
            words = MethodVersion._meta.get_field(part)
            is_short = part in SHORT
            self.fields[part] = forms.CharField(
                label=_capital(MethodVersion.part_name(part)),
                help_text=HELP.get(part, ""),
                required=part == "title",
                max_length=getattr(words, "max_length", LONG),
                widget=forms.TextInput() if is_short else forms.Textarea(attrs={"rows": ROWS.get(part, 5)}),
            )

    def draft(self) -> CardDraft:
        return CardDraft(**{part: self.cleaned_data[part] for part in MethodVersion.PARTS})


class TopicsForm(forms.Form):
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics"),
        queryset=Topic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["topics"].queryset = Topic.objects.in_use().order_by("order", "code")  # type: ignore[attr-defined]


class NewMethodForm(CardForm):
    """A new method: its language and topics, then the card."""

    language = forms.ChoiceField(label=_("Language of the card"), choices=CardLanguage.choices)
    topics = forms.ModelMultipleChoiceField(
        label=_("Topics"),
        queryset=Topic.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("title", "language", "topics")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["topics"].queryset = Topic.objects.in_use().order_by("order", "code")  # type: ignore[attr-defined]
        self.order_fields(self.field_order)


class ReviewForm(forms.Form):
    """The reviewer's verdict, a remark for each part that needs one."""

    seen = forms.CharField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("Your verdict"), choices=MethodVerdict.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("What you say of the whole"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever wrote it reads it in a letter. If you return it, say what has to be mended."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for part in MethodVersion.PARTS:
            name = MethodVersion.part_name(part)
            self.fields[f"remark_{part}"] = forms.CharField(
                label=_("Remark: %(part)s") % {"part": name},
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def remarks(self) -> dict[str, str]:
        return {part: self.cleaned_data[f"remark_{part}"] for part in MethodVersion.PARTS}

    def closing_fields(self) -> list[forms.BoundField]:
        return [self["reason"], self["verdict"]]


class VersionForm(forms.Form):
    language = forms.ChoiceField(label=_("In which language?"), choices=CardLanguage.choices)


class WhyForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
