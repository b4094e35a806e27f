"""What is chosen and written at the desk of responses."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import needed_at_times

from ..actions.reviewing import LONGEST_REASON
from ..choices import ResponseState
from ..models import Interviewer
from ..queries.review import COUNTED

ACCEPT, RETURN, REJECT = "accept", "return", "reject"
DEEDS = [(ACCEPT, _("Accept")), (RETURN, _("Return")), (REJECT, _("Reject"))]


class DecisionForm(forms.Form):
    """Accepted without a word, returned or rejected with a reason."""

    deed = forms.ChoiceField(choices=DEEDS)
    reason = needed_at_times(
        forms.CharField(
            label=_("Reason"),
            required=False,
            max_length=LONGEST_REASON,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("Whoever recorded it will read it. Needed to return or reject."),
        )
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("deed") in (RETURN, REJECT) and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("Write why: whoever recorded it will read it."))
        return cleaned


class RejectForm(forms.Form):
    """The second step of rejecting, which cannot be undone: which ones, and why."""

    deed = forms.CharField(widget=forms.HiddenInput, initial=REJECT)
    sure = forms.CharField(widget=forms.HiddenInput, initial="yes")
    response = forms.Field(widget=forms.MultipleHiddenInput, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Whoever recorded it will read it."),
    )


def reject_form(posted: QueryDict) -> RejectForm | None:
    """What asks before something is rejected; None where nothing is, or the answer is there with its reason."""
    if posted.get("deed") != REJECT:
        return None
    if "sure" not in posted:
        typed = {"reason": posted.get("reason", ""), "response": ids_in(posted.getlist("response"))}
        return RejectForm(initial=typed)
    form = RejectForm(posted)
    return None if form.is_valid() else form


class ResponseFilter(forms.Form):
    """Which responses are shown; what does not fit is no filter."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("every state")), (COUNTED, _("all but rejected ones")), *ResponseState.choices],
    )
    interviewer = forms.ModelChoiceField(
        label=_("Interviewer"),
        required=False,
        queryset=Interviewer.objects.none(),
        empty_label=_("everybody"),
    )
    flagged = forms.BooleanField(label=_("Only with flags"), required=False)
    place = forms.CharField(
        required=False, max_length=5, widget=forms.HiddenInput
    )  # a county or a settlement
    stratum = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, interviewers: Any) -> None:
        super().__init__(data)
        chosen = self.fields["interviewer"]
        if isinstance(chosen, forms.ModelChoiceField):
            chosen.queryset = interviewers

    def chosen(self) -> dict[str, Any]:
        return self.cleaned_data if self.is_valid() else {}

    def told(self) -> dict[str, Any]:
        """The same in plain values, for a task."""
        chosen = self.chosen()
        interviewer = chosen.get("interviewer")
        return {**chosen, "interviewer": str(interviewer.pk) if interviewer else ""}


def ids_in(values: list[str]) -> list[str]:
    """Those that are ids at all: a form sent by hand may hold anything."""
    field, found = forms.UUIDField(), []
    for value in values:
        try:
            found.append(str(field.clean(value)))
        except ValidationError:
            continue
    return found
