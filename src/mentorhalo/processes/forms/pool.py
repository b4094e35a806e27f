"""The knowledge pool: an offer with its consent, the words it is given by, a question to pass on."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorhalo.core.forms import AtMost, ClientKeyField, DateInput
from mentorhalo.core.guard import Guarded

from ..actions import OfferDraft, QuestionDraft
from ..choices import CHANNELS_OF_MENTOR
from ..models import Offer, OfferPerson, PoolTopic
from .consents import ConsentForm
from .phases import offer
from .plans import line


class WhatForm(forms.Form):
    topic = forms.ChoiceField(label=gettext_lazy("What is it about?"))
    what = line(gettext_lazy("What do they teach?"), 160, required=True)
    audience = line(gettext_lazy("To whom?"), 160)
    frequency = line(gettext_lazy("How often?"), 120)

    def __init__(self, *args: Any, topics: list[PoolTopic], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "topic", [(one.code, str(one)) for one in topics])

    @staticmethod
    def told(offer: Offer) -> dict[str, Any]:
        return {
            "topic": offer.topic.code,
            **{name: getattr(offer, name) for name in ("what", "audience", "frequency")},
        }


class PersonForm(forms.Form):
    name = line(gettext_lazy("Name of the person"), 120, required=True)
    shows_name = forms.BooleanField(
        label=gettext_lazy("The name may be shown to everybody"),
        required=False,
        help_text=gettext_lazy("If not, what they teach is shown without a name."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy(
            "Never shown. They get a letter with a page of their own, where they can take it back."
        ),
    )
    phone = line(gettext_lazy("Telephone"), 40, help_text=gettext_lazy("Never shown."))
    language = forms.ChoiceField(label=gettext_lazy("Language of letters"), choices=settings.LANGUAGES)

    @staticmethod
    def known(offer: Offer, person: OfferPerson) -> dict[str, Any]:
        return {
            "shows_name": offer.shows_name,
            **{name: getattr(person, name) for name in ("name", "email", "phone", "language")},
        }


class OfferForm(ConsentForm, PersonForm, WhatForm):
    key = ClientKeyField()
    channel = forms.ChoiceField(label=gettext_lazy("How did they agree?"), choices=CHANNELS_OF_MENTOR)
    agreed_on = forms.DateField(label=gettext_lazy("On which day?"), widget=DateInput())
    until = forms.DateField(
        label=gettext_lazy("Shown until"),
        widget=DateInput(),
        help_text=gettext_lazy("A year at most. Then everything is deleted, unless they agree again."),
    )
    field_order = (
        "key",
        "wording",
        "agreed",
        "channel",
        "agreed_on",
        "topic",
        "what",
        "audience",
        "frequency",
        "until",
        "name",
        "shows_name",
        "email",
        "phone",
        "language",
    )

    def draft(self) -> OfferDraft:
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("key", "agreed")}
        key = self.cleaned_data["key"]
        return OfferDraft(**said, **({"id": key} if key else {}))


class ProlongForm(ConsentForm):
    channel = forms.ChoiceField(label=gettext_lazy("How did they agree?"), choices=CHANNELS_OF_MENTOR)
    until = forms.DateField(label=gettext_lazy("Shown until"), widget=DateInput())


class OwnConsentForm(ConsentForm):
    """By the person's own hand."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agreed"].label = _("I have read this and agree")


class QuestionForm(Guarded, forms.Form):
    name = line(gettext_lazy("Your name"), 120, required=True)
    contact = line(
        gettext_lazy("Your e-mail address or telephone"), 200, required=True,
        help_text=gettext_lazy("The mentor passes it on to the person who teaches; nobody else gets it."),
    )  # fmt: skip
    message = forms.CharField(
        label=gettext_lazy("What would you like to learn?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[AtMost(1000)],
    )

    def draft(self) -> QuestionDraft:
        return QuestionDraft(**{name: self.cleaned_data[name] for name in ("name", "contact", "message")})
