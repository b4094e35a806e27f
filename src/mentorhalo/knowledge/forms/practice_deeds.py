"""Small forms of the desk: a reason, an address, a verdict."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.forms import AtMost

from ..actions.practices import Judgement
from ..choices import Verdict
from ..models import Criterion, Practice, PracticeText
from ..models.practices import FIELDS
from ..queries.practice_work import practice

MARKS = [
    ("3", _("3: fully")),
    ("2", _("2: mostly")),
    ("1", _("1: partly")),
    ("0", _("0: not at all")),
]


class CodeField(forms.CharField):
    """A practice by its stable identifier."""

    def clean(self, value: Any) -> Practice | None:
        code = super().clean(value)
        if not code:
            return None
        try:
            return practice(code)
        except Practice.DoesNotExist:
            raise forms.ValidationError(
                _("There is no practice “%(code)s”. The identifier looks like JGY-0042."),
                params={"code": code},
            ) from None


class ReasonForm(forms.Form):
    reason = forms.CharField(validators=[AtMost(1000)], widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: Any, required: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].label, self.fields["reason"].required = label, required


class RemarksForm(forms.Form):
    """Why it is returned, in general and field by field."""

    reason = forms.CharField(
        label=_("What is to be mended"),
        required=False,
        validators=[AtMost(1000)],
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("title", "summary", *PracticeText.NARRATIVE):
            self.fields[f"remark_{name}"] = remark_field(name)

    def remarks(self) -> dict[str, str]:
        return remarks_in(self.cleaned_data)


class DuplicateForm(forms.Form):
    original = CodeField(
        label=_("The practice that tells it already"), help_text=_("Its identifier, such as JGY-0042.")
    )
    reason = forms.CharField(
        label=_("A word to who wrote this one"),
        required=False,
        validators=[AtMost(1000)],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class VariantForm(forms.Form):
    original = CodeField(
        label=_("Of which practice is it a variant?"),
        help_text=_(
            "Its identifier, such as JGY-0042. Both stay readable, and count once. Empty: it is no variant."
        ),
        required=False,
    )


class EmailForm(forms.Form):
    email = forms.EmailField(label=_("The institution's e-mail address"))


class VerdictForm(forms.Form):
    """Marks with reasons, an opinion, remarks by field, a verdict.

    What was written by a criterion that the office changed meanwhile is shown by the one in its place, to be read again.
    """

    opinion = forms.CharField(
        label=_("Your opinion"),
        help_text=_("Who wrote it reads this, and with the marks everybody once it is published."),
        validators=[AtMost(3000)],
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    verdict = forms.ChoiceField(label=_("Your verdict"), choices=Verdict.choices, widget=forms.RadioSelect)
    original = CodeField(
        label=_("The practice that tells it already"),
        help_text=_("Only for a duplicate: its identifier, such as JGY-0042."),
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, criteria: list[Criterion], **options: Any) -> None:
        self.criteria = criteria
        self.changed: list[Criterion] = []
        super().__init__(self._carried_over(data) if data else None, **options)
        for one in criteria:
            self.fields[f"mark_{one.code}"] = forms.ChoiceField(
                label=one.name,
                help_text=one.hint,
                choices=MARKS,
                required=False,
                widget=forms.RadioSelect(attrs={"class": "mh-chips"}),
            )
            self.fields[f"reason_{one.code}"] = forms.CharField(
                label=_("Reason of the mark: %(name)s") % {"name": one.name},
                required=False,
                validators=[AtMost(1000)],
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        for name in ("title", "summary", *PracticeText.NARRATIVE):
            self.fields[f"remark_{name}"] = remark_field(name)

    def _carried_over(self, data: QueryDict) -> QueryDict:
        data = data.copy()
        for one in self.criteria:
            before = one.follows
            while f"reason_{one.code}" not in data and before is not None:
                if f"reason_{before.code}" in data:
                    self.changed.append(one)
                    data[f"reason_{one.code}"] = data.get(f"reason_{before.code}") or ""
                    data[f"mark_{one.code}"] = data.get(f"mark_{before.code}") or ""
                before = before.follows
        return data

    def clean(self) -> dict[str, Any]:
        for one in self.changed:
            self.add_error(
                f"mark_{one.code}",
                _("The office changed the words of this criterion while you wrote. Please read it again."),
            )
        return self.cleaned_data

    def marked(self) -> Iterator[tuple[BoundField, BoundField]]:
        for one in self.criteria:
            yield self[f"mark_{one.code}"], self[f"reason_{one.code}"]

    def remarks(self) -> Iterator[BoundField]:
        for name in ("title", "summary", *PracticeText.NARRATIVE):
            yield self[f"remark_{name}"]

    def judgement(self) -> Judgement:
        said = self.cleaned_data
        return Judgement(
            verdict=said["verdict"],
            opinion=said["opinion"],
            marks={
                one.code: (int(said[f"mark_{one.code}"]), said[f"reason_{one.code}"])
                for one in self.criteria
                if said[f"mark_{one.code}"]
            },
            remarks=remarks_in(said),
            original=said["original"],
        )


class EditorForm(forms.Form):
    """Who edits which field."""

    user = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none())
    field = forms.ChoiceField(label=_("Field"), choices=FIELDS)

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]


def remark_field(name: str) -> forms.CharField:
    column: Any = PracticeText._meta.get_field(name)
    return forms.CharField(
        label=_("Remark: %(field)s") % {"field": capfirst(str(column.verbose_name))},
        required=False,
        validators=[AtMost(500)],
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def remarks_in(said: dict[str, Any]) -> dict[str, str]:
    return {
        name.removeprefix("remark_"): words
        for name, words in said.items()
        if name.startswith("remark_") and words
    }
