"""What a visitor fills in: a question, a further word, a vote."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.urls import reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mentorhalo.accounts.models import User
from mentorhalo.core.forms import AtMost, ClientKeyField, SuggestField, Suggestion
from mentorhalo.core.guard import Guarded
from mentorhalo.territory.queries import settlement_chosen

from ..actions import AskDraft
from ..actions.asking import LONGEST_TEXT
from ..queries.public import topics_offered

LONGEST_TITLE = 160


class AskForm(Guarded, forms.Form):
    """A question, for members without name and address."""

    title = forms.CharField(
        label=_("Your question in one sentence"),
        help_text=_("While you type, answers to similar questions appear below."),
        validators=[AtMost(LONGEST_TITLE)],
        widget=forms.TextInput(
            attrs={
                "hx-get": reverse_lazy("questions:similar"),
                "hx-trigger": "input changed delay:400ms",
                "hx-target": "#similar",
                "autocomplete": "off",
            }
        ),
    )
    text = forms.CharField(
        label=_("Tell us what we need to know"),
        help_text=_(
            "What has happened, what you have tried, what you would like. Leave out names of other people."
        ),
        validators=[AtMost(LONGEST_TEXT)],
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    settlement = SuggestField(
        url_name="territory:suggest",
        resolve=settlement_chosen,
        describe=lambda settlement: Suggestion(settlement.pk, settlement.name),
        label=_("Settlement"),
        help_text=_("A few letters are enough. By it your question reaches the mentors of your county."),
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language of the answer"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect(attrs={"class": "mh-chips"}),
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        validators=[AtMost(150)],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send a link for you to confirm, then the answer. We use it for nothing else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    may_publish = forms.BooleanField(
        label=_("You may publish my question and its answer so that others can learn from it"),
        help_text=_(
            "Never with your name or your settlement; at most the county is shown. Before that, an editor takes out what"
            " could tell who you are, and a second person reads it. You can take this back at any time, at once."
            " Without it you get the same answer."
        ),
        required=False,
    )
    key = ClientKeyField()

    def __init__(self, *args: Any, member: User | None, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(topic.code, topic.name) for topic in topics_offered()]
        self.fields["topic"].choices = [("", _("I am not sure")), *offered]  # type: ignore[attr-defined]
        self.fields["language"].initial = (get_language() or settings.LANGUAGE_CODE)[:2]
        if member is not None:
            del self.fields["name"], self.fields["email"]

    def draft(self, practice: UUID | None = None) -> AskDraft:
        """`practice`: the public one it is about."""
        said = self.cleaned_data
        return AskDraft(
            key=said["key"] or uuid4(),
            title=said["title"],
            text=said["text"],
            topic=said["topic"],
            practice=practice,
            settlement=said["settlement"].pk if said["settlement"] else "",
            language=said["language"],
            name=said.get("name", ""),
            email=said.get("email", ""),
            may_publish=said["may_publish"],
        )


class WordForm(forms.Form):
    """A further word of the asker."""

    text = forms.CharField(
        label=_("Add a word"),
        validators=[AtMost(LONGEST_TEXT)],
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    key = ClientKeyField()


class VoteForm(Guarded, forms.Form):
    """Whether an answer was useful, and what came of it."""

    useful = forms.ChoiceField(
        label=_("Was this useful?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect(attrs={"class": "mh-chips"}),
    )
    change = forms.CharField(
        label=_("What has changed since?"),
        help_text=_("Only the experts read this."),
        required=False,
        validators=[AtMost(500)],
        widget=forms.Textarea(attrs={"rows": 2}),
    )
