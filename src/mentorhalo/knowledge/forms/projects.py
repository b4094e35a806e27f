"""What is filled in about calls, applications, scores and projects under contract."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.forms import ClientKeyField, DateInput, SuggestField, Suggestion
from mentorhalo.core.hungarian import fold
from mentorhalo.partners.models import Organisation
from mentorhalo.programmes.models import Programme
from mentorhalo.territory.queries import county_choices, settlement_chosen

from ..actions.projects import ApplicationDraft, CallDraft
from ..choices.projects import Decision
from ..models.projects import LONG, ModelProject, ProjectActivity, ProjectCall
from ..queries.projects import LineSpent

LINES = 6
MOST = Decimal(10) ** 12
HELP = {
    "summary": _("Two or three sentences that everybody reads once there is a contract."),
    "need": _("Where does it come from, and how do you know of it?"),
    "plan": _("One step in a line, with who does it."),
    "participation": _("What do residents decide, do and own in it?"),
    "afterwards": _("Who goes on, with what?"),
}


def money_field(label: Any, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, **{"min_value": 0, "max_value": MOST, "decimal_places": 0, **options}
    )


def long_words(label: Any, *, rows: int = 5, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, **{"max_length": LONG, "widget": forms.Textarea(attrs={"rows": rows}), **options}
    )


def _organisation(value: str, words: str) -> Organisation | None:
    standing = Organisation.objects.not_merged().select_related("kind", "settlement")
    try:
        chosen = standing.filter(pk=UUID(value)).first() if value else None
    except ValueError:
        chosen = None
    if chosen is not None:
        return chosen
    named = list(standing.filter(name_search=fold(words))[:2])
    return named[0] if len(named) == 1 else None


def organisation_field(**options: Any) -> SuggestField:
    return SuggestField(
        url_name="knowledge:suggest_project_partners",
        resolve=_organisation,
        describe=lambda one: Suggestion(str(one.pk), str(one)),
        **{"help_text": _("A few letters are enough."), **options},
    )


class CallForm(forms.Form):
    programme = forms.ChoiceField(label=_("Programme"))
    title_hu = forms.CharField(label=_("Hungarian title"), max_length=200)
    title_en = forms.CharField(label=_("English title"), max_length=200, required=False)
    summary_hu = long_words(_("Hungarian summary"))
    summary_en = long_words(_("English summary"), required=False)
    opens_on = forms.DateField(label=_("Open from"), widget=DateInput())
    closes_on = forms.DateField(label=_("Open until"), widget=DateInput())
    budget = money_field(_("Budget of the call, in forints"))
    most_for_one = money_field(_("Most for one project, in forints"))
    tolerance = forms.IntegerField(
        label=_("Points by which two readers may differ"),
        min_value=0,
        max_value=100,
        initial=20,
        help_text=_("If they differ by more, a third reader or a talk settles it."),
    )
    activities = forms.MultipleChoiceField(
        label=_("Activities that can be supported"), widget=forms.CheckboxSelectMultiple
    )
    left_out_counties = forms.MultipleChoiceField(
        label=_("Counties left out"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, call: ProjectCall | None = None, **options: Any) -> None:
        if call is not None:
            names = (
                "title_hu", "title_en", "summary_hu", "summary_en", "opens_on", "closes_on", "budget",
                "most_for_one", "tolerance", "left_out_counties",
            )  # fmt: skip
            options["initial"] = {name: getattr(call, name) for name in names} | {
                "activities": list(call.activities.values_list("code", flat=True))
            }
        super().__init__(*args, **options)
        if call is None:
            programmes = Programme.objects.order_by("-starts_on", "code")
            _choose(self, "programme", [(str(one.pk), one.name) for one in programmes])
        else:
            del self.fields["programme"]
        _choose(self, "activities", [(one.code, str(one)) for one in ProjectActivity.objects.all()])
        _choose(self, "left_out_counties", county_choices())

    def draft(self) -> CallDraft:
        return CallDraft(**{name: value for name, value in self.cleaned_data.items() if name != "programme"})


class ApplicationForm(forms.Form):
    """An application as far as it is written. Only title and place must be there to keep it."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Title"), max_length=200)
    settlement = SuggestField(
        url_name="territory:suggest",
        resolve=settlement_chosen,
        describe=lambda one: Suggestion(one.pk, one.name),
        label=_("Place"),
        help_text=_("The settlement where most of it happens."),
    )
    summary = forms.CharField(
        label=_("In a few sentences"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=HELP["summary"],
    )  # fmt: skip
    need = long_words(_("What it answers to"), required=False, help_text=HELP["need"])
    audience = long_words(_("For whom"), rows=3, required=False)
    plan = long_words(_("What will be done, step by step"), rows=8, required=False, help_text=HELP["plan"])
    participation = long_words(
        _("How people take part in it"), required=False, help_text=HELP["participation"]
    )
    afterwards = long_words(
        _("What stays when the money is gone"), required=False, help_text=HELP["afterwards"]
    )
    activities = forms.MultipleChoiceField(
        label=_("Activities"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, call: ProjectCall, project: ModelProject | None = None, **options: Any
    ) -> None:
        lines: list[tuple[str, Decimal]] = []
        if project is not None:
            names = (
                "title",
                "settlement",
                "summary",
                "need",
                "audience",
                "plan",
                "participation",
                "afterwards",
                "seen",
            )
            options["initial"] = {name: getattr(project, name) for name in names} | {
                "activities": list(project.activities.values_list("code", flat=True))
            }
            lines = list(project.lines.values_list("name", "amount"))
        super().__init__(*args, **options)
        _choose(self, "activities", [(one.code, str(one)) for one in call.activities.all()])
        self.rows = max(LINES, len(lines) + 2)
        for place in range(self.rows):
            name, amount = lines[place] if place < len(lines) else ("", None)
            words = {"number": place + 1}
            self.fields[f"line_{place}"] = forms.CharField(
                label=_("Line %(number)s of the budget: for what") % words,
                max_length=120,
                required=False,
                initial=name,
            )
            self.fields[f"amount_{place}"] = money_field(
                _("Line %(number)s of the budget: forints") % words, required=False, initial=amount
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for place in range(self.rows):
            name, amount = cleaned.get(f"line_{place}"), cleaned.get(f"amount_{place}")
            if name and amount is None and f"amount_{place}" not in self.errors:
                self.add_error(f"amount_{place}", _("Say how much."))
            if amount and not name:
                self.add_error(f"line_{place}", _("Say for what."))
        return cleaned

    def draft(self) -> ApplicationDraft:
        said = self.cleaned_data
        pairs = [(said[f"line_{place}"], said[f"amount_{place}"]) for place in range(self.rows)]
        names = ("title", "summary", "need", "audience", "plan", "participation", "afterwards", "activities")
        return ApplicationDraft(
            **{name: said[name] for name in names},
            settlement=said["settlement"].pk,
            lines=[(name, amount) for name, amount in pairs if name and amount is not None],
        )

    def word_fields(self) -> list[forms.BoundField]:
        return [
            self[name] for name in self.fields if name != "seen" and not name.startswith(("line_", "amount_"))
        ]

    def line_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(("line_", "amount_"))]


class BeginForm(ApplicationForm):
    """The first page: who applies, for what."""

    key = ClientKeyField()
    lead = organisation_field(label=_("Institution that applies"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in list(self.fields):
            if name not in ("key", "lead", "title", "settlement"):
                del self.fields[name]
        self.rows = 0
        self.order_fields(["key", "title", "lead", "settlement"])

    def begun(self) -> ApplicationDraft:
        return ApplicationDraft(
            title=self.cleaned_data["title"], settlement=self.cleaned_data["settlement"].pk
        )


class PartnerForm(forms.Form):
    organisation = organisation_field(label=_("Partner"))
    part = forms.CharField(label=_("What it takes on"), max_length=300, required=False)


class ReadersForm(forms.Form):
    first = forms.ChoiceField(label=_("The first reader"))
    second = forms.ChoiceField(
        label=_("The second reader"),
        help_text=_("Neither sees the other's points until both have handed theirs in."),
    )

    def __init__(self, *args: Any, readers: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [("", _("Choose who scores it")), *((str(one.pk), str(one)) for one in readers)]
        for name in self.fields:
            _choose(self, name, offered)


class ThirdReaderForm(forms.Form):
    reader = forms.ChoiceField(label=_("The third reader"))

    def __init__(self, *args: Any, readers: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        _choose(
            self, "reader", [("", _("Choose who scores it")), *((str(one.pk), str(one)) for one in readers)]
        )


class ReadingForm(forms.Form):
    """Points and a reason for each criterion of the call."""

    opinion = long_words(_("Opinion of the whole"), rows=4, required=False)

    def __init__(self, *args: Any, call: ProjectCall, **options: Any) -> None:
        super().__init__(*args, **options)
        names = call.criterion_names()
        self.codes = list(names)
        most = {one["code"]: int(one["most"]) for one in call.criteria}
        for code, name in names.items():
            self.fields[f"score_{code}"] = forms.IntegerField(
                label=_("%(criterion)s: points (at most %(most)s)") % {"criterion": name, "most": most[code]},
                min_value=0,
                max_value=most[code],
                required=False,
            )
            self.fields[f"reason_{code}"] = forms.CharField(
                label=_("%(criterion)s: why so many?") % {"criterion": name},
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.order_fields([name for name in self.fields if name != "opinion"])

    def said(self) -> dict[str, Any]:
        found = self.cleaned_data
        scores = {code: found[f"score_{code}"] for code in self.codes}
        return {
            "scores": {code: points for code, points in scores.items() if points is not None},
            "reasons": {code: found[f"reason_{code}"] for code in self.codes},
            "opinion": found["opinion"],
        }


class TalkForm(forms.Form):
    score = forms.DecimalField(label=_("Points they agreed on"), min_value=0, max_digits=6, decimal_places=1)
    reason = long_words(_("What they agreed on and why"), rows=4)


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(label=_("Decision"), choices=Decision.choices, widget=forms.RadioSelect)
    granted = money_field(_("Support granted, in forints"), required=False)
    reason = long_words(_("Reason"), rows=4, help_text=_("The applicant reads it in a letter."))


class ContractForm(forms.Form):
    number = forms.CharField(label=_("Number of the contract"), max_length=60)
    signed_on = forms.DateField(label=_("Signed on"), widget=DateInput())
    ends_on = forms.DateField(label=_("To be completed by"), widget=DateInput())


class MilestoneForm(forms.Form):
    title = forms.CharField(label=_("What has to be done"), max_length=200)
    due_on = forms.DateField(label=_("By when"), widget=DateInput())


class DoneForm(forms.Form):
    done_on = forms.DateField(label=_("Done on"), widget=DateInput())
    note = forms.CharField(
        label=_("What was done"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    upload = forms.FileField(
        label=_("Photo, sheet or other proof"),
        required=False,
        help_text=_("It gets a fingerprint on arrival."),
    )


class SpendingForm(forms.Form):
    line = forms.ChoiceField(label=_("Line of the budget"))
    on = forms.DateField(label=_("Day"), widget=DateInput())
    amount = money_field(_("Forints"))
    receipt = forms.CharField(label=_("Number of the receipt"), max_length=60)
    note = forms.CharField(label=_("For what"), max_length=200, required=False)

    def __init__(self, *args: Any, lines: list[LineSpent], **options: Any) -> None:
        super().__init__(*args, **options)
        _choose(self, "line", [(str(one.line.pk), one.line.name) for one in lines])


class LeavingForm(forms.Form):
    partner = forms.ChoiceField(label=_("Which partner leaves?"))
    left_on = forms.DateField(label=_("On which day?"), widget=DateInput())
    reason = forms.CharField(label=_("Why?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, project: ModelProject, **options: Any) -> None:
        super().__init__(*args, **options)
        staying = [one for one in project.partners.all() if one.left_on is None]
        _choose(self, "partner", [(str(one.pk), str(one.organisation)) for one in staying])


class ReportForm(forms.Form):
    results = long_words(_("What came of it"), rows=6)
    lessons = long_words(_("What we would do otherwise"), rows=4)
    adaptability = long_words(
        _("Adaptability note: how others can do it"),
        rows=6,
        help_text=_("Everybody reads these three: what another village needs to do the same."),
    )


class DayForm(forms.Form):
    completed_on = forms.DateField(label=_("Completed on"), widget=DateInput())


class EndForm(forms.Form):
    ended_on = forms.DateField(label=_("Ended on"), widget=DateInput())
    reason = forms.CharField(label=_("Why?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ProjectReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]
