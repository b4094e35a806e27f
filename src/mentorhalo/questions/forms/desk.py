"""What those who work on questions fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import ClientKeyField, DateInput
from mentorhalo.network.models import CountyGroup
from mentorhalo.programmes.models import Topic

from ..choices import LinkKind, Sensitivity, State, Verdict
from ..models import Expert
from ..queries.experts import Candidate

SUGGESTED = 5
LINKS = 3
REASON = 300


class FilterForm(forms.Form):
    """The queue, narrowed; what is nonsense is as if it were empty."""

    state = forms.ChoiceField(label=_("State"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    county = forms.ChoiceField(label=_("County"), required=False)
    expert = forms.ChoiceField(label=_("Expert"), required=False)

    def __init__(
        self, *args: Any, topics: list[Topic], counties: dict[str, str], experts: list[Expert], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        everything = ("", _("all"))
        states = [(state.value, state.label) for state in State if state != State.UNCONFIRMED]
        _choose(self, "state", [everything, ("open", _("unresolved")), *states])
        _choose(self, "topic", [everything, *((one.code, one.name) for one in topics)])
        _choose(self, "county", [everything, *counties.items()])
        _choose(self, "expert", [everything, *((str(one.pk), one.name) for one in experts)])

    def said(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class SortForm(forms.Form):
    """Topic, county group, what makes it delicate, and - if it is clear already - who answers it by when."""

    topic = forms.ChoiceField(label=_("Topic"))
    group = forms.ChoiceField(
        label=_("County group"), required=False, help_text=_("Its leader sees the question and may steer it.")
    )
    sensitivities = forms.MultipleChoiceField(
        label=_("What makes it delicate?"),
        choices=Sensitivity.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What was found in the text is ticked already. Look it over."),
    )
    expert = forms.ChoiceField(label=_("Who answers it?"), required=False, widget=forms.RadioSelect)
    other_expert = forms.ChoiceField(label=_("Or somebody else"), required=False)
    due_on = forms.DateField(
        label=_("Answer by"),
        required=False,
        widget=DateInput(),
        help_text=_("Earlier than promised if you like, never later."),
    )

    def __init__(
        self,
        *args: Any,
        topics: list[Topic],
        groups: list[CountyGroup],
        candidates: list[Candidate],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        _choose(self, "topic", [("", _("Choose a topic")), *((one.code, one.name) for one in topics)])
        _choose(
            self,
            "group",
            [
                ("", _("none: the office keeps it")),
                *((str(one.pk), f"{one} – {one.programme}") for one in groups),
            ],
        )
        offer_experts(self, candidates)

    def chosen_expert(self) -> str:
        return self.cleaned_data.get("other_expert") or self.cleaned_data.get("expert") or ""


class AssignForm(forms.Form):
    expert = forms.ChoiceField(label=_("Who answers it?"), required=False, widget=forms.RadioSelect)
    other_expert = forms.ChoiceField(label=_("Or somebody else"), required=False)
    due_on = forms.DateField(label=_("Answer by"), required=False, widget=DateInput())
    reason = forms.CharField(label=_("Why it changes hands"), required=False, max_length=REASON)

    def __init__(self, *args: Any, candidates: list[Candidate], **options: Any) -> None:
        super().__init__(*args, **options)
        offer_experts(self, candidates)

    def chosen_expert(self) -> str:
        return self.cleaned_data.get("other_expert") or self.cleaned_data.get("expert") or ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.chosen_expert():
            self.add_error("expert", _("Choose an expert."))
        return cleaned


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), max_length=REASON, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, label: Any = "", help_text: Any = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].label = label or self.fields["reason"].label
        self.fields["reason"].help_text = help_text


class WordsForm(forms.Form):
    text = forms.CharField(label=_("Text"), max_length=8000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: Any = "", help_text: Any = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = label or self.fields["text"].label
        self.fields["text"].help_text = help_text


class HideForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why is it hidden?"), choices=Sensitivity.choices, widget=forms.RadioSelect
    )


class AnswerForm(forms.Form):
    """The answer and where to read on. `links` are given and taken as a list."""

    key = ClientKeyField()
    text = forms.CharField(
        label=_("Your answer"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "The asker gets it by letter at once. Others read it only if the asker agrees, and after a second reader."
        ),
    )

    def __init__(self, *args: Any, links: list[dict[str, str]] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        given = links or []
        self.rows = max(LINKS, len(given) + 1)
        for place in range(self.rows):
            link = given[place] if place < len(given) else {}
            number = {"number": place + 1}
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                label=_("Link %(number)s: what is it?") % number,
                choices=LinkKind.choices,
                required=False,
                initial=link.get("kind", LinkKind.METHOD),
            )
            self.fields[f"label_{place}"] = forms.CharField(
                label=_("Link %(number)s: its name") % number,
                max_length=160,
                required=False,
                initial=link.get("label", ""),
            )
            self.fields[f"url_{place}"] = forms.CharField(
                label=_("Link %(number)s: its address") % number,
                max_length=500,
                required=False,
                initial=link.get("url", ""),
            )

    def link_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in ("key", "text")]

    def links(self) -> list[dict[str, str]]:
        said = self.cleaned_data
        rows = [
            {part: said.get(f"{part}_{place}", "") for part in ("kind", "label", "url")}
            for place in range(self.rows)
        ]
        return [row for row in rows if row["url"]]


class PublicVersionForm(forms.Form):
    title = forms.CharField(label=_("Public title"), max_length=160)
    text = forms.CharField(
        label=_("Public question"), max_length=8000, widget=forms.Textarea(attrs={"rows": 10})
    )
    answer = forms.CharField(
        label=_("Public answer"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 14})
    )
    sensitivities = forms.MultipleChoiceField(
        label=_("What was delicate in the original?"),
        choices=Sensitivity.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ReaderForm(forms.Form):
    reader = forms.ChoiceField(
        label=_("Second reader"), help_text=_("Who answered cannot be chosen. The reader gets a letter.")
    )

    def __init__(self, *args: Any, readers: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        _choose(self, "reader", [("", _("Choose a reader")), *((str(one.pk), str(one)) for one in readers)])


class VerdictForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label=_("Your verdict"), choices=Verdict.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you return it or want it kept private."),
    )


def offer_experts(form: forms.Form, candidates: list[Candidate]) -> None:
    """The fittest few beside each other with what speaks for them, everybody else in a list."""
    first, others = candidates[:SUGGESTED], candidates[SUGGESTED:]
    _choose(
        form, "expert", [("", _("nobody yet")), *((str(one.expert.pk), _described(one)) for one in first)]
    )
    _choose(form, "other_expert", [("", "–"), *((str(one.expert.pk), _described(one)) for one in others)])
    if not others:
        del form.fields["other_expert"]


def _described(candidate: Candidate) -> str:
    return f"{candidate.expert.name} – {candidate.words}"


def _choose(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]
