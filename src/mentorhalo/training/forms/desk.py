"""What the office fills in."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.forms import AtMost, DateInput
from mentorhalo.network.models import Mentor

from ..choices import HourKind, ModuleRole
from ..models import Cohort, CourseVersion, Module, Session

CHIPS = {"class": "mh-chips"}
HOUR = {"type": "time"}


class CourseForm(forms.Form):
    title = forms.CharField(label=_("Title"), validators=[AtMost(160)])
    code = forms.SlugField(
        label=_("Code"),
        max_length=20,
        help_text=_("A short word without blanks. Numbers of certificates begin with it."),
    )
    summary = forms.CharField(
        label=_("In one or two sentences"), validators=[AtMost(400)], widget=forms.Textarea(attrs={"rows": 3})
    )
    register_number = forms.CharField(
        label=_("Number in the register of adult training"), required=False, validators=[AtMost(60)]
    )
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=2000, initial=120)


class RuleForm(forms.Form):
    """0 in a field asks for nothing."""

    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=2000)
    least_attendance = forms.IntegerField(
        label=_("At least this share of the hours (%)"), min_value=0, max_value=100
    )
    least_exam = forms.IntegerField(
        label=_("At least these points of the final exam (%)"),
        help_text=_("0: there is no exam."),
        min_value=0,
        max_value=100,
    )
    least_portfolio = forms.IntegerField(
        label=_("At least these points of the portfolio (%)"),
        help_text=_("0: there is no portfolio."),
        min_value=0,
        max_value=100,
    )

    least_material = forms.IntegerField(
        label=_("At least this share of the material gone through (%)"),
        help_text=_("0: nobody has to."),
        min_value=0,
        max_value=100,
        initial=0,
    )

    def __init__(self, *args: Any, version: CourseVersion, **options: Any) -> None:
        options.setdefault("initial", version.rule)
        super().__init__(*args, **options)


class ModuleForm(forms.Form):
    order = forms.IntegerField(label=_("Number"), min_value=1, max_value=99)
    title = forms.CharField(label=_("Title"), validators=[AtMost(160)])
    outcomes = forms.CharField(
        label=_("Learning outcomes"),
        help_text=_("One on each line: what one can do after it."),
        validators=[AtMost(4000)],
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    theory = forms.IntegerField(label=_("Hours of theory"), min_value=0, max_value=500, initial=0)
    practice = forms.IntegerField(label=_("Hours of practice"), min_value=0, max_value=500, initial=0)
    e_learning = forms.IntegerField(label=_("Hours of e-learning"), min_value=0, max_value=500, initial=0)

    def __init__(self, *args: Any, module: Module | None = None, order: int = 1, **options: Any) -> None:
        names = ("order", "title", "outcomes", "theory", "practice", "e_learning")
        initial = {name: getattr(module, name) for name in names} if module else {"order": order}
        options.setdefault("initial", initial)
        super().__init__(*args, **options)


class AssignForm(forms.Form):
    user = forms.ModelChoiceField(
        queryset=User.objects.none(), label=_("Who"), empty_label=_("Choose a person")
    )
    role = forms.ChoiceField(
        label=_("As what"), choices=ModuleRole.choices, widget=forms.RadioSelect(attrs=CHIPS)
    )
    due_on = forms.DateField(label=_("Until"), required=False, widget=DateInput())

    def __init__(self, *args: Any, people: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "user", people)


class CohortForm(forms.Form):
    title = forms.CharField(label=_("Name of the group"), validators=[AtMost(120)])
    starts_on = forms.DateField(label=_("First day"), widget=DateInput())
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput())
    capacity = forms.IntegerField(label=_("Places"), min_value=1, max_value=500, initial=20)
    is_public = forms.BooleanField(
        label=_("Anybody with an account may apply"),
        help_text=_("Without it only mentors may."),
        required=False,
    )


class PlacesForm(forms.Form):
    capacity = forms.IntegerField(
        label=_("Places"),
        help_text=_("With more places the waiting list moves up."),
        min_value=1,
        max_value=500,
    )


class SessionForm(forms.Form):
    module = forms.ModelChoiceField(
        queryset=Module.objects.none(), label=_("Module"), empty_label=_("Choose a module")
    )
    kind = forms.ChoiceField(
        label=_("Kind of hours"), choices=HourKind.choices, widget=forms.RadioSelect(attrs=CHIPS)
    )
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=24)
    on = forms.DateField(label=_("Day"), widget=DateInput())
    starts_hour = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(attrs=HOUR, format="%H:%M"))
    ends_hour = forms.TimeField(label=_("Ends at"), widget=forms.TimeInput(attrs=HOUR, format="%H:%M"))
    place = forms.CharField(
        label=_("Room"), help_text=_("Settlement, address, room."), required=False, validators=[AtMost(200)]
    )
    online_url = forms.URLField(label=_("Link for taking part online"), required=False, max_length=500)
    instructor = forms.ModelChoiceField(
        queryset=User.objects.none(), label=_("Instructor"), empty_label=_("Choose a person")
    )

    def __init__(
        self, *args: Any, cohort: Cohort, people: list[User], session: Session | None = None, **options: Any
    ) -> None:
        options.setdefault("initial", _session_initial(session) if session else {})
        super().__init__(*args, **options)
        self.fields["module"].queryset = cohort.version.modules.all()  # type: ignore[attr-defined]
        _offer(self, "instructor", people)

    def fields_of_session(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        day = said.pop("on")
        for name in ("starts", "ends"):
            hour = said.pop(f"{name}_hour")
            said[f"{name}_at"] = timezone.make_aware(datetime.combine(day, hour))
        return said


class EnrolForm(forms.Form):
    mentor = forms.ModelChoiceField(
        queryset=Mentor.objects.none(), label=_("Mentor"), empty_label=_("Choose a mentor")
    )

    def __init__(self, *args: Any, cohort: Cohort, **options: Any) -> None:
        super().__init__(*args, **options)
        rest = Mentor.objects.exclude(training_enrolments__cohort=cohort)
        self.fields["mentor"].queryset = rest  # type: ignore[attr-defined]


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Do not name anybody: it is public."),
        validators=[AtMost(300)],
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _offer(form: forms.Form, name: str, people: list[User]) -> None:
    ids = [one.pk for one in people]
    form.fields[name].queryset = User.objects.filter(pk__in=ids)  # type: ignore[attr-defined]


def _session_initial(session: Session) -> dict[str, Any]:
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    copied = ("module", "kind", "hours", "place", "online_url", "instructor")
    return {
        **{name: getattr(session, name) for name in copied},
        "on": starts.date(),
        "starts_hour": starts.time(),
        "ends_hour": ends.time(),
    }
