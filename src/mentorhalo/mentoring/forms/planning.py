"""Assignments, handing over, the calendar, and closing a period."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import ClientKeyField, DateInput
from mentorhalo.network.models import Mentor
from mentorhalo.partners.models import Consortium
from mentorhalo.programmes.models import Programme

from ..choices import AssignmentEnd, AssignmentRole
from ..models import Assignment, Engagement
from .fields import community_field, settlement_field


class AssignForm(forms.Form):
    """One responsibility: exactly one of the three is filled in."""

    key = ClientKeyField()
    mentor = forms.ChoiceField(label=_("Mentor"))
    settlement = settlement_field(required=False)
    community = community_field(required=False)
    consortium = forms.ChoiceField(label=_("Consortium"), required=False)
    role = forms.ChoiceField(
        label=_("Role"),
        choices=AssignmentRole.choices,
        initial=AssignmentRole.PRIMARY,
        widget=forms.RadioSelect,
    )
    starts_on = forms.DateField(label=_("From"), widget=DateInput())

    def __init__(
        self, *args: Any, mentors: list[Mentor], consortia: list[Consortium], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["mentor"].choices = [(str(one.pk), one.name) for one in mentors]  # type: ignore[attr-defined]
        self.fields["consortium"].choices = [("", "–"), *((str(one.pk), one.title) for one in consortia)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = [name for name in ("settlement", "community", "consortium") if cleaned.get(name)]
        if len(chosen) != 1 and not self.errors:
            raise ValidationError(_("Choose one: a settlement, a community or a consortium."))
        return cleaned


class EndAssignmentForm(forms.Form):
    on = forms.DateField(label=_("Last day"), widget=DateInput())
    reason = forms.ChoiceField(label=_("Why does it end?"), choices=AssignmentEnd.choices)


class HandoverForm(forms.Form):
    """Who takes over: one for everything, and others for single things."""

    last_day = forms.DateField(label=_("Last day of who leaves"), widget=DateInput())
    to = forms.ChoiceField(label=_("Who takes everything over"))

    def __init__(
        self,
        *args: Any,
        mentors: list[Mentor],
        assignments: list[Assignment],
        engagements: list[Engagement],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        people = [(str(one.pk), one.name) for one in mentors]
        self.fields["to"].choices = people  # type: ignore[attr-defined]
        for name, label in _things(assignments, engagements):
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[("", _("the same mentor")), *people], required=False
            )

    @property
    def single_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(("assignment_", "engagement_"))]

    def instead(self) -> dict[str, str]:
        """Id of the thing → id of its own successor."""
        return {
            name.split("_", 1)[1]: value
            for name, value in self.cleaned_data.items()
            if name.startswith(("assignment_", "engagement_")) and value
        }


class AppointmentForm(forms.Form):
    key = ClientKeyField()
    title = forms.CharField(label=_("What?"), max_length=120)
    engagement = forms.ChoiceField(label=_("With whom?"), required=False)
    settlement = settlement_field(label=_("Where?"), required=False)
    on = forms.DateField(label=_("Day"), widget=DateInput())
    at = forms.TimeField(label=_("Hour"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=24 * 60, initial=60)

    def __init__(self, *args: Any, engagements: list[Engagement], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["engagement"].choices = [  # type: ignore[attr-defined]
            ("", _("nobody in particular")),
            *((str(one.pk), f"{one.community.name}, {one.community.settlement.name}") for one in engagements),
        ]

    def starts_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"]))


class ClosePeriodForm(forms.Form):
    programme = forms.ChoiceField(label=_("Programme"))
    until = forms.DateField(label=_("Close everything up to and including"), widget=DateInput())

    def __init__(self, *args: Any, programmes: list[Programme], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["programme"].choices = [(str(one.pk), str(one)) for one in programmes]  # type: ignore[attr-defined]


def _things(assignments: list[Assignment], engagements: list[Engagement]) -> list[tuple[str, str]]:
    things = [(f"assignment_{one.pk}", str(getattr(one, one.thing_field))) for one in assignments]
    return [*things, *((f"engagement_{one.pk}", str(one.community)) for one in engagements)]
