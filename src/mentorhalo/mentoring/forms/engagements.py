"""Opening an engagement and each of its steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.core.forms import ClientKeyField, DateInput
from mentorhalo.network.models import Mentor

from ..choices import NEXT_STATES, EngagementState
from ..models import Engagement
from .fields import community_field

# Steps with a form of their own.
OWN_FORMS = ("informed", "paused", "closed")


class OpenForm(forms.Form):
    """A relation with a community begins."""

    key = ClientKeyField()
    community = community_field()
    mentor = forms.ChoiceField(label=_("Mentor"))
    opened_on = forms.DateField(label=_("From which day?"), widget=DateInput())
    goals = forms.CharField(label=_("Agreed goals"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    contact_every_days = forms.IntegerField(
        label=_("How often do you promise to be in touch? Every … days"),
        min_value=1,
        max_value=366,
        initial=45,
    )

    def __init__(self, *args: Any, mentors: list[Mentor], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["mentor"].choices = [(str(one.pk), one.name) for one in mentors]  # type: ignore[attr-defined]
        if len(mentors) == 1:
            self.fields["mentor"].initial = str(mentors[0].pk)
            self.fields["mentor"].widget = forms.HiddenInput()


class InformForm(forms.Form):
    on = forms.DateField(label=_("On which day was access given?"), widget=DateInput())
    offer = forms.CharField(
        label=_("What was offered?"),
        help_text=_("It proves that the community was given access."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    acknowledged_by = forms.CharField(
        label=_("Who acknowledged it? Write the role, not the name"), max_length=80, required=False
    )


class MoveForm(forms.Form):
    to_state = forms.ChoiceField(label=_("Next step"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("On which day?"), widget=DateInput())
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, engagement: Engagement, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to_state"].choices = steps_from(engagement)  # type: ignore[attr-defined]


class PauseForm(forms.Form):
    on = forms.DateField(label=_("From which day does it rest?"), widget=DateInput())
    reason = forms.CharField(
        label=_("Why does it rest?"),
        help_text=_("Without a reason the silence counts as silence."),
        max_length=200,
    )
    planned_until = forms.DateField(label=_("Planned until"), widget=DateInput(), required=False)


class ResumeForm(forms.Form):
    on = forms.DateField(label=_("From which day does it go on?"), widget=DateInput())


class CloseForm(forms.Form):
    on = forms.DateField(label=_("Last day"), widget=DateInput())
    reason = forms.CharField(label=_("Why does it close?"), max_length=200)
    evaluation = forms.CharField(
        label=_("What came of it?"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class AgreementForm(forms.Form):
    goals = forms.CharField(label=_("Agreed goals"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    contact_every_days = forms.IntegerField(
        label=_("Promised contact, every … days"), min_value=1, max_value=366
    )


def steps_from(engagement: Engagement) -> list[tuple[str, Any]]:
    """The states that may follow and have no form of their own. What was given or agreed stays so."""
    states = [state for state in NEXT_STATES[engagement.state] if state not in OWN_FORMS]
    if engagement.state == EngagementState.PAUSED:
        states = [state for state in states if state != EngagementState.ACTIVE]
    return [(state, EngagementState(state).label) for state in states]
