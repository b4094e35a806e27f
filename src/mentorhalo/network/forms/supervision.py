"""What supervisors, mentors and the office fill in about supervision. No field of it takes words."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.forms import ClientKeyField, DateInput

from ..choices import Objection, SupervisionKind
from ..models import Mentor, SupervisionSession, Supervisor
from ..models.supervision import LONGEST

CHIPS = {"class": "mh-chips"}


class HoursField(forms.DecimalField):
    """Hours in quarters; a comma is a point, too."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            min_value=Decimal("0.25"),
            max_value=Decimal(LONGEST // 60),
            decimal_places=2,
            widget=forms.NumberInput(attrs={"step": "0.25", "inputmode": "decimal"}),
            **options,
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class MentorsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, mentor: Any) -> str:
        return str(mentor.name)


class ContractField(forms.ModelChoiceField):
    """Whose contract it is; `with_name` tells the supervisors apart, without it their programmes."""

    def __init__(self, *, with_name: bool, **options: Any) -> None:
        self.with_name = with_name
        super().__init__(**options)

    def label_from_instance(self, supervisor: Any) -> str:
        return str(supervisor.user if self.with_name else supervisor.programme)


class SessionForm(forms.Form):
    """A session as its supervisor writes it down."""

    key = ClientKeyField()
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    supervisor = ContractField(
        queryset=Supervisor.objects.none(), with_name=False, label=_("Programme"), empty_label=None
    )
    held_on = forms.DateField(label=_("Day"), widget=DateInput())
    hours = HoursField(label=_("Hours"), help_text=_("In quarter hours: 1.5 is an hour and a half."))
    kind = forms.ChoiceField(
        label=_("Kind of supervision"),
        choices=SupervisionKind.choices,
        widget=forms.RadioSelect(attrs=CHIPS),
    )
    mentors = MentorsField(
        queryset=Mentor.objects.none(), label=_("Who took part"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, contracts: Iterable[Supervisor], mentors: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = list(contracts)
        of = Supervisor.objects.filter(pk__in=[one.pk for one in rows]).select_related("programme")
        self.fields["supervisor"].queryset = of  # type: ignore[attr-defined]
        self.fields["mentors"].queryset = mentors  # type: ignore[attr-defined]
        if len(rows) == 1:
            self.fields["supervisor"].initial = rows[0].pk
            self.fields["supervisor"].widget = forms.HiddenInput()

    def drafted(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "held_on": data["held_on"],
            "minutes": int(data["hours"] * 60),
            "kind": data["kind"],
            "mentors": list(data["mentors"]),
        }


class OwnSessionForm(forms.Form):
    """An individual session as the mentor writes it down."""

    key = ClientKeyField()
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    supervisor = ContractField(
        queryset=Supervisor.objects.none(), with_name=True, label=_("Supervisor"), empty_label=_("Choose one")
    )
    held_on = forms.DateField(label=_("Day"), widget=DateInput())
    hours = HoursField(label=_("Hours"), help_text=_("In quarter hours: 1.5 is an hour and a half."))

    def __init__(self, *args: Any, contracts: Any, mentor: Mentor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.mentor = mentor
        self.fields["supervisor"].queryset = contracts  # type: ignore[attr-defined]

    def drafted(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "held_on": data["held_on"],
            "minutes": int(data["hours"] * 60),
            "kind": SupervisionKind.INDIVIDUAL,
            "mentors": [self.mentor],
        }


def as_typed(session: SupervisionSession, *, day: date | None = None) -> dict[str, Any]:
    """What a form shows of a session that stands; with `day`, of one like it held then."""
    return {
        "supervisor": session.supervisor_id,
        "held_on": day or session.held_on,
        "hours": (Decimal(session.minutes) / 60).normalize(),
        "kind": session.kind,
        "mentors": [one.supervisee.mentor_id for one in session.participations.all()],
        "seen": "" if day else session.seen,
    }


class ContestForm(forms.Form):
    objection = forms.ChoiceField(
        label=_("What is wrong"), choices=Objection.choices, widget=forms.RadioSelect
    )


class SupervisorDaysForm(forms.Form):
    starts_on = forms.DateField(label=_("From"), widget=DateInput())
    ends_on = forms.DateField(
        label=_("Until"),
        widget=DateInput(),
        required=False,
        help_text=_("The last day. Empty: until further notice."),
    )


class SupervisorForm(SupervisorDaysForm):
    user = forms.EmailField(
        label=_("Address of the account"), help_text=_("The e-mail address the supervisor signs in with.")
    )
    field_order = ("user", "starts_on", "ends_on")

    def clean_user(self) -> User:
        user = User.objects.filter(email__iexact=self.cleaned_data["user"]).first()
        if user is None:
            raise ValidationError(_("Nobody has an account with this address."))
        return user
