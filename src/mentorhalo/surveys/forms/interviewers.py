"""Enrolling interviewers and ending it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import DateInput, needed_at_times
from mentorhalo.network.models import Mentor
from mentorhalo.territory.models import County

from ..actions.interviewers import NewPerson
from ..models import Interviewer, Study
from ..queries.interviewers import former_interviewers, mentors_to_enrol


class EnrolForm(forms.Form):
    """One of three: a mentor, somebody who was an interviewer before, or somebody new."""

    mentor = needed_at_times(
        forms.ModelChoiceField(
            label=_("A mentor"), queryset=Mentor.objects.none(), required=False, empty_label="–"
        )
    )
    known = needed_at_times(
        forms.ModelChoiceField(
            label=_("An interviewer of an earlier study"),
            queryset=Interviewer.objects.none(),
            required=False,
            empty_label="–",
        )
    )
    name = needed_at_times(forms.CharField(label=_("Somebody new: name"), max_length=150, required=False))
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_(
            "They get an account and a letter that tells how to enter. Empty: they use a device alone."
        ),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial="hu")
    county = forms.ModelChoiceField(
        label=_("County where they work"),
        queryset=County.objects.order_by("name_sort", "code"),
        required=False,
        empty_label=_("any"),
        help_text=_(
            "Of somebody new. A mentor works in the county of their group, an earlier interviewer where they did."
        ),
    )
    starts_on = forms.DateField(label=_("From"), widget=DateInput())
    ends_on = forms.DateField(
        label=_("Until"), widget=DateInput(), required=False, help_text=_("The last day. Empty: no end yet.")
    )

    def __init__(self, *args: Any, study: Study, today: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["mentor"].queryset = mentors_to_enrol(study, today)  # type: ignore[attr-defined]
        self.fields["known"].queryset = former_interviewers(today)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("mentor") or cleaned.get("known"):
            for name in ("email", "county"):
                if cleaned.get(name):
                    self.add_error(name, _("This is told of somebody new alone: leave it empty."))
        if not self.errors and sum(bool(cleaned.get(name)) for name in ("mentor", "known", "name")) != 1:
            raise ValidationError(_("Choose one: a mentor, an earlier interviewer, or somebody new by name."))
        return cleaned

    def who(self) -> Mentor | Interviewer | NewPerson:
        said = self.cleaned_data
        new = NewPerson(
            name=said["name"], email=said["email"], language=said["language"], county=said["county"]
        )
        return said["mentor"] or said["known"] or new


class EndEnrolmentForm(forms.Form):
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput())
