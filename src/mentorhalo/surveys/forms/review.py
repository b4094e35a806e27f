"""What is chosen and written at the desk of responses."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..actions.reviewing import LONGEST_REASON
from ..choices import ResponseState
from ..models import Interviewer

ACCEPT, RETURN, REJECT = "accept", "return", "reject"
DEEDS = [(ACCEPT, _("Accept")), (RETURN, _("Return")), (REJECT, _("Reject"))]


class DecisionForm(forms.Form):
    """Accepted without a word, returned or rejected with a reason."""

    deed = forms.ChoiceField(choices=DEEDS)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Whoever recorded it will read it. Needed to return or reject."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("deed") in (RETURN, REJECT) and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("Write why: whoever recorded it will read it."))
        return cleaned


class ResponseFilter(forms.Form):
    """Which responses are shown; what does not fit is no filter."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("every state")), *ResponseState.choices]
    )
    interviewer = forms.ModelChoiceField(
        label=_("Interviewer"),
        required=False,
        queryset=Interviewer.objects.none(),
        empty_label=_("everybody"),
    )
    flagged = forms.BooleanField(label=_("Only with flags"), required=False)

    def __init__(self, data: Any, *, interviewers: Any) -> None:
        super().__init__(data)
        chosen = self.fields["interviewer"]
        if isinstance(chosen, forms.ModelChoiceField):
            chosen.queryset = interviewers

    def chosen(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_valid() else {}


def ids_in(values: list[str]) -> list[str]:
    """Those that are ids at all: a form sent by hand may hold anything."""
    field, found = forms.UUIDField(), []
    for value in values:
        try:
            found.append(str(field.clean(value)))
        except ValidationError:
            continue
    return found
