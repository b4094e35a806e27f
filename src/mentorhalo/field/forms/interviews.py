"""What an interviewer's phone sends."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mentorhalo.surveys.choices import AttemptResult
from mentorhalo.surveys.models import Interviewer, SampleUnit

from .entries import DIGEST


class QuestionnaireForm(forms.Form):
    """A filled questionnaire, or one file of it together with the same answers."""

    xml = forms.FileField()
    xml_sha256 = forms.RegexField(DIGEST)
    unit = forms.ModelChoiceField(SampleUnit.objects.none(), required=False)
    file = forms.FileField(required=False)
    file_sha256 = forms.RegexField(DIGEST, required=False)

    def __init__(self, *args: Any, interviewer: Interviewer, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = _units_of(interviewer)  # type: ignore[attr-defined]


class AttemptForm(forms.Form):
    """What came of one try to reach a unit. Days and hours are those of the programme's zone, whatever the phone's is."""

    id = forms.UUIDField()
    unit = forms.ModelChoiceField(
        SampleUnit.objects.none(),
        error_messages={"invalid_choice": _("This unit was never given to you.")},
    )
    result = forms.ChoiceField(choices=AttemptResult.choices)
    attempted_at = forms.DateTimeField()
    appointment_at = forms.DateTimeField(required=False)

    def __init__(self, data: Mapping[str, Any], *, interviewer: Interviewer) -> None:
        super().__init__(data)
        self.fields["unit"].queryset = _units_of(interviewer)  # type: ignore[attr-defined]


def _units_of(interviewer: Interviewer) -> QuerySet[SampleUnit]:
    """Those given to them once: who had a unit may still tell of it."""
    return SampleUnit.objects.filter(assignments__interviewer=interviewer).distinct()
