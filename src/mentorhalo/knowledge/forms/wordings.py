"""What the office changes: a criterion, a search word, the wording of the consent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import AtMost, DateInput

from ..actions.practices.banding import BandWords
from ..actions.practices.wording import CriterionWords, TermWords
from ..choices import BandKind

ORDER_HELP = _("The smaller the number, the higher it stands.")


class CriterionForm(forms.Form):
    """What editors mark by, in both languages."""

    name_hu = forms.CharField(label=_("Name in Hungarian"), validators=[AtMost(120)])
    name_en = forms.CharField(label=_("Name in English"), validators=[AtMost(120)])
    hint_hu = forms.CharField(
        label=_("What to look at, in Hungarian"),
        required=False,
        validators=[AtMost(600)],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    hint_en = forms.CharField(
        label=_("What to look at, in English"),
        required=False,
        validators=[AtMost(600)],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    order = forms.IntegerField(label=_("Place in the list"), help_text=ORDER_HELP, min_value=1, max_value=999)

    def words(self) -> CriterionWords:
        return CriterionWords(**_with_plain_lines(self.cleaned_data))


class TermForm(forms.Form):
    """One word by which practices are found."""

    name_hu = forms.CharField(label=_("Name in Hungarian"), validators=[AtMost(120)])
    name_en = forms.CharField(label=_("Name in English"), validators=[AtMost(120)])
    order = forms.IntegerField(label=_("Place in the list"), help_text=ORDER_HELP, min_value=1, max_value=999)
    is_active = forms.BooleanField(
        label=_("It is offered"),
        help_text=_("One that is offered no more stays with the practices that are told by it."),
        required=False,
    )

    def words(self) -> TermWords:
        return TermWords(**self.cleaned_data)


class BandForm(forms.Form):
    """One step of a ladder by which practices are found."""

    name_hu = forms.CharField(label=_("Name in Hungarian"), validators=[AtMost(120)])
    name_en = forms.CharField(label=_("Name in English"), validators=[AtMost(120)])
    rank = forms.IntegerField(
        label=_("Place in the ladder"),
        help_text=_("The smaller the number, the less it takes."),
        min_value=0,
        max_value=10_000_000,
    )
    is_active = forms.BooleanField(
        label=_("It is offered"),
        help_text=_("One that is offered no more stays with the practices that are told by it."),
        required=False,
    )

    def __init__(self, *args: Any, kind: str, is_fixed: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("name_hu", "name_en", "rank"):
            self.fields[name].disabled = is_fixed
        if kind == BandKind.SIZE:
            self.fields["rank"].label = _("From how many people on")
            self.fields["rank"].help_text = _("It holds up to where the next one begins.")

    def words(self) -> BandWords:
        return BandWords(**self.cleaned_data)


class ConsentTextForm(forms.Form):
    """What institutions agree to from a day on."""

    text_hu = forms.CharField(
        label=_("Wording in Hungarian"), validators=[AtMost(3000)], widget=forms.Textarea(attrs={"rows": 7})
    )
    text_en = forms.CharField(
        label=_("Wording in English"), validators=[AtMost(3000)], widget=forms.Textarea(attrs={"rows": 7})
    )
    valid_from = forms.DateField(label=_("Holds from"), widget=DateInput)

    def words(self) -> dict[str, Any]:
        return _with_plain_lines(self.cleaned_data)


def _with_plain_lines(said: dict[str, Any]) -> dict[str, Any]:
    """What browsers send between two lines is no other word."""
    return {
        name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in said.items()
    }
