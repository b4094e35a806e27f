"""What instructors, developers, reviewers and learners fill in."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.forms import AtMost, DateInput
from mentorhalo.core.numbers import day

from ..choices import MakeUpKind, MarkKind
from ..models import Enrolment, MaterialVersion, Module, Session
from ..signals import LoggedEntry

CHIPS = {"class": "mh-chips"}
VERDICTS = [("accept", _("I accept it")), ("return", _("It has to be revised"))]


class MakeUpForm(forms.Form):
    enrolment = forms.ModelChoiceField(
        queryset=Enrolment.objects.none(), label=_("Who"), empty_label=_("Choose a learner")
    )
    kind = forms.ChoiceField(
        label=_("How it was made up for"), choices=MakeUpKind.choices, widget=forms.RadioSelect(attrs=CHIPS)
    )
    words = forms.CharField(
        label=_("What was done"), validators=[AtMost(300)], widget=forms.Textarea(attrs={"rows": 2})
    )
    on = forms.DateField(label=_("Day"), widget=DateInput())

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        super().__init__(*args, **options)
        absent = session.cohort.enrolments.enrolled().exclude(presences__session=session)
        self.fields["enrolment"].queryset = absent  # type: ignore[attr-defined]


class MarkForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What is marked"), choices=MarkKind.choices, widget=forms.RadioSelect(attrs=CHIPS)
    )
    module = forms.ModelChoiceField(
        queryset=Module.objects.none(),
        label=_("Module"),
        help_text=_("Of a test."),
        required=False,
        empty_label=_("None"),
    )
    points = forms.IntegerField(label=_("Points"), min_value=0, max_value=1000)
    most = forms.IntegerField(label=_("Of at most"), min_value=1, max_value=1000, initial=100)
    words = forms.CharField(
        label=_("Opinion"), required=False, validators=[AtMost(600)], widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, enrolment: Enrolment, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["module"].queryset = enrolment.cohort.version.modules.all()  # type: ignore[attr-defined]


class DiaryForm(forms.Form):
    entry = forms.ChoiceField(label=_("Which entry of your log?"), widget=forms.RadioSelect)
    learnt = forms.CharField(
        label=_("What did you learn from it?"),
        validators=[AtMost(2000)],
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, entries: list[LoggedEntry], **options: Any) -> None:
        super().__init__(*args, **options)
        self.entries = {str(one.id): one for one in entries}
        offered = [(str(one.id), f"{day(one.on, 'short')}: {one.title}") for one in entries]
        self.fields["entry"].choices = offered  # type: ignore[attr-defined]

    def chosen(self) -> LoggedEntry:
        return self.entries[self.cleaned_data["entry"]]


class BeginForm(forms.Form):
    title = forms.CharField(label=_("Title"), validators=[AtMost(160)])


class WriteForm(forms.Form):
    text = forms.CharField(
        label=_("Text"),
        required=False,
        validators=[AtMost(100_000)],
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    video_url = forms.URLField(label=_("Link to a video"), required=False, max_length=500)
    file = forms.FileField(
        label=_("File"),
        help_text=_("A document, or a learning package: SCORM 1.2 or 2004, in one part, as a ZIP."),
        required=False,
    )

    def __init__(self, *args: Any, version: MaterialVersion, **options: Any) -> None:
        options.setdefault("initial", {"text": version.text, "video_url": version.video_url})
        super().__init__(*args, **options)
        if version.file_name:
            self.fields["file"].help_text = _("Now: %(name)s. A new one takes its place.") % {
                "name": version.file_name
            }


class HandInForm(forms.Form):
    reviewer = forms.ChoiceField(label=_("Reviewer"), widget=forms.RadioSelect)
    due_on = forms.DateField(label=_("Opinion until"), widget=DateInput())

    def __init__(self, *args: Any, reviewers: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.reviewers = {one.pk: one for one in reviewers}
        self.fields["reviewer"].choices = [(str(one.pk), str(one)) for one in reviewers]  # type: ignore[attr-defined]

    def chosen(self) -> User:
        return self.reviewers[UUID(self.cleaned_data["reviewer"])]


class OpinionForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("What do you say?"), choices=VERDICTS, widget=forms.RadioSelect(attrs=CHIPS)
    )
    opinion = forms.CharField(
        label=_("Opinion"),
        help_text=_("You sign it with your name and the time."),
        validators=[AtMost(6000)],
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class NumberForm(forms.Form):
    number = forms.CharField(label=_("Number of the certificate"), max_length=60)
