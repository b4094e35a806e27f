"""Giving units, writing down attempts, calling in substitutes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import ClientKeyField, DateInput

from ..choices import AttemptResult, UnitState
from ..models import Interviewer, Stratum, Wave
from ..queries.assigning import candidates
from ..queries.parts import by_name


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class InterviewerChoice(forms.ModelChoiceField):
    """Somebody enrolled in the wave's study; the words tell what they hold already."""

    held: dict[Any, int]

    def label_from_instance(self, interviewer: Any) -> str:
        return f"{interviewer.name} ({self.held.get(interviewer.pk, 0)})"

    def offer(self, wave: Wave, counties: frozenset[str] | None) -> None:
        people = candidates(wave, timezone.localdate(), counties)
        self.held = {one.pk: held for one, held in people}
        self.queryset = Interviewer.objects.filter(pk__in=self.held)


class AssignForm(forms.Form):
    """To whom, and until when; what is given is chosen beside it."""

    interviewer = InterviewerChoice(
        label=_("Interviewer"),
        queryset=Interviewer.objects.none(),
        help_text=_("In brackets: how many units they have in hand."),
    )
    due_on = forms.DateField(label=_("Deadline"), widget=DateInput(), required=False)

    def __init__(self, *args: Any, wave: Wave, counties: frozenset[str] | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["interviewer"].offer(wave, counties)  # type: ignore[attr-defined]


class AssignSettlementForm(AssignForm):
    settlement = forms.ChoiceField(label=_("Settlement"))
    count = forms.IntegerField(
        label=_("How many units"), min_value=1, required=False, help_text=_("Empty: all that wait.")
    )
    field_order = ["settlement", "count"]

    def __init__(self, *args: Any, places: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["settlement"].choices = places  # type: ignore[attr-defined]


class SuggestedForm(forms.Form):
    digest = forms.CharField(widget=forms.HiddenInput())
    due_on = forms.DateField(label=_("Deadline"), widget=DateInput(), required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), max_length=200)


class HandOverForm(ReasonForm):
    to = InterviewerChoice(
        label=_("Who takes them over"),
        queryset=Interviewer.objects.none(),
        required=False,
        empty_label=_("those of the county who have the least"),
    )
    field_order = ["to", "reason"]

    def __init__(self, *args: Any, wave: Wave, leaver: Interviewer, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["to"]
        field.offer(wave, None)  # type: ignore[attr-defined]
        field.queryset = field.queryset.exclude(pk=leaver.pk)  # type: ignore[attr-defined]


class AttemptForm(forms.Form):
    """What came of a visit. The key makes a second sending harmless."""

    key = ClientKeyField()
    result = forms.ChoiceField(label=_("What came of it?"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("Day"), widget=DateInput())
    at = forms.TimeField(label=_("Hour"), widget=TimeInput())
    appointment_on = forms.DateField(label=_("Appointment: day"), widget=DateInput(), required=False)
    appointment_time = forms.TimeField(label=_("Appointment: hour"), widget=TimeInput(), required=False)

    def __init__(self, *args: Any, results: Iterable[AttemptResult], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["result"].choices = [(one.value, one.label) for one in results]  # type: ignore[attr-defined]

    @staticmethod
    def now() -> dict[str, Any]:
        here = timezone.localtime()
        return {"on": here.date(), "at": here.time().replace(second=0, microsecond=0)}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if bool(cleaned.get("appointment_on")) != bool(cleaned.get("appointment_time")):
            raise ValidationError({"appointment_time": _("An appointment has a day and an hour.")})
        return cleaned

    def attempted_at(self) -> datetime:
        """Never later than now: the form knows minutes only."""
        said = timezone.make_aware(datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"]))
        now = timezone.now()
        return now if now < said < now + timedelta(minutes=1) else said

    def appointment_at(self) -> datetime | None:
        day, hour = self.cleaned_data["appointment_on"], self.cleaned_data["appointment_time"]
        is_meant = self.cleaned_data["result"] == AttemptResult.APPOINTMENT and day and hour
        return timezone.make_aware(datetime.combine(day, hour)) if is_meant else None


class DueForm(forms.Form):
    due_on = forms.DateField(label=_("Deadline"), widget=DateInput(), required=False)


class UnitFilter(forms.Form):
    """Which units a list shows."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("any")), *UnitState.choices, ("reserve", _("reserve"))],
    )
    stratum = forms.ModelChoiceField(
        label=_("Stratum"),
        queryset=Stratum.objects.none(),
        required=False,
        empty_label=_("any"),
        to_field_name="code",
    )
    interviewer = forms.ModelChoiceField(
        label=_("In hand of"), queryset=Interviewer.objects.none(), required=False, empty_label=_("anybody")
    )
    overdue = forms.BooleanField(label=_("Only overdue"), required=False)
    place = forms.CharField(
        required=False, max_length=5, widget=forms.HiddenInput
    )  # a county or a settlement

    def __init__(self, *args: Any, wave: Wave, interviewers: QuerySet[Interviewer], **options: Any) -> None:
        super().__init__(*args, **options)
        strata = wave.strata.order_by("code")
        self.fields["stratum"].queryset = strata  # type: ignore[attr-defined]
        self.fields["stratum"].choices = [  # type: ignore[attr-defined]
            ("", _("any")),
            *((one.code, one.label) for one in by_name(strata)),
        ]
        self.fields["interviewer"].queryset = interviewers  # type: ignore[attr-defined]
