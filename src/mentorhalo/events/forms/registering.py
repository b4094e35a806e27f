"""What a visitor fills in: registering, arriving, saying how it was."""

from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.forms import AtMost, ClientKeyField
from mentorhalo.core.guard import Guarded

from ..actions import AttendeeDraft
from ..choices import QuestionKind, Usefulness
from ..models import Occasion, OccasionQuestion

ASKED = "question_"
LONGEST_ANSWER = 500
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class RegisterForm(Guarded, forms.Form):
    """A place at an occasion; a member is not asked for an address. The organiser's questions come after."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("It stands on the list of attendance and on the certificate."),
        validators=[AtMost(150)],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send a link for you to confirm. We write about this occasion alone."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    organisation = forms.CharField(
        label=_("Organisation or community"),
        required=False,
        validators=[AtMost(200)],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    key = ClientKeyField()

    def __init__(self, *args: Any, occasion: Occasion, member: User | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.questions = list(occasion.questions.all())
        for question in self.questions:
            self.fields[f"{ASKED}{question.pk.hex}"] = _field_of(question)
        if member is not None:
            del self.fields["email"]
            self.fields["name"].initial = member.name

    def draft(self) -> AttendeeDraft:
        said = self.cleaned_data
        answers = {str(one.pk): str(said[f"{ASKED}{one.pk.hex}"]) for one in self.questions}
        return AttendeeDraft(
            key=said["key"] or uuid4(),
            name=said["name"],
            email=said.get("email", ""),
            organisation=said["organisation"],
            language=(get_language() or settings.LANGUAGE_CODE)[:2],
            answers={pk: answer for pk, answer in answers.items() if answer},
        )


class ArriveForm(forms.Form):
    email = forms.EmailField(
        label=_("The e-mail address you registered with"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class EvaluationForm(forms.Form):
    usefulness = forms.TypedChoiceField(
        label=_("How useful was it?"),
        choices=Usefulness.choices,
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "mh-chips"}),
    )
    will_use = forms.CharField(
        label=_("What will you use of it?"),
        required=False,
        validators=[AtMost(500)],
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    better = forms.CharField(
        label=_("What could be better?"),
        required=False,
        validators=[AtMost(500)],
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _field_of(question: OccasionQuestion) -> forms.Field:
    shared: dict[str, Any] = {"label": question.text, "required": question.is_required}
    if question.kind == QuestionKind.TEXT:
        return forms.CharField(validators=[AtMost(LONGEST_ANSWER)], **shared)
    offered = YES_NO if question.kind == QuestionKind.YES_NO else [(one, one) for one in question.choices]
    if not question.is_required:
        offered = [*offered, ("", _("no answer"))]
    return forms.ChoiceField(choices=offered, widget=forms.RadioSelect(attrs={"class": "mh-chips"}), **shared)
